"""Text as it is kept: newlines, places, units of JavaScript, changes of wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.text import (
    BadText,
    code_point_offset,
    find_all,
    normalise_newlines,
    page_of,
    refuse_bad_text,
    utf16_offset,
    word_changes,
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\r\r\nb\n", "a\n\nb\n"),
        (" a\u2028b\x0b\x85\t ", " a\u2028b\x0b\x85\t "),
    ],
)
def test_newlines_and_nothing_else(text: str, kept: str) -> None:
    assert normalise_newlines(text=text) == kept


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ab\0", "a NUL character at position 2"),
        ("a\ud83d", "half a character (a lone surrogate) at position 1"),
        ("\udfff", "half a character (a lone surrogate) at position 0"),
    ],
)
def test_what_cannot_be_kept(text: str, told: str) -> None:
    with pytest.raises(BadText) as caught:
        refuse_bad_text(text=text)
    assert told in str(caught.value)


@given(st.text())
def test_what_can_be_kept(text: str) -> None:
    if "\0" not in text:
        refuse_bad_text(text=text)
        refuse_bad_text(text=text + "\ud7ff\ue000😀")


@pytest.mark.parametrize(
    ("text", "words", "places"),
    [
        ("aXbXc", "X", (1, 3)),
        ("aaaa", "aa", (0, 1, 2)),
        ("abc", "d", ()),
        ("abc", "", ()),
        ("", "a", ()),
        ("😀a😀a", "a", (1, 3)),
    ],
)
def test_where_words_stand(text: str, words: str, places: tuple[int, ...]) -> None:
    assert find_all(text=text, words=words) == places


@given(st.text(alphabet="ab", max_size=12), st.text(alphabet="ab", min_size=1, max_size=3))
def test_words_stand_at_every_place_found_and_at_no_other(text: str, words: str) -> None:
    assert find_all(text=text, words=words) == tuple(n for n in range(len(text)) if text.startswith(words, n))


@given(st.text(alphabet="aé한\uffff\U00010000😀𝕏"), st.data())
def test_places_in_javascript_and_back(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    units = utf16_offset(text=text, code_points=place)
    assert units == len(text[:place].encode("utf-16-le")) // 2
    assert code_point_offset(text=text, utf16_units=units) == place


def test_a_place_inside_a_pair_is_that_of_its_character() -> None:
    assert [code_point_offset(text="a😀b", utf16_units=units) for units in range(5)] == [0, 1, 1, 2, 3]


@pytest.mark.parametrize("place", [-1, 4])
def test_places_outside(place: int) -> None:
    with pytest.raises(IndexError, match=f"{place} is outside a text of 3 code points"):
        utf16_offset(text="a😀b", code_points=place)
    with pytest.raises(IndexError, match="is outside a text of 4 UTF-16 units"):
        code_point_offset(text="a😀b", utf16_units=place if place < 0 else 5)


@given(st.text(alphabet="ab ,\n"), st.text(alphabet="ab ,\n"))
def test_a_change_of_words_gives_both_wordings(before: str, after: str) -> None:
    changes = word_changes(before=before, after=after)
    assert "".join(words for op, words in changes if op != "added") == before
    assert "".join(words for op, words in changes if op != "removed") == after
    assert all(words for _, words in changes)


def test_a_change_is_shown_by_whole_words() -> None:
    assert word_changes(before="It fired dozens.", after="It fired thousands.") == (
        ("kept", "It fired "),
        ("removed", "dozens"),
        ("added", "thousands"),
        ("kept", "."),
    )


def test_a_word_that_stands_often_is_not_taken_for_noise() -> None:
    before = " ".join(["fired"] * 300)
    changes = word_changes(before=before, after=f"He said: {before}")
    assert changes == (("added", "He said: "), ("kept", before))


def test_the_same_words_have_no_change() -> None:
    assert word_changes(before="a b", after="a b") == (("kept", "a b"),)
    assert word_changes(before="", after="") == ()


def test_a_form_feed_belongs_to_the_page_that_it_ends() -> None:
    assert [page_of(text="a\fb\f\fc", at=at) for at in range(6)] == [1, 1, 2, 2, 3, 4]
    assert page_of(text="one page", at=3) is None
