"""One question among several parties: the cells of its row, and what everybody else says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.results import QuestionResult
from tracker.queries.accounts import Account, account
from tracker.queries.because import Because, because
from tracker.queries.display import Display, PartyRow, QuestionRow
from tracker.queries.lines import Line, Lines, Tile, tile


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A party's column. `hatch` counts from 1; 0 where there are too many for hatches."""

    party: PartyRow
    hatch: int
    on_record: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Everybody who takes one stance that needs no words of its own here. Dashed: holds no position.

    `rest` is what else they said on the question.
    """

    tile: Tile
    lines: tuple[Line, ...]
    rest: tuple[Line, ...]

    @property
    def parties(self) -> tuple[PartyRow, ...]:
        return tuple(dict.fromkeys(line.principal for line in self.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Joint speakers: parties that take one stance in the same words."""

    parties: tuple[Account, ...]
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """All who take one stance, where there are too many parties for columns."""

    tile: Tile
    polarity: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinguished:
    note: str
    other: QuestionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A question with the accounts of the chosen parties in `cells`, in their order.

    Of the others, `full` say something that no cell says, `folded` repeat one or hold no position.
    `joined` is the tile of the answer that all agree on.
    """

    question: QuestionRow
    result: QuestionResult
    because: Because
    claims: int
    distinctions: tuple[Distinguished, ...]
    cells: tuple[Account, ...]
    full: tuple[Account, ...]
    folded: tuple[Fold, ...]
    joined: Tile | None

    @property
    def status(self) -> str:
        return self.result.finding.status

    @property
    def unheard(self) -> tuple[PartyRow, ...]:
        return tuple(cell.party for cell in self.cells if not cell.said)


def block(
    *, question: QuestionRow, result: QuestionResult, columns: Sequence[PartyRow], display: Display, lines: Lines
) -> Block:
    """The block of one question. No query."""
    cells = tuple(account(party=party, result=result, lines=lines) for party in columns)
    full, folded = _others(result, {party.key for party in columns}, cells, display, lines)
    return Block(
        question=question,
        result=result,
        because=because(result=result, display=display),
        claims=len(result.fates),
        distinctions=_distinctions(question, display),
        cells=cells,
        full=full,
        folded=folded,
        joined=_joined(question, result),
    )


def principals(*, result: QuestionResult) -> list[str]:
    """Everybody with a claim on the question, in the order of their first."""
    fates = sorted(result.fates.values(), key=lambda fate: (fate.claim.said.end, fate.claim.key))
    return list(dict.fromkeys(fate.principal for fate in fates))


def stances(*, block: Block, display: Display, lines: Lines, chosen: frozenset[str] | None) -> tuple[Stance, ...]:
    """The block told by stance, for more parties than columns hold; `chosen` None shows everybody."""
    made: dict[tuple[int, str], dict[tuple[str, str], list[tuple[Account, Line]]]] = {}
    tiles: dict[tuple[int, str], Tile] = {}
    order = list(block.result.answers)
    everybody = [*block.cells, *(account_of(block, key, display, lines) for key in _strangers(block))]
    for each in everybody:
        if chosen is not None and each.party.key not in chosen:
            continue
        for line in each.lines:
            answer = block.result.fates[line.key].claim.answer
            place = (order.index(answer) if answer in order else len(order), line.polarity)
            tiles.setdefault(place, line.tile)
            made.setdefault(place, {}).setdefault((line.quote.words, line.ground or ""), []).append((each, line))
    return tuple(
        Stance(
            tile=tiles[place],
            polarity=place[1],
            entries=tuple(
                Entry(parties=tuple(each for each, _ in group), line=group[0][1]) for group in made[place].values()
            ),
        )
        for place in sorted(made)
    )


def account_of(block: Block, key: str, display: Display, lines: Lines) -> Account:
    """The account of a party outside the block's columns."""
    return account(party=display.parties[key], result=block.result, lines=lines)


def _strangers(block: Block) -> list[str]:
    known = {cell.party.key for cell in block.cells}
    return [key for key in principals(result=block.result) if key not in known]


def _others(
    result: QuestionResult, columns: set[str], cells: tuple[Account, ...], display: Display, lines: Lines
) -> tuple[tuple[Account, ...], tuple[Fold, ...]]:
    """Who says something else is set in full; who repeats, or holds no position beside some who do, is folded."""
    there = {stance for cell in cells for stance in cell.stances}
    spoken = any(cell.said for cell in cells)
    full: list[Account] = []
    folds: dict[tuple[str, str, bool], tuple[list[Line], list[Line]]] = {}
    for key in principals(result=result):
        if key in columns:
            continue
        other = account(party=display.parties[key], result=result, lines=lines)
        declined = other.heard == "declined"
        if spoken and not declined and (other.stances <= there):
            for nth, line in enumerate(other.lines):
                look = (line.tile.label, (line.tile.negated and "not") or "", line.tile.dashed)
                told, rest = folds.setdefault(look, ([], []))
                told.append(line)
                rest.extend(other.rest if nth == 0 else ())
        else:
            full.append(other)
            there |= other.stances
    return tuple(full), tuple(
        Fold(tile=told[0].tile, lines=tuple(told), rest=tuple(rest))
        for _, (told, rest) in sorted(folds.items(), key=lambda fold: fold[0][2])
    )


def _joined(question: QuestionRow, result: QuestionResult) -> Tile | None:
    finding = result.finding
    if finding.status != "agreed" or not result.decided_by:
        return None
    polarity = "denies" if result.answers[result.decided_by[0]].finding.direction == "denied" else "affirms"
    return tile(question=question, answer=result.decided_by[0], polarity=polarity)


def _distinctions(question: QuestionRow, display: Display) -> tuple[Distinguished, ...]:
    found = []
    for row in display.distinctions:
        other = row.other if row.question == question.key else row.question if row.other == question.key else None
        if other is not None and other in display.questions:
            found.append(Distinguished(note=row.note, other=display.questions[other]))
    return tuple(found)
