"""The rules of a claim that need more than its own row: refused here, each with a message that names it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from tracker.actions.claim_content import Content, Relayed
from tracker.actions.refusals import Refused
from tracker.actions.texts import bounds
from tracker.domain.record import Days
from tracker.models import Affiliation, Claim, Excerpt, Party, Source


def check(*, content: Content, speaker: Party, excerpt: Excerpt, source: Source) -> None:
    """Raise `Refused` for the first rule that the claim would break. No query for most claims, up to eight
    where it takes another back or comes through somebody else than the publisher."""
    said = bounds(content.said, field="said")
    _said_before_published(said, source)
    cue_stands_in_the_words(cue=content.cue, excerpt=excerpt)
    if content.relays:
        _first_relay(content.relays[0], source)
    if content.retracts is not None:
        _takes_back(content, content.retracts, speaker, said)


def _said_before_published(said: Days, source: Source) -> None:
    if said.end > source.published_end:
        raise Refused(
            rule="said_ends_with_publication",
            message=_(
                "This is later than the day on which the source was published (%(published)s):"
                " nobody prints what was not yet said."
            )
            % {"published": source.published},
            field="said",
        )


def cue_stands_in_the_words(*, cue: str, excerpt: Excerpt) -> None:
    """Refused where the reporter's verb is not among the words of the excerpt. No query."""
    cue = cue.strip()
    if cue and not any(cue in piece for piece in excerpt.exact):
        raise Refused(
            rule="cue_is_verbatim",
            message=_("The reporter’s verb is verbatim: “%(cue)s” does not stand in the marked words.") % {"cue": cue},
            field="cue",
        )


def _first_relay(first: Relayed, source: Source) -> None:
    party = first.party
    if party.pk == source.publisher_id:
        return
    if not Affiliation.objects.filter(member=party, organisation=source.publisher_id).exists():
        raise Refused(
            rule="first_relay_is_the_publisher",
            message=_(
                "Who says who said begins with the source’s publisher, %(publisher)s, or a member of it;"
                " %(party)s is not recorded as one."
            )
            % {"publisher": source.publisher.name, "party": party.name},
            field="relays",
        )


def _takes_back(content: Content, taken: Claim, speaker: Party, said: Days) -> None:
    if taken.act == "retract":
        raise Refused(
            rule="retract_names_no_retract",
            message=_("A claim that takes another back cannot itself be taken back. Record what is said now."),
            field="retracts",
        )
    if taken.published_at is None or taken.withdrawn_at is not None:
        raise Refused(
            rule="retracted_claim_is_public",
            message=_("Only a published claim that was not withdrawn can be taken back."),
            field="retracts",
        )
    if taken.said_start > said.end:
        raise Refused(
            rule="retract_names_an_earlier_claim",
            message=_("That claim was said later: nobody takes back what is not yet said."),
            field="retracts",
        )
    if principal(speaker.pk, on=said.end) != principal(taken.speaker_id, on=taken.said_end):
        raise Refused(
            rule="retract_is_of_the_same_principal",
            message=_("Only whoever made a claim takes it back: that claim counts for another party."),
            field="retracts",
        )


def principal(party: int, *, on: date) -> int:
    """Whom the party speaks for on that day, through all others. One query for each step."""
    seen = {party}
    while True:
        held = Affiliation.objects.filter(member=party, speaks_for=True, during__contains=on)
        organisation = held.values_list("organisation", flat=True).first()
        if organisation is None or organisation in seen:
            return party
        seen.add(organisation)
        party = organisation
