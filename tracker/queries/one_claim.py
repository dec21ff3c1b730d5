"""Where a claim's public address leads, whatever became of the claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tracker.models import Claim


@dataclass(frozen=True, slots=True)
class ClaimAddress:
    """A claim that was published: its id, the keys of its incident and question, when it was withdrawn."""

    id: int
    incident: str
    question: str
    withdrawn_at: datetime | None


def claim_address(*, key: str, known_at: datetime | None) -> ClaimAddress | None:
    """The published claim with this key, withdrawn or not, as known at an instant. One query at most."""
    if "\0" in key:
        return None
    found = Claim.objects.all().published().known_by(known_at).filter(key=key)
    row = found.values_list("id", "question__incident__key", "question__key", "withdrawn_at").first()
    return None if row is None else ClaimAddress(*row)
