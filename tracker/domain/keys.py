"""Keys of new records: short, and made of characters that nobody takes for one another."""

from __future__ import annotations

from random import Random
from typing import Final

ALPHABET: Final = "23456789abcdefghjkmnpqrstuvwxyz"
"""No 0 and o, no 1, l and i, and no capitals, which are lost when a key is read aloud."""

LENGTH: Final = 8
"""Characters of a key: 632,790 million keys; 10,000 records clash with a chance of 1 in 12,000."""


def mint(*, random: Random) -> str:
    """A new key, beginning with a letter so that no spreadsheet takes it for a number.

    `random` is the caller's source; give `random.SystemRandom()` in the product. Uniqueness is the
    database's to hold.
    """
    letters = ALPHABET[8:]
    return random.choice(letters) + "".join(random.choices(ALPHABET, k=LENGTH - 1))
