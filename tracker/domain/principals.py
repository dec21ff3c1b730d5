"""For whom a party speaks: the principal of a day, the ground for setting a claim aside, who is required."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Final, Literal

from tracker.domain.record import Affiliation, Answer, Claim, Incident, Record

Ground = Literal["unnamed", "media", "unnamed relay", "conditional", "out of office"]

WITHOUT_POSITION: Final = frozenset({"unnamed", "media"})
"""Kinds of party that never hold a position and are never required."""


class Principals:
    """The parties of a record and the affiliations by which they speak for one another.

    Built once for a record; every look-up is remembered, so asking again costs nothing.
    """

    def __init__(self, *, record: Record) -> None:
        self._parties = record.parties
        self._voices: dict[str, list[Affiliation]] = defaultdict(list)
        for affiliation in record.affiliations:
            if affiliation.speaks_for:
                self._voices[affiliation.member].append(affiliation)
        self._known: dict[tuple[str, date], str] = {}

    def principal(self, *, party: str, day: date) -> str:
        """The party at the root of everybody that `party` speaks for on `day`; itself if nobody.

        A circle, which the actions refuse, counts as one principal: the least key among its members.
        Cost: the length of the chain, once for each party and day.
        """
        known = self._known.get((party, day))
        if known is None:
            known = self._known[party, day] = self._root(party, day)
        return known

    def ground(self, *, claim: Claim) -> Ground | None:
        """The first ground on which the claim holds no position, or None where it may hold one."""
        kind = self._parties[self.principal(party=claim.speaker, day=claim.said.end)].kind
        if kind == "unnamed":
            return "unnamed"
        if kind == "media":
            return "media"
        if any(self._parties[relay].kind == "unnamed" for relay in claim.relays):
            return "unnamed relay"
        if claim.conditional:
            return "conditional"
        if self.is_out_of_office(party=claim.speaker, day=claim.said.end):
            return "out of office"
        return None

    def is_out_of_office(self, *, party: str, day: date) -> bool:
        """Whether it is a person who has spoken for somebody, but for nobody on that day."""
        return (
            self._parties[party].kind == "person" and party in self._voices and self._organisation(party, day) is None
        )

    def required(self, *, incident: Incident, answer: Answer | None = None) -> frozenset[str]:
        """R: the principals, on the last day of the incident, of its sides and of whom the answer is laid to.

        Without an answer those of the sides alone. Unnamed parties and media are never required.
        """
        named = incident.sides if answer is None or answer.about is None else (*incident.sides, answer.about)
        roots = {self.principal(party=party, day=incident.occurred.end) for party in named}
        return frozenset(root for root in roots if self._parties[root].kind not in WITHOUT_POSITION)

    def _root(self, party: str, day: date) -> str:
        chain = [party]
        while (organisation := self._organisation(chain[-1], day)) is not None:
            if organisation in chain:
                return min(chain[chain.index(organisation) :])
            chain.append(organisation)
        return chain[-1]

    def _organisation(self, member: str, day: date) -> str | None:
        """Whom the member speaks for on that day; the record allows one, and the least key decides if not."""
        held = [voice.organisation for voice in self._voices.get(member, ()) if _holds(voice, day)]
        return min(held, default=None)


def _holds(affiliation: Affiliation, day: date) -> bool:
    return (affiliation.start is None or affiliation.start <= day) and (
        affiliation.end is None or day < affiliation.end
    )
