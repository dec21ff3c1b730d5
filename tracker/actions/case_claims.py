"""Loading who said what: the texts, the words, the claims and what belongs to them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import models
from psycopg.types.range import Range

from tracker.actions.case_rows import ClaimRow, ExcerptRow, TextRow
from tracker.actions.case_tables import Brought, Correction, Found, Loading, Table, Wanted
from tracker.actions.change import save
from tracker.actions.keep_shingles import keep_shingles
from tracker.models import Claim, Excerpt, Reason, Relay, Snapshot

EXCERPTS: Final = Table("excerpts", Excerpt, identity=("snapshot_id", "pieces"))
CLAIMS: Final = Table(
    "claims",
    Claim,
    refs={
        "excerpt": "words",
        "question": "questions",
        "answer": "answers",
        "speaker": "parties",
        "retracts": "claims",
    },
)
PARTS: Final = ("relays", "reasons")
SHOWN_BETWEEN: Final = " […] "

Place = tuple[int, tuple[tuple[int, int], ...]]
"""Where an excerpt stands: its snapshot's id and its pieces."""


def load_texts(*, load: Loading, texts: Iterable[TextRow]) -> None:
    """Keep the text of every source that is not kept yet. A source with another text gets it as a correction."""
    kept: dict[int, dict[str, int]] = defaultdict(dict)
    sources = load.ids["sources"]
    for pk, source, sha in Snapshot.objects.filter(source_id__in=sources.values()).values_list(
        "pk", "source_id", "sha256"
    ):
        kept[source][sha] = pk
    new: list[tuple[TextRow, Snapshot]] = []
    for text in texts:
        source = sources.get(text.source, 0)
        sha = hashlib.sha256(text.text.encode()).hexdigest()
        if not source:
            continue
        if sha in kept[source]:
            load.ids["texts"][text.source] = kept[source][sha]
            continue
        if kept[source] and not load.correcting:
            load.fault(text.label, "file", "holds another text than the one that is recorded")
            continue
        if kept[source]:
            load.corrections.append(Correction(text.label, ("file",)))
        snapshot = Snapshot(
            source_id=source, text=text.text, sha256=sha, captured_at=load.at, captured_from=text.captured_from
        )
        new.append((text, snapshot))
    Snapshot.objects.bulk_create([snapshot for _, snapshot in new])
    keep_shingles(snapshots=[snapshot for _, snapshot in new])
    for text, snapshot in new:
        load.ids["texts"][text.source] = snapshot.pk
    load.added["texts"] += len(new)


def load_claims(*, load: Loading, claims: Sequence[ClaimRow], by: int) -> None:
    """Bring the claims, with their words, relays and reasons, to what the case says.

    Nine queries for a case that is new or the same, and some more for each claim that is corrected.
    """
    words = _load_excerpts(load, claims)
    found = _found_claims(load, claims)
    first = [claim for claim in claims if claim.retracts is None]
    for group in (first, [claim for claim in claims if claim.retracts is not None]):
        wanted = _wanted(load, group, words, by)
        brought = load.bring(table=CLAIMS, wanted=wanted, found=found, parts=PARTS)
        _write_parts(load, brought)


def _load_excerpts(load: Loading, claims: Sequence[ClaimRow]) -> dict[Place, int]:
    """The ids of all excerpts of the case, by where they stand."""
    wanted: dict[Place, Wanted] = {}
    for claim in claims:
        place = _place(load, claim.excerpt)
        if place is None:
            continue
        before = wanted.get(place)
        gloss = {"gloss": claim.excerpt.gloss, "gloss_language": claim.excerpt.gloss_language}
        if before is not None and before.columns["gloss"]:
            if claim.excerpt.gloss and gloss.items() - before.columns.items():
                load.fault(claim.label, "gloss", f"is another than that of the same words under {before.label}")
            continue
        snapshot, pieces = place
        wanted[place] = Wanted(
            claim.label, {"snapshot_id": snapshot, "pieces": pieces, "exact": list(claim.excerpt.exact), **gloss}
        )
    found = [
        Found(pk, revision, True, dict(zip(("snapshot_id", "pieces", "gloss", "gloss_language"), rest, strict=True)))
        for pk, revision, *rest in Excerpt.objects.filter(snapshot_id__in={snapshot for snapshot, _ in wanted})
        .order_by("pk")
        .values_list("pk", "revision", "snapshot_id", "pieces", "gloss", "gloss_language")
    ]
    brought = load.bring(table=EXCERPTS, wanted=list(wanted.values()), found=found)
    ids = {(each.columns["snapshot_id"], each.columns["pieces"]): each.pk for each in found}
    ids |= {(want.columns["snapshot_id"], want.columns["pieces"]): pk for pk, want in brought.made}
    for place, want in wanted.items():
        if place in ids:
            load.ids["words"][SHOWN_BETWEEN.join(want.columns["exact"])] = ids[place]
    return ids


def _place(load: Loading, excerpt: ExcerptRow) -> Place | None:
    snapshot = load.ids["texts"].get(excerpt.source)
    return None if snapshot is None else (snapshot, excerpt.pieces)


def _wanted(load: Loading, claims: Iterable[ClaimRow], words: Mapping[Place, int], by: int) -> list[Wanted]:
    """The rows with ids for keys; `author` is who loads, and no reason to correct what somebody else recorded."""
    made = []
    for claim in claims:
        place = _place(load, claim.excerpt)
        refs = {
            "question_id": load.ids["questions"].get(claim.question),
            "answer_id": load.ids["answers"].get(claim.answer),
            "speaker_id": load.ids["parties"].get(claim.speaker),
            "retracts_id": load.ids["claims"].get(claim.retracts),
        }
        whole = refs["question_id"] and refs["speaker_id"] and place in words
        if not whole or any(
            refs[f"{name}_id"] is None and getattr(claim, name) is not None for name in ("answer", "retracts")
        ):
            continue
        columns: dict[str, Any] = {
            "key": claim.key,
            "excerpt_id": words[place],  # type: ignore[index]
            "core": None if claim.core is None else Range(*claim.core, "[)"),
            **refs,
            **{name: getattr(claim, name) for name in COMPARED},
            "author_id": by,
            "relays": claim.relays,
            "reasons": tuple(sorted(f"{direction} {answer}" for answer, direction in claim.reasons)),
        }
        made.append(Wanted(claim.label, columns))
    return made


COMPARED: Final = (
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
)


def _found_claims(load: Loading, claims: Sequence[ClaimRow]) -> list[Found]:
    names = (
        "key",
        "excerpt_id",
        "core",
        "question_id",
        "answer_id",
        "speaker_id",
        "retracts_id",
        *COMPARED,
    )
    rows = list(
        Claim.objects.filter(key__in=[claim.key for claim in claims])
        .order_by("pk")
        .values_list("pk", "revision", "published_at", "withdrawn_at", "excerpt__exact", *names)
    )
    ids = [row[0] for row in rows]
    relays: dict[int, list[str]] = defaultdict(list)
    for claim, party in (
        Relay.objects.filter(claim_id__in=ids).order_by("claim_id", "position").values_list("claim_id", "party__key")
    ):
        relays[claim].append(party)
    reasons: dict[int, list[str]] = defaultdict(list)
    for claim, direction, answer in Reason.objects.filter(claim_id__in=ids).values_list(
        "claim_id", "direction", "answer__key"
    ):
        reasons[claim].append(f"{direction} {answer}")
    found = []
    for pk, revision, published, withdrawn, exact, *rest in rows:
        columns = dict(zip(names, rest, strict=True))
        load.ids["words"].setdefault(SHOWN_BETWEEN.join(exact), columns["excerpt_id"])
        found.append(
            Found(
                pk=pk,
                revision=revision,
                published=published is not None,
                columns=columns | {"relays": tuple(relays[pk]), "reasons": tuple(sorted(reasons[pk]))},
                frozen="differs, but the claim was withdrawn, and a withdrawn claim is not corrected"
                if withdrawn
                else "",
            )
        )
    return found


def _write_parts(load: Loading, brought: Brought) -> None:
    relays: list[models.Model] = []
    reasons: list[models.Model] = []
    parties, answers = load.ids["parties"], load.ids["answers"]
    for claim, want in brought.made:
        relays += [
            Relay(claim_id=claim, position=place, party_id=parties[party])
            for place, party in enumerate(want.columns["relays"], start=1)
        ]
        for reason in want.columns["reasons"]:
            direction, _, answer = reason.partition(" ")
            reasons.append(Reason(claim_id=claim, answer_id=answers[answer], direction=direction))
    Relay.objects.bulk_create(relays)  # type: ignore[arg-type]
    Reason.objects.bulk_create(reasons)  # type: ignore[arg-type]
    for claim, want, differing in brought.corrected:
        if "relays" in differing:
            keys = [parties[party] for party in want.columns["relays"]]
            load.attempt(want.label, lambda claim=claim, keys=keys: _rewrite_relays(claim, keys))  # type: ignore[misc]
        if "reasons" in differing:
            pairs = {}
            for reason in want.columns["reasons"]:
                direction, _, answer = reason.partition(" ")
                pairs[answers[answer]] = direction
            load.attempt(want.label, lambda claim=claim, pairs=pairs: _rewrite_reasons(claim, pairs))  # type: ignore[misc]


def _rewrite_relays(claim: int, parties: Sequence[int]) -> None:
    """The claim's relays as they should be; those that stand keep their rows and their cues."""
    there = {relay.position: relay for relay in Relay.objects.filter(claim_id=claim)}
    for place, party in enumerate(parties, start=1):
        relay = there.pop(place, None)
        if relay is None:
            Relay.objects.create(claim_id=claim, position=place, party_id=party)
        elif relay.party_id != party:
            save(relay, seen=relay.revision, party_id=party, cue="")
    for relay in there.values():
        relay.delete()


def _rewrite_reasons(claim: int, directions: Mapping[int, str]) -> None:
    there = {reason.answer_id: reason for reason in Reason.objects.filter(claim_id=claim)}
    for answer, direction in directions.items():
        reason = there.pop(answer, None)
        if reason is None:
            Reason.objects.create(claim_id=claim, answer_id=answer, direction=direction)
        elif reason.direction != direction:
            save(reason, seen=reason.revision, direction=direction)
    for reason in there.values():
        reason.delete()
