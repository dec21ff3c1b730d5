"""Go back to an earlier revision, by a new one: what stood then stands again, and nothing of the history goes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from tracker.actions.change import change, publish, save
from tracker.actions.claim_content import Content, Reasoned, Relayed, write_reasons, write_relays
from tracker.actions.claim_rules import check
from tracker.actions.edit_records import as_seen, write_over
from tracker.actions.make_party import refuse_circle
from tracker.actions.publish_claim import fresh, publish_what_it_rests_on, unpublished
from tracker.actions.refusals import Refused
from tracker.actions.steps import remember_revision
from tracker.domain import policy
from tracker.models import Answer, Claim, Excerpt, Party, Question, Source, User
from tracker.queries.history import events
from tracker.queries.told import Row, parts, standing

CLAIM: Final = (
    "excerpt_id",
    "core",
    "question_id",
    "answer_id",
    "speaker_id",
    "polarity",
    "certainty",
    "act",
    "conditional",
    "manner",
    "cue",
    "said",
    "said_start",
    "said_end",
    "said_note",
    "coding_note",
    "retracts_id",
)
RECORD: Final = {
    "question": ("text", "kind", "exclusive", "unit", "order"),
    "answer": ("text", "about_id", "number", "days", "order"),
    "distinction": ("note",),
    "party": ("name", "monogram", "kind", "also_known_as", "country_code", "wikidata"),
    "affiliation": ("organisation_id", "role", "speaks_for", "during", "grounds"),
    "incident": ("title", "summary", "occurred", "occurred_start", "occurred_end", "place"),
    "side": ("order",),
    "source": (
        "title",
        "publisher_id",
        "author",
        "published",
        "published_start",
        "published_end",
        "language",
        "url",
        "rights",
        "extent",
        "translation_of_id",
    ),
    "excerpt": ("gloss", "gloss_language"),
}
"""What goes back, by kind of record. Addresses stay; freezing, four eyes and merging have actions of their own."""

_PARTIES: Final = {"affiliation": "organisation_id", "source": "publisher_id", "answer": "about_id"}


def restore_claim(*, by: User, note: str, claim: Claim, seen: int, revision: int) -> Claim:
    """The claim as it was at `revision`, as a new revision on the one that was seen.

    Refused: `Stale` where somebody was faster; what `correct_claim` refuses, a person's word for it aside, which was
    given then; a revision that there is not. About twelve queries.
    """
    may, own = may_correct(claim=claim, by=by)
    with change(by=by, note=note, may=may, own=own) as at:
        current = fresh(claim, seen=seen)
        put_claim_back(claim=current, revision=revision, at=at)
        remember_revision(kind="correct", of="claim", row=current, seen=seen)
        return current


def restore_record(*, by: User, note: str, kind: str, row: Any, seen: int, revision: int) -> Any:
    """Any other record as it was at `revision`, as a new revision on the one that was seen.

    Refused: `Stale` where somebody was faster; what is frozen because published claims rest on it; a change of
    nothing; of something public without a note. Six queries at most.
    """
    with change(by=by, note=note, may="correct_record") as at:
        current = as_seen(row, seen=seen)
        put_record_back(kind=kind, row=current, revision=revision, at=at)
        remember_revision(kind="correct", of=kind, row=current, seen=seen)
        return current


def may_correct(*, claim: Claim, by: User) -> tuple[policy.Action, bool]:
    """What an account must be allowed to do to change this claim, and whether the claim is its own."""
    if claim.published_at is None:
        return "revise_proposal", claim.author_id == by.pk
    return "correct_claim", False


def put_claim_back(*, claim: Claim, revision: int, at: datetime) -> None:
    """Words, answer, chain and all fields of a claim as they were. Inside a change. About ten queries."""
    if claim.withdrawn_at is not None:
        raise Refused(rule="withdrawn_claim_stays", message=_("This claim was withdrawn; its record stays as it was."))
    row = _row("claim", claim, revision)
    told = standing(rows=parts(model="RelayEvent", claim=claim.pk), at=row["pgh_created_at"])
    given = standing(rows=parts(model="ReasonEvent", claim=claim.pk), at=row["pgh_created_at"])
    parties = Party.objects.in_bulk([row["speaker_id"], *(each["party_id"] for each in told)])
    answers = Answer.objects.in_bulk([each["answer_id"] for each in (row, *given) if each["answer_id"] is not None])
    relays = tuple(
        Relayed(party=parties[each["party_id"]], cue=each["cue"])
        for each in sorted(told, key=lambda relay: relay["position"])
    )
    reasons = tuple(Reasoned(answer=answers[each["answer_id"]], direction=each["direction"]) for each in given)
    excerpt = Excerpt.objects.select_related("snapshot").get(pk=row["excerpt_id"])
    check(
        content=Content(
            question=Question.objects.get(pk=row["question_id"]),
            answer=answers.get(row["answer_id"]),
            retracts=Claim.objects.filter(pk=row["retracts_id"]).first(),
            relays=relays,
            reasons=reasons,
            **{name: row[name] for name in ("polarity", "said", "certainty", "act", "manner", "conditional", "cue")},
        ),
        speaker=parties[row["speaker_id"]],
        excerpt=excerpt,
        source=Source.objects.select_related("publisher").get(pk=excerpt.snapshot.source_id),
    )
    changed = {name: row[name] for name in CLAIM if getattr(claim, name) != row[name]}
    save(claim, seen=claim.revision, **changed)
    if not any([changed, write_relays(claim, relays), write_reasons(claim, reasons)]):
        raise Refused(rule="correction_changes_something", message=_("Nothing is different from what is recorded."))
    if claim.published_at is not None:
        claim.excerpt = excerpt
        publish_what_it_rests_on(claim, at=at)


def put_record_back(*, kind: str, row: Any, revision: int, at: datetime) -> None:
    """The fields of a record as they were. Inside a change. Five queries at most."""
    then = _row(kind, row, revision)
    if kind == "affiliation" and then["speaks_for"]:
        refuse_circle(row.member, Party.objects.get(pk=then["organisation_id"]), then["during"])
    write_over(row, seen=row.revision, **{name: then[name] for name in RECORD[kind]})
    party = then.get(_PARTIES.get(kind, ""))
    if party is not None and getattr(row, "published_at", None) is not None:
        publish(*unpublished([party]), at=at)


def _row(kind: str, row: Any, revision: int) -> Row:
    found = next((each for each in events(kind=kind, pk=row.pk) if each["revision"] == revision), None)
    if found is None:
        raise Refused(rule="revision_is_there", message=_("There is no such revision."))
    return found
