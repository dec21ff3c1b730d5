"""Whether single letters are keys in the workbench's text: a choice of each person, no part of the record."""

from __future__ import annotations

from tracker.models import User


def set_letter_keys(*, by: User, on: bool) -> None:
    """Keep the choice on the account. Takes no instant of the record, and has no history. One query."""
    User.objects.filter(pk=by.pk).update(letter_keys=on)
