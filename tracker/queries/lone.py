"""One-sided questions as lists: one for each account that stands alone, each excerpt set once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.queries.accounts import Account
from tracker.queries.blocks import Block, account_of, principals
from tracker.queries.display import Display, PartyRow
from tracker.queries.lines import Line, Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question with the lone account of it; `silent` are sides of whom something is recorded, no position."""

    block: Block
    account: Account
    others: tuple[Account, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Questions answered by the same words, which are set once."""

    items: tuple[Item, ...]
    line: Line | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoneList:
    """Everything on which only this party is on record. `gaps` are the parties of whom nothing is, all along."""

    party: PartyRow
    hatch: int
    count: int
    shared: tuple[Shared, ...]
    gaps: tuple[PartyRow, ...]


def lone_lists(
    *, blocks: Iterable[Block], sides: Sequence[PartyRow], hatches: dict[str, int], display: Display, lines: Lines
) -> tuple[tuple[LoneList, ...], tuple[LoneList, ...]]:
    """The lists in two columns: the sides' in their order where there are two, else balanced by length."""
    items: dict[str, list[Item]] = {}
    for block in blocks:
        held = _holder(block, sides)
        cell = next((cell for cell in block.cells if cell.party.key == held), None)
        lone = cell or account_of(block, held, display, lines)
        others = tuple(each for each in (*block.cells, *block.full) if each.party.key != held and each.said)
        items.setdefault(held, []).append(Item(block=block, account=lone, others=others))
    lists = [_list(display.parties[key], found, sides, hatches.get(key, 0)) for key, found in items.items()]
    rank = {party.key: i for i, party in enumerate(sides)}
    lists.sort(key=lambda each: (rank.get(each.party.key, len(rank)), -each.count, each.party.name))
    if [each.party.key for each in lists] == [party.key for party in sides] and len(lists) == 2:
        return (lists[0],), (lists[1],)
    columns: tuple[list[LoneList], list[LoneList]] = ([], [])
    for each in lists:
        min(columns, key=lambda column: sum(one.count for one in column)).append(each)
    return tuple(columns[0]), tuple(columns[1])


def _holder(block: Block, sides: Sequence[PartyRow]) -> str:
    """Whose account stands alone: the first side with a position, else whoever spoke first."""
    held = [
        key
        for key in principals(result=block.result)
        if any(fate.principal == key and fate.position for fate in block.result.fates.values())
    ]
    return next((side.key for side in sides if side.key in held), held[0])


def _list(party: PartyRow, items: list[Item], sides: Sequence[PartyRow], hatch: int) -> LoneList:
    gaps = tuple(
        side
        for side in sides
        if side.key != party.key and all(side.key not in principals(result=item.block.result) for item in items)
    )
    return LoneList(party=party, hatch=hatch, count=len(items), shared=_shared(items), gaps=gaps)


def _shared(items: list[Item]) -> tuple[Shared, ...]:
    groups: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        groups.setdefault(_words(item), []).append(item)
    return tuple(
        Shared(items=tuple(group), line=group[0].account.lines[0] if len(group) > 1 else None)
        for group in groups.values()
    )


def _words(item: Item) -> tuple[str, ...]:
    """What an item is grouped by: its words if it has one position only, else nothing that another shares."""
    leads = item.account.lines
    return (leads[0].quote.words, leads[0].said) if len(leads) == 1 else (item.block.question.key,)
