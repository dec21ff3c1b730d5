"""One claim as a line on a page: its answer tile, its words, its chain, its date, its marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.domain.principals import Ground
from tracker.domain.results import QuestionResult
from tracker.domain.standing import Fate
from tracker.queries.display import ClaimRow, Display, PartyRow, QuestionRow, SourceRow
from tracker.queries.words import Quote, quote

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """What is said, as a box: `label` yes, no, a letter, "declined"; dashed where it holds no position.

    `negated` stands for "not A". `brief` is the answer without its unit, None where the tile says it all.
    """

    label: str
    look: Literal["filled", "outlined", "double"]
    dashed: bool
    negated: bool
    text: str
    brief: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A claim with everything that a page says of it. `relays` run from the publisher inward."""

    key: str
    question: QuestionRow
    tile: Tile
    polarity: str
    quote: Quote
    speaker: PartyRow
    principal: PartyRow
    relays: tuple[PartyRow, ...]
    source: SourceRow
    said: str
    said_end: date
    act: str
    manner: str
    certainty: str
    hearsay: int
    ground: Ground | None
    stands: bool
    ended: Literal["", "retracted", "superseded"]

    @property
    def words_of(self) -> PartyRow | None:
        """Whose words these are, if not the speaker's own: the innermost teller who writes."""
        return self.relays[0] if self.manner == "indirect" and self.relays else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A shift that ended in this position: what was said before, and when."""

    text: str
    polarity: str
    dates: tuple[date, ...]
    claims: tuple[str, ...]


def tile(*, question: QuestionRow, answer: str | None, polarity: str, dashed: bool = False) -> Tile:
    """The box for a stance. A decline has its own."""
    text = next((row.text for row in question.answers if row.key == answer), "")
    if polarity == "declines" or answer is None:
        text = text if len(question.answers) > 1 else ""
        return Tile(label="declined", look="outlined", dashed=True, negated=False, text=text, brief=None)
    denied = polarity == "denies"
    if question.kind == "yesno":
        return Tile(
            label="no" if denied else "yes",
            look="outlined" if denied else "filled",
            dashed=dashed,
            negated=False,
            text=text,
            brief=None,
        )
    nth = next(i for i, row in enumerate(question.answers) if row.key == answer)
    looks: tuple[Literal["filled", "outlined", "double"], ...] = ("filled", "outlined", "double")
    return Tile(
        label=LETTERS[nth] if nth < len(LETTERS) else str(nth + 1),
        look="outlined" if denied or nth > 2 else looks[nth],
        dashed=dashed,
        negated=denied,
        text=text,
        brief=_brief(text, question.unit) if question.kind in ("quantity", "time") else text,
    )


def _brief(text: str, unit: str) -> str:
    short = text.removesuffix(unit).rstrip() if unit else text
    return short.removesuffix(" of") or text


class Lines:
    """Makes and remembers the lines of one incident. Making one costs no query."""

    def __init__(self, *, display: Display, results: Mapping[str, QuestionResult]) -> None:
        self._display = display
        self._results = results
        self._made: dict[str, Line] = {}
        self._quotes: dict[tuple[str, tuple[int, int] | None, str], Quote] = {}

    def line(self, *, fate: Fate) -> Line:
        """The line of a claim that exists by the day asked for."""
        made = self._made.get(fate.claim.key)
        if made is None:
            made = self._made[fate.claim.key] = self._make(fate)
        return made

    def _make(self, fate: Fate) -> Line:
        display = self._display
        claim = display.claims[fate.claim.key]
        question = display.questions[claim.question]
        source = display.source_of(claim=claim)
        return Line(
            key=claim.key,
            question=question,
            tile=tile(
                question=question,
                answer=claim.answer,
                polarity=claim.polarity,
                dashed=fate.ground is not None or bool(fate.retracted_by) or fate.claim.act == "retract",
            ),
            polarity=claim.polarity,
            quote=self.quote(claim=claim),
            speaker=display.parties[claim.speaker],
            principal=display.parties[fate.principal],
            relays=tuple(display.parties[relay] for relay in claim.relays),
            source=source,
            said=claim.said,
            said_end=claim.said_end,
            act=claim.act,
            manner=claim.manner,
            certainty=claim.certainty,
            hearsay=len(claim.relays) if len(claim.relays) >= 2 else 0,
            ground=fate.ground,
            stands=fate.stands,
            ended="retracted" if fate.retracted_by else "superseded" if fate.superseded_by else "",
        )

    def quote(self, *, claim: ClaimRow) -> Quote:
        """The words of a claim."""
        display = self._display
        wanted = (claim.words, claim.core, claim.cue)
        made = self._quotes.get(wanted)
        if made is None:
            words = display.words[claim.words]
            made = self._quotes[wanted] = quote(
                words=words, core=claim.core, cue=claim.cue, language=display.sources[words.source].language
            )
        return made

    def change(self, *, party: str, question: str, claims: frozenset[str]) -> Change | None:
        """The shift of `party` that ended in one of `claims`, with every claim that held the old position."""
        result = self._results[question]
        before = next((s.before for s in result.shifts if s.party == party and s.after in claims), None)
        if before is None:
            return None
        old = self._display.claims[before]
        held = [
            row
            for key, fate in result.fates.items()
            if fate.principal == party and fate.superseded_by
            for row in (self._display.claims[key],)
            if (row.answer, row.polarity) == (old.answer, old.polarity)
        ]
        held.sort(key=lambda row: (row.said_end, row.key))
        text = next((a.text for a in self._display.questions[question].answers if a.key == old.answer), "")
        return Change(
            text=text,
            polarity=old.polarity,
            dates=tuple(dict.fromkeys(row.said_end for row in held)),
            claims=tuple(row.key for row in held),
        )
