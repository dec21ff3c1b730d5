"""Nearly the same text is found; what only shares words is not."""

import random
import time
import unicodedata

import pytest

from tracker.domain.shingles import MOST, shared, shingles


def words(count: int, seed: int = 1, kind: str = "en") -> str:
    dice = random.Random(seed)
    if kind == "ko":
        syllables = [chr(code) for code in range(0xAC00, 0xAC00 + 11_172, 97)]
        return " ".join("".join(dice.choices(syllables, k=3)) for _ in range(count))
    if kind == "zh":
        return "".join(chr(dice.randrange(0x4E00, 0x9000)) for _ in range(count))
    return " ".join("".join(dice.choices("abcdefghijklmnop", k=5)) for _ in range(count))


def between(ours: str, theirs: str) -> tuple[int, int]:
    found = shared(ours=shingles(text=ours), theirs=shingles(text=theirs))
    return round(found[0] * 100), round(found[1] * 100)


@pytest.mark.parametrize("kind", ["en", "ko", "zh"])
def test_an_extract_is_found_inside_the_whole(kind: str) -> None:
    whole, other = words(600, kind=kind), words(600, seed=2, kind=kind)
    extract = whole[len(whole) // 3 : len(whole) // 2]
    ours, theirs = between(extract, whole)
    assert ours >= 95
    assert 10 <= theirs <= 20
    assert between(whole, whole) == (100, 100)
    assert between(extract, other) == (0, 0)


def test_an_extract_of_a_text_of_a_megabyte_is_found_by_few_hashes() -> None:
    whole = words(170_000)
    assert len(whole) > 1_000_000
    start = time.process_time()
    kept = shingles(text=whole)
    assert time.process_time() - start < 3
    assert MOST // 4 < len(kept) <= MOST
    extract = " ".join(whole.split()[5000:7000])
    ours, theirs = shared(ours=shingles(text=extract), theirs=kept)
    assert ours > 0.9
    assert 0.002 < theirs < 0.03


def test_a_changed_word_costs_its_neighbours_alone() -> None:
    text = words(400).split()
    text[200] = "another"
    assert between(" ".join(text), words(400)) == (99, 99)


def test_spelling_makes_no_difference() -> None:
    text = "Séoul says:\nits TROOPS fired guns, on a training exercise. 포격이 시작되었다 오늘 아침에 다시"
    other = unicodedata.normalize("NFD", text.lower().replace("\n", "  ").replace(",", " –"))
    assert shingles(text=text) == shingles(text=other)


def test_fewer_than_five_words_are_no_text() -> None:
    assert shingles(text="The South fired first.") == []
    assert shared(ours=[], theirs=[1, 2, 3]) == (0.0, 0.0)


def test_a_sequence_or_two_that_everybody_uses_is_no_overlap() -> None:
    stock = "all rights reserved by its owner"
    assert between(f"{words(50)} {stock}", f"{words(50, seed=2)} {stock}") == (0, 0)


def test_hashes_fit_into_the_database() -> None:
    kept = shingles(text=words(3000))
    assert kept == sorted(set(kept))
    assert -(2**31) <= kept[0] < 0 < kept[-1] < 2**31
