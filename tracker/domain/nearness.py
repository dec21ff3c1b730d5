"""Answers that read nearly alike, though their questions are two."""

from __future__ import annotations

from typing import Final

from tracker.domain.proposals.likely import stems

NEAR: Final = 0.65
"""Share of their words that two wordings have in common before they are shown side by side."""


def nearness(*, one: str, other: str) -> float:
    """The share of words that two wordings have in common, endings and small words aside: 0 to 1. Cost: linear."""
    a, b = set(stems(one)), set(stems(other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
