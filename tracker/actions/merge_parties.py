"""Two records of one party become one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tracker.actions.change import change, publish, save
from tracker.actions.merge_affiliations import Line, move_affiliations
from tracker.actions.move_claims import MovedClaim, living, moved, withdraw_twins
from tracker.actions.publish_claim import unpublished
from tracker.actions.refusals import Refused
from tracker.models import Answer, Claim, Party, Relay, Side, Source, User


@dataclass(frozen=True, slots=True, kw_only=True)
class PartiesMerged:
    """What a merge moves, in plain words: claims as they stood before, and what becomes of everything else."""

    revisions: tuple[int, int]
    claims: tuple[MovedClaim, ...]
    withdrawn: tuple[str, ...]
    sources: tuple[str, ...]
    sides: tuple[Line, ...]
    affiliations: tuple[Line, ...]
    answers: tuple[str, ...]
    names: tuple[str, ...]


def merge_parties(*, by: User, note: str, party: Party, into: Party, withdraw: Collection[str] = ()) -> PartiesMerged:
    """Make `party` one with `into`, which lives on; the address of `party` says so.

    Its claims are corrected by new revisions; sources, sides, affiliations and answers laid to it move; its names
    become other names. What would stand twice stays with the merged party, where it counts no more. `withdraw`
    are keys of claims, of those that would stand twice. Refused: a party that is merged already; claims that would
    stand twice (`Collides`); a chain that names both, apart; affiliations that contradict one another; no note.
    About twenty queries, and one for each row that moves.
    """
    with change(by=by, note=note, may="merge_records") as at:
        old, new = Party.objects.get(pk=party.pk), Party.objects.get(pk=into.pk)
        _can_merge(old, new)
        revisions = (old.revision, new.revision)
        told = living(relays__party=old)
        chains = {claim.pk: _chain(claim, old, new) for claim in told}
        spoken, gone = withdraw_twins(
            living(speaker=old),
            place=lambda claim: (claim.excerpt_id, new.pk, claim.question_id, claim.answer_id),
            withdraw=withdraw,
            at=at,
        )
        for earlier in Party.objects.filter(merged_into=old):
            save(earlier, seen=earlier.revision, merged_into=new)
        save(old, seen=old.revision, merged_into=new)
        names = _take_names(old, new)
        claims = _move_claims(spoken, [claim for claim in told if claim.key not in gone], chains, old, new)
        merged = PartiesMerged(
            revisions=revisions,
            claims=claims,
            withdrawn=gone,
            sources=_move_sources(old, new),
            answers=_move_answers(old, new),
            sides=_move_sides(old, new),
            affiliations=move_affiliations(old, new),
            names=names,
        )
        if old.published_at is not None:
            publish(*unpublished([new.pk]), at=at)
        return merged


def _can_merge(old: Party, new: Party) -> None:
    if old.pk == new.pk:
        raise Refused(rule="party_merges_into_another", message=_("Choose another party than this one."), field="into")
    for each in (old, new):
        if each.merged_into_id is not None:
            raise Refused(
                rule="party_merges_into_a_living_one",
                message=_("%(party)s was merged into another party already.") % {"party": each.name},
                field="into",
            )


def _take_names(old: Party, new: Party) -> tuple[str, ...]:
    known = {name.casefold() for name in (new.name, *new.also_known_as)}
    names: list[str] = []
    for name in (old.name, *old.also_known_as):
        if name.casefold() not in known:
            known.add(name.casefold())
            names.append(name)
    fields = {
        "also_known_as": [*new.also_known_as, *names],
        "country_code": new.country_code or old.country_code,
        "wikidata": new.wikidata or old.wikidata,
    }
    different = {name: value for name, value in fields.items() if getattr(new, name) != value}
    if different:
        save(new, seen=new.revision, **different)
    return tuple(names)


def _chain(claim: Claim, old: Party, new: Party) -> tuple[list[Relay], Relay | None]:
    """The relays of the old party's in the claim's chain, and the one that goes, since the new one stands beside
    it; refused where they stand apart. One query."""
    chain = list(Relay.objects.filter(claim=claim).order_by("position"))
    places = {relay.party_id: place for place, relay in enumerate(chain)}
    mine = chain[places[old.pk]]
    if new.pk not in places:
        return [mine], None
    if abs(places[new.pk] - places[old.pk]) > 1:
        raise Refused(
            rule="relay_party_stands_once",
            message=_("Claim %(key)s names both parties in its chain, with others between. Correct it first.")
            % {"key": claim.key},
            field="into",
        )
    return chain[places[old.pk] :], mine


def _move_claims(
    spoken: list[Claim],
    told: list[Claim],
    chains: dict[int, tuple[list[Relay], Relay | None]],
    old: Party,
    new: Party,
) -> tuple[MovedClaim, ...]:
    """A revision of each claim in which the old party speaks or tells."""
    speaking, telling = {claim.pk for claim in spoken}, {claim.pk for claim in told}
    made = []
    for claim in sorted({claim.pk: claim for claim in (*told, *spoken)}.values(), key=lambda each: each.pk):
        parts = [_("as its speaker")] if claim.pk in speaking else []
        parts += [_("in its chain")] if claim.pk in telling else []
        made.append(moved(claim, to=_(" and ").join(parts)))
        save(claim, seen=claim.revision, **({"speaker": new} if claim.pk in speaking else {}))
        if claim.pk in telling:
            _rewrite(*chains[claim.pk], new=new)
    return tuple(made)


def _rewrite(relays: list[Relay], goes: Relay | None, *, new: Party) -> None:
    if goes is None:
        save(relays[0], seen=relays[0].revision, party=new)
        return
    goes.delete()
    for relay in relays[1:]:
        save(relay, seen=relay.revision, position=relay.position - 1)


def _move_sources(old: Party, new: Party) -> tuple[str, ...]:
    sources = list(Source.objects.filter(publisher=old).order_by("published_start", "id"))
    for source in sources:
        save(source, seen=source.revision, publisher=new)
    return tuple(source.title for source in sources)


def _move_answers(old: Party, new: Party) -> tuple[str, ...]:
    """Answers laid to the old party are laid to the new one, which it is now: also where published claims rest
    on them."""
    answers = list(Answer.objects.filter(about=old).order_by("question_id", "order", "id"))
    for answer in answers:
        save(answer, seen=answer.revision, about=new)
    return tuple(answer.text for answer in answers)


def _move_sides(old: Party, new: Party) -> tuple[Line, ...]:
    made = []
    sides = Side.objects.filter(party=old).select_related("incident").order_by("incident_id")
    twice = set(Side.objects.filter(party=new).values_list("incident", flat=True))
    for side in sides:
        if side.incident_id not in twice:
            save(side, seen=side.revision, party=new)
        made.append(Line(text=side.incident.title, moves=side.incident_id not in twice))
    return tuple(made)
