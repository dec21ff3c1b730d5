"""The glance table: every question on one line, without quotes, grouped by status."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.queries.accounts import Account
from tracker.queries.blocks import Block
from tracker.queries.display import PartyRow
from tracker.queries.lines import Tile

ORDER = ("agreed", "compatible", "contested", "rival answers", "one-sided", "no position", "no claim")
"""What the parties agree on comes before the disputes: it is what readers do not expect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """One party on one line: its tiles, and whether its account shifted or is split."""

    tiles: tuple[Tile, ...]
    shift: bool
    split: bool
    heard: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Who else takes one stance."""

    tile: Tile
    parties: tuple[PartyRow, ...]
    named: bool
    """Whether the answer's text is needed, as no cell of the row shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    block: Block
    cells: tuple[Glimpse, ...]
    others: tuple[Saying, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    status: str
    rows: tuple[Row, ...]


def glance(*, blocks: Iterable[Block]) -> tuple[Band, ...]:
    """The rows by status, in the order of the page: one-sided ones by whose account stands alone."""
    rows: dict[str, list[Row]] = {}
    for block in sorted(blocks, key=_rank):
        rows.setdefault(block.status, []).append(
            Row(block=block, cells=tuple(_glimpse(cell) for cell in block.cells), others=_others(block))
        )
    return tuple(Band(status=status, rows=tuple(rows[status])) for status in ORDER if status in rows)


def _rank(block: Block) -> tuple[int, int]:
    if block.status != "one-sided":
        return 0, block.question.number
    alone = next((i for i, cell in enumerate(block.cells) if cell.positions), len(block.cells))
    return alone, block.question.number


def _glimpse(cell: Account) -> Glimpse:
    tiles = [position.tile for position in cell.positions] or [line.tile for line in cell.shown[:1]]
    affirmed = [tile for tile in tiles if not tile.negated]
    return Glimpse(
        tiles=tuple(affirmed or tiles),
        shift=any(position.change for position in cell.positions),
        split=cell.split,
        heard=cell.heard,
    )


def _others(block: Block) -> tuple[Saying, ...]:
    """Everybody outside the columns who holds a position or declined; set-aside words stay below."""
    shown = {tile.text for cell in block.cells for tile in _glimpse(cell).tiles}
    if block.joined:
        shown.add(block.joined.text)
    sayings: dict[tuple[str, bool, str], tuple[Tile, list[PartyRow]]] = {}
    for tile, party in _speakers(block.full, block):
        sayings.setdefault((tile.label, tile.negated, tile.text), (tile, []))[1].append(party)
    return tuple(
        Saying(
            tile=tile, parties=tuple(dict.fromkeys(parties)), named=tile.brief is not None and tile.text not in shown
        )
        for tile, parties in sayings.values()
    )


def _speakers(full: Sequence[Account], block: Block) -> list[tuple[Tile, PartyRow]]:
    folded = [(fold.tile, party) for fold in block.folded if not fold.tile.dashed for party in fold.parties]
    told = [
        (line.tile, each.party)
        for each in full
        for line in each.lines
        if not line.tile.dashed or line.polarity == "declines"
    ]
    return [*folded, *told]
