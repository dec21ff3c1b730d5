"""Keys of new records."""

from __future__ import annotations

import re
from random import Random

from tracker.domain.keys import ALPHABET, LENGTH, mint


def test_a_key_is_short_and_unambiguous() -> None:
    random = Random(1)
    keys = [mint(random=random) for _ in range(2000)]
    assert all(re.fullmatch(r"[a-hjkmnp-z][2-9a-hjkmnp-z]{7}", key) for key in keys)
    assert set("".join(key[1:] for key in keys)) == set(ALPHABET)
    assert {len(key) for key in keys} == {LENGTH}
    assert len(set(keys)) == len(keys)


def test_the_random_source_decides() -> None:
    assert mint(random=Random(7)) == mint(random=Random(7)) != mint(random=Random(8))


def test_no_two_characters_of_the_alphabet_look_alike() -> None:
    assert not set(ALPHABET) & set("0Oo1lIi")
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
