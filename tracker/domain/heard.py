"""Rule 5: what is heard from every required party on a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tracker.domain.results import HEARD, Heard
from tracker.domain.standing import Fate


def heard(*, required: frozenset[str], fates: Iterable[Fate]) -> Mapping[Heard, tuple[str, ...]]:
    """Every required party in exactly one list, the first that fits; lists in ascending order.

    *Unheard* means that no claim of the party on this question is among the fates, nothing more.
    """
    said = tuple(fates)
    who: dict[Heard, frozenset[str]] = {
        "committed": frozenset(fate.principal for fate in said if fate.position is not None),
        "withdrew": frozenset(fate.principal for fate in said if fate.retracted_by or fate.takes_back),
        "declined": frozenset(fate.principal for fate in said if fate.stands and fate.claim.polarity == "declines"),
        "unclear": frozenset(fate.principal for fate in said),
        "unheard": required,
    }
    lists: dict[Heard, tuple[str, ...]] = {}
    left = required
    for word in HEARD:
        lists[word] = tuple(sorted(left & who[word]))
        left -= who[word]
    return lists
