"""The rules once more, put down as literally and as slowly as they are written, to compare with.

Nothing of the product's computation is used here but the rows. Each function is one sentence of the rules.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.domain.record import Answer, Claim, Question, Record

ORDER = ["contested", "rival answers", "agreed", "compatible", "one-sided", "no position", "no claim"]


class PlainRules:
    def __init__(self, record: Record, said_by: date) -> None:
        self.record = record
        self.question: Question = record.questions["Q"]
        self.said = sorted(
            (claim for claim in record.claims.values() if claim.said.end <= said_by), key=lambda claim: claim.key
        )
        self.taken_back = {claim.retracts for claim in self.said if claim.retracts and not self.ground(claim)}
        self.counting = [
            claim
            for claim in self.said
            if not self.ground(claim) and claim.key not in self.taken_back and claim.act not in ("retract", "decline")
        ]
        self.superseded = {
            one.key: [
                other.key for other in self.counting if self.conflict(one, other) and other.said.start > one.said.end
            ]
            for one in self.counting
        }
        self.held = [claim for claim in self.counting if not self.superseded[claim.key]]
        self.split: dict[str, set[str]] = {}
        for one in self.held:
            for other in self.held:
                if self.conflict(one, other) and not self.translations(one, other):
                    self.split.setdefault(self.principal(one.speaker, one.said.end), set()).add(str(one.answer))

    # 1. Principal

    def principal(self, party: str, on: date) -> str:
        for each in self.record.affiliations:
            begun = each.start is None or each.start <= on
            if each.member == party and each.speaks_for and begun and (each.end is None or on < each.end):
                return self.principal(each.organisation, on)
        return party

    def root(self, claim: Claim) -> str:
        return self.principal(claim.speaker, claim.said.end)

    def ground(self, claim: Claim) -> str | None:
        parties = self.record.parties
        kind = parties[self.root(claim)].kind
        offices = [each for each in self.record.affiliations if each.member == claim.speaker and each.speaks_for]
        grounds = {
            "unnamed": kind == "unnamed",
            "media": kind == "media",
            "unnamed relay": "unnamed" in [parties[relay].kind for relay in claim.relays],
            "conditional": claim.conditional,
            "out of office": parties[claim.speaker].kind == "person"
            and bool(offices)
            and self.root(claim) == claim.speaker,
        }
        return next((ground for ground, fits in grounds.items() if fits), None)

    def required(self, answer: Answer | None) -> set[str]:
        incident = self.record.incidents["i"]
        named = {*incident.sides, *([answer.about] if answer and answer.about else [])}
        roots = {self.principal(party, incident.occurred.end) for party in named}
        return {root for root in roots if self.record.parties[root].kind not in ("unnamed", "media")}

    # 2. Standing

    def disjoint(self, one: str | None, other: str | None) -> bool:
        if one == other or not self.question.exclusive:
            return False
        if self.question.kind not in ("quantity", "time"):
            return True
        values = {answer.key: answer.value for answer in self.question.answers}
        a, b = values[str(one)], values[str(other)]
        if a is None or b is None:
            return False
        bounds: list[tuple[Any, Any]] = [(a.high, b.low), (b.high, a.low)]
        return any(high is not None and low is not None and high < low for high, low in bounds)

    def conflict(self, one: Claim, other: Claim) -> bool:
        if self.root(one) != self.root(other):
            return False
        if one.answer == other.answer:
            return one.polarity != other.polarity
        return one.polarity == other.polarity == "affirms" and self.disjoint(one.answer, other.answer)

    def translations(self, one: Claim, other: Claim) -> bool:
        a, b = self.record.sources[one.source], self.record.sources[other.source]
        same = a.translation_of is not None and a.translation_of == b.translation_of
        return a.key != b.key and (a.translation_of == b.key or b.translation_of == a.key or same)

    def shifts(self) -> list[dict[str, str]]:
        claims = {claim.key: claim for claim in self.counting}
        pairs = [
            (claims[one], claims[other])
            for one, others in self.superseded.items()
            for other in others
            if not self.translations(claims[one], claims[other])
        ]
        named = []
        for before, after in pairs:
            later = [x for x, y in pairs if y is after and x.said.start > before.said.end]
            sooner = [y for x, y in pairs if x is before and y.said.end < after.said.start]
            if not later and not sooner:
                named.append({"party": self.root(before), "from": before.key, "to": after.key})
        return sorted(named, key=lambda shift: (shift["party"], shift["from"], shift["to"]))

    # 3. Status

    def camp(self, answer: str, polarity: str, among: set[str] | None) -> set[str]:
        return {
            self.root(claim)
            for claim in self.held
            if claim.answer == answer and claim.polarity == polarity and (among is None or self.root(claim) in among)
        }

    def status(self, answer: Answer, among: set[str] | None = None) -> tuple[str, str | None]:
        key, required, keys = answer.key, self.required(answer), [each.key for each in self.question.answers]
        plus, minus = self.camp(key, "affirms", among), self.camp(key, "denies", among)
        if any(p != q for p in plus for q in minus):
            return "contested", None
        rivals = {q for other in keys if self.disjoint(key, other) for q in self.camp(other, "affirms", among)}
        if any(p != q for p in plus for q in rivals):
            return "rival answers", None
        everybody = {
            party
            for other in (keys if self.question.exclusive else [key])
            for polarity in ("affirms", "denies")
            for party in self.camp(other, polarity, among)
        }
        for camp, direction in ((plus, "affirmed"), (minus, "denied")):
            if required and len(camp) >= 2 and camp == everybody and camp >= required:
                return "agreed", direction
        if (
            self.question.kind in ("quantity", "time")
            and plus
            and required
            and self.compatible(everybody, required, among)
        ):
            return "compatible", None
        if plus or minus:
            both = (plus and minus) or any(key in self.split.get(party, ()) for party in plus)
            return "one-sided", None if both else "affirmed" if plus else "denied"
        claims = [claim for claim in self.said if claim.answer == key and (among is None or self.root(claim) in among)]
        return ("no position" if claims else "no claim"), None

    def compatible(self, everybody: set[str], required: set[str], among: set[str] | None) -> bool:
        affirmed = [answer for answer in self.question.answers if self.camp(answer.key, "affirms", among)]
        affirming = {party for answer in affirmed for party in self.camp(answer.key, "affirms", among)}
        return (
            len(everybody) >= 2
            and everybody >= required
            and affirming == everybody
            and not everybody & self.split.keys()
            # On a line, values share a point when every two of them do.
            and not any(self.disjoint(one.key, other.key) for one in affirmed for other in affirmed)
        )

    def flags(self, answer: Answer) -> dict[str, list[str]]:
        def weak(polarity: str) -> list[str]:
            camp = [claim for claim in self.held if claim.answer == answer.key and claim.polarity == polarity]
            fits = {
                "hearsay": all(len(claim.relays) >= 2 for claim in camp),
                "hedged": all(claim.certainty in ("probable", "possible") for claim in camp),
                "presupposed": all(claim.manner == "presupposed" for claim in camp),
            }
            return [flag for flag in fits if camp and fits[flag]]

        unnamed = [
            claim
            for claim in self.said
            if claim.answer == answer.key
            and claim.polarity == "affirms"
            and claim.act != "retract"
            and self.record.parties[claim.speaker].kind == "unnamed"
        ]
        translated = any(
            self.conflict(one, other) and self.translations(one, other) and one.answer == answer.key
            for one in self.counting
            for other in self.counting
        )
        marks = {
            "accuser unnamed": answer.about and unnamed and not self.camp(answer.key, "affirms", None),
            "translation": translated,
        }
        return {
            "affirming": weak("affirms"),
            "denying": weak("denies"),
            "answer": [mark for mark, fits in marks.items() if fits],
        }

    # 5 and 7

    def because(self, answer: Answer) -> list[str]:
        status = self.status(answer)[0]
        if status == "no claim":
            return []
        if status == "no position":
            on = [claim.key for claim in self.said if claim.answer == answer.key]
            return sorted({*on, *(later for key in on for later in self.superseded.get(key, []))})
        return [claim.key for claim in self.held if self.question.exclusive or claim.answer == answer.key]

    def heard(self, party: str) -> str:
        own = [claim for claim in self.said if self.root(claim) == party]
        if any(claim in self.held for claim in own):
            return "committed"
        if any(claim.key in self.taken_back or (claim.act == "retract" and not self.ground(claim)) for claim in own):
            return "withdrew"
        if any(claim.act == "decline" and not self.ground(claim) for claim in own):
            return "declined"
        return "unclear" if own else "unheard"

    def result(self) -> dict[str, Any]:
        """The result of the question in the shape that is exchanged, but for its `because`."""
        answers: dict[str, Any] = {}
        concerned = self.required(None)
        for answer in self.question.answers:
            required = self.required(answer)
            concerned |= required
            answers[answer.key] = {
                **found(self.status(answer)),
                "among_sides": found(self.status(answer, required)) if len(required) >= 2 else None,
                "affirmed_by": sorted(self.camp(answer.key, "affirms", None)),
                "denied_by": sorted(self.camp(answer.key, "denies", None)),
                "because": self.because(answer),
                "flags": self.flags(answer),
            }
        among = [each["among_sides"] for each in answers.values() if each["among_sides"]]
        whole = [claim for claim in self.said if claim.answer is None]
        of_concerned = [claim for claim in whole if self.root(claim) in concerned]
        lists = {
            word: sorted(party for party in concerned if self.heard(party) == word)
            for word in ("committed", "unclear", "declined", "withdrew", "unheard")
        }
        return {
            **strongest(list(answers.values()), whole),
            "among_sides": strongest(among, of_concerned) if among else None,
            **lists,
            "shifts": self.shifts(),
            "splits": sorted(self.split),
            "aside": {claim.key: self.ground(claim) for claim in self.said if self.ground(claim)},
            "answers": answers,
        }


def found(status: tuple[str, str | None]) -> dict[str, str | None]:
    return {"status": status[0], "direction": status[1]}


def strongest(findings: list[dict[str, Any]], whole: list[Claim]) -> dict[str, Any]:
    for status in ORDER:
        directions = [each["direction"] for each in findings if each["status"] == status]
        if directions and (status != "no claim" or not whole):
            return found((status, directions[0] if len(set(directions)) == 1 else None))
    return found(("no position" if whole else "no claim", None))
