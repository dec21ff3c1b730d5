"""A source is captured again: where its quoted words stand in the new text, proposed first, then decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from django.db.models import QuerySet
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from psycopg.types.range import Int4Range

from tracker.actions.change import change, save
from tracker.actions.claim_content import Words, excerpt_of
from tracker.actions.claim_rules import cue_stands_in_the_words
from tracker.actions.enqueue import enqueue
from tracker.actions.refusals import Refused, Stale
from tracker.actions.sentences import SENTENCES
from tracker.domain.carrying import Carried, core_carried
from tracker.models import Carryover, Claim, Excerpt, Snapshot, User
from tracker.queries.carried import JOB, comparison_state, to_look_for

Decision = Literal["yes", "no", "gone"]
"""yes: as it is proposed. no: the claims stay where they are. gone: the words are not there, whatever is proposed."""

_MOVED_ON: Final = gettext_noop("A newer text of this source was captured: decide on that one.")
_CHANGED: Final = gettext_noop(
    "The claims on these words were changed meanwhile. Nothing was carried over: look at them again, then decide."
)


@dataclass(frozen=True, slots=True)
class Left:
    """A proposal that could not be accepted, and why."""

    carryover: Carryover
    message: str


def ask_for_carryovers(*, by: User, note: str, snapshot: Snapshot) -> bool:
    """Have the quoted words of the source's earlier snapshots looked for in this one, by a job; whether any are left.

    The job is asked for in this transaction, and begins once it is committed. Nothing is asked for twice while it
    waits. Four queries.
    """
    with change(by=by, note=note, may="capture_source"):
        if not to_look_for(snapshot=snapshot).exists():
            return False
        if comparison_state(snapshot=snapshot) != "waiting":
            enqueue(job=JOB, lock=JOB, by=by.pk, snapshot=snapshot.pk)  # texts may be large: one pair at a time
        return True


def propose_carryovers(*, by: User, note: str, snapshot: Snapshot, found: Mapping[int, Carried]) -> int:
    """Keep where excerpts (by id) of the source's earlier snapshots stand in this one; how many were new.

    What was proposed before stays as it is. Excerpts of other sources are left out. Three queries.
    """
    with change(by=by, note=note, may="capture_source"):
        known = Carryover.objects.filter(snapshot=snapshot).values("excerpt")
        excerpts = (
            Excerpt.objects.filter(pk__in=found, snapshot__source=snapshot.source_id)
            .exclude(snapshot=snapshot)
            .exclude(pk__in=known)
        )
        rows = [
            Carryover(
                excerpt_id=pk,
                snapshot=snapshot,
                outcome=found[pk].outcome,
                pieces=found[pk].pieces or None,
                score=found[pk].score,
            )
            for pk in excerpts.order_by("pk").values_list("pk", flat=True)
        ]
        return len(Carryover.objects.bulk_create(rows))


def decide_carryover(
    *, by: User, note: str, carryover: Carryover, decision: Decision, seen: Mapping[str, int]
) -> Carryover:
    """Decide on one proposal, for good.

    yes, where the words were found: their excerpt is found or made in the new snapshot, and every claim on the old
    one that is not withdrawn is corrected onto it, as a revision whose note says so, with `note` behind it. Its core
    goes with it where the same words stand there, else the whole excerpt carries the answer and the note says that.
    yes or "gone", where they are not: readers of the claims are told. `seen` are the claims' revisions, by key, as
    the editor saw them.

    Refused: `Stale` where the claims are not those any more; a proposal that was decided, whose claims have all gone
    elsewhere, or that a newer snapshot has overtaken; a reporter's verb that the new words do not hold; a frozen
    incident; what the database refuses of a correction. Then nothing is written. About eight queries, and two for
    each claim.
    """
    with change(by=by, note=_note(carryover, decision, note), may="carry_over") as at:
        current = _open(carryover)
        claims = _claims(current)
        if decision != "no":
            _same(claims, seen)
        if decision == "gone" or (decision == "yes" and current.outcome == "gone"):
            _not_frozen(claims)
            current.outcome, current.pieces, current.score = "gone", None, 0.0
        elif decision == "yes":
            _carry(current, claims)
        current.accepted, current.decided_by, current.decided_at = decision != "no", by, at
        current.save(update_fields=["outcome", "pieces", "score", "accepted", "decided_by", "decided_at"])
        return current


def accept_exact(*, by: User, note: str, snapshot: Snapshot, seen: Mapping[str, int]) -> tuple[int, list[Left]]:
    """Say yes to every proposal into this snapshot whose words stand where they stood; how many, and what was left.

    One transaction. A proposal that would be refused by itself is left undecided, with the reason; so is one with a
    claim that is not in `seen`. Queries: about eight for each proposal, and two for each claim.
    """
    left: list[Left] = []
    with change(by=by, note=_captured_again(snapshot, note), may="carry_over"):
        waiting = list(_waiting(snapshot).filter(outcome="exact").order_by("pk"))
        for carryover in waiting:
            claims = _claims(carryover)
            mine = {claim.key: seen[claim.key] for claim in claims if claim.key in seen}
            try:
                decide_carryover(by=by, note=note, carryover=carryover, decision="yes", seen=mine)
            except Refused as refused:
                left.append(Left(carryover, refused.message))
    return len(waiting) - len(left), left


def core_in(*, carryover: Carryover, core: tuple[int, int]) -> tuple[int, int] | None:
    """Where a claim's core would stand in the new snapshot; None where it would be dropped. No query."""
    old = [
        (start, words) for (start, _end), words in zip(carryover.excerpt.pieces, carryover.excerpt.exact, strict=True)
    ]
    new = [(start, carryover.snapshot.text[start:end]) for start, end in carryover.pieces or ()]
    return core_carried(core=core, old=old, new=new)


def _carry(carryover: Carryover, claims: list[Claim]) -> None:
    there = Excerpt.objects.filter(snapshot=carryover.snapshot, pieces=carryover.pieces).first()
    old = carryover.excerpt
    # a translation is of these very words; and one that is there already is not overwritten
    keeps = carryover.outcome != "changed" and not (there and there.gloss)
    new = excerpt_of(
        Words(
            snapshot=carryover.snapshot,
            pieces=carryover.pieces or (),
            gloss=old.gloss if keeps else "",
            gloss_language=old.gloss_language if keeps else "",
        )
    )
    for claim in claims:
        cue_stands_in_the_words(cue=claim.cue, excerpt=new)
        core = None if claim.core is None else core_in(carryover=carryover, core=(claim.core.lower, claim.core.upper))
        save(claim, seen=claim.revision, excerpt=new, core=None if core is None else Int4Range(*core))


def _waiting(snapshot: Snapshot) -> QuerySet[Carryover]:
    return Carryover.objects.select_related("excerpt", "snapshot").filter(snapshot=snapshot, decided_at__isnull=True)


def _open(carryover: Carryover) -> Carryover:
    """The proposal as it stands now, inside a change; refused where there is nothing to decide any more."""
    current = Carryover.objects.select_related("excerpt", "snapshot").get(pk=carryover.pk)
    if current.decided_at is not None:
        raise Stale(rule="carryover_decision_is_final", message=_(SENTENCES["carryover_decision_is_final"][1]))
    newest = Snapshot.objects.filter(source=current.snapshot.source_id).order_by("-captured_at", "-id")
    if newest.values_list("pk", flat=True)[0] != current.snapshot_id:
        raise Refused(rule="carryover_is_into_the_newest", message=_(_MOVED_ON))
    return current


def _claims(carryover: Carryover) -> list[Claim]:
    """The claims on the old words that are not withdrawn. One query."""
    standing = Claim.objects.filter(excerpt=carryover.excerpt_id, withdrawn_at__isnull=True)
    return list(standing.select_related("question__incident").order_by("pk"))


def _same(claims: list[Claim], seen: Mapping[str, int]) -> None:
    if not claims:
        raise Refused(rule="carryover_has_claims", message=_("No claim rests on these words any more."))
    if {claim.key: claim.revision for claim in claims} != dict(seen):
        raise Stale(rule="revision_is_next", message=_(_CHANGED))


def _not_frozen(claims: list[Claim]) -> None:
    """That words are gone changes no row of a claim, so the database cannot refuse it for a frozen incident."""
    if any(claim.question.incident.frozen for claim in claims):
        raise Refused(rule="incident_is_frozen", message=_(SENTENCES["incident_is_frozen"][1]))


def _note(carryover: Carryover, decision: Decision, note: str) -> str:
    """What the revisions say: that the source was captured again, and what became of the words and their core."""
    told = []
    if decision == "yes" and carryover.outcome == "changed":
        told.append(_("the words have changed"))
    if decision == "yes" and any(
        core_in(carryover=carryover, core=(claim.core.lower, claim.core.upper)) is None
        for claim in _claims(carryover)
        if claim.core is not None and carryover.pieces
    ):
        told.append(_("the words that carried the answer are not the same, so the whole excerpt carries it"))
    return _captured_again(carryover.snapshot, "; ".join(told), note)


def _captured_again(snapshot: Snapshot, *more: str) -> str:
    said = _("captured again on %(day)s") % {"day": _day(snapshot.captured_at)}
    return "; ".join([said, *(each.strip() for each in more if each.strip())])


def _day(at: datetime) -> str:
    """The day of an instant, UTC, in words: 4 June 2026."""
    return dateformat.format(at.astimezone(UTC), "j F Y")
