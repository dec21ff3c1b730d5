"""Words to places, and a text cut into segments that lose no character. Without a database."""

from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from tracker.queries.passages import numbered, paragraphs
from tracker.web.editor.places import for_browser, inside, joined, located, marked

TEXTS = st.text(alphabet="ab \n\f🐈👨\u200d가", max_size=60)


@given(TEXTS, st.data())
def test_places_go_to_the_browser_and_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert marked(text=text, ranges=for_browser(text=text, pieces=((start, end),))) == ((start, end),)


@given(TEXTS, st.data())
def test_marked_words_are_found_where_they_were_marked(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end]
    found = located(text=text, words=words, ranges=for_browser(text=text, pieces=((start, end),)))
    if words.strip():
        assert found.pieces == ((start, end),)
    else:
        assert found.error


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6, unique=True))
def test_segments_are_the_text_without_its_blank_lines(text: str, spans: list[tuple[int, int]]) -> None:
    ranges = sorted({(a, min(a + length, len(text))) for a, length in spans if a < len(text)})
    excerpts = numbered([(str(n), (span,), ()) for n, span in enumerate(ranges)], text=text)
    cut = paragraphs(text=text, excerpts=excerpts)
    units = text.encode("utf-16-le")
    rebuilt = ""
    for paragraph in cut:
        words = "".join(segment.text for segment in paragraph.segments)
        assert units[paragraph.at * 2 :].decode("utf-16-le").startswith(words)
        rebuilt += words
    assert re.sub(r"\s", "", rebuilt) == re.sub(r"\s", "", text)
    opened = [excerpt.number for p in cut for segment in p.segments for excerpt in segment.opens]
    assert len(opened) == len(set(opened))


def test_overlapping_excerpts_get_lines_of_their_own_as_far_as_there_are_any() -> None:
    spans = ((0, 9), (3, 12), (5, 6), (5, 8), (7, 9), (20, 22))
    marked_ones = numbered([(str(n), (span,), ()) for n, span in enumerate(spans)], text="x" * 30)
    assert [each.lane for each in marked_ones] == [0, 1, 2, 3, 2, 0]


def test_an_excerpt_knows_the_others_that_share_its_words() -> None:
    pieces = [((0, 4), (10, 14)), ((3, 6),), ((5, 12),), ((20, 22),)]
    marked_ones = numbered([(str(n), each, ()) for n, each in enumerate(pieces)], text="x" * 30)
    assert [each.overlaps for each in marked_ones] == [(2, 3), (1, 3), (1, 2), ()]


def test_pages_are_parted_and_numbered_where_they_begin() -> None:
    text = "One.\n\nTwo 🐈.\fThree\n \f\n Four\f\fSix over\fseven."
    over = (text.index("over"), text.index("over") + 10)
    excerpts = numbered([("a", (over,), ()), ("b", ((6, 9),), ())], text=text)
    assert [(each.key, each.page) for each in excerpts] == [("b", 1), ("a", 5)]
    cut = paragraphs(text=text, excerpts=excerpts)
    shown = [(each.page, "".join(segment.text for segment in each.segments)) for each in cut]
    assert shown == [(1, "One."), (None, "Two 🐈."), (2, "Three"), (3, "Four"), (5, "Six over"), (6, "seven.")]
    assert [each.page for each in paragraphs(text="One.\n\nTwo.", excerpts=())] == [None, None]


def test_a_gap_parts_words_that_stand_apart() -> None:
    text = "One two three. Four five."
    for gap in (" […] ", "[...]", "\n[…]\n"):
        assert located(text=text, words=f"One{gap}Four").pieces == ((0, 3), (15, 19))
    assert "after the piece before it" in located(text=text, words="Four […] One").error
    assert joined(text, ((0, 3), (15, 19))) == "One […] Four"
    assert inside(text=text, pieces=((0, 3), (15, 19)), words="Four") == (15, 19)
    assert inside(text=text, pieces=((0, 3),), words="Four") is None


def test_two_megabytes_are_searched_at_once() -> None:
    text = "가나 다라 " * 333_000 + "the words"
    assert located(text=text, words="the  words").pieces == ((len(text) - 9, len(text)),)
    many = located(text=text, words="가나 다라")
    assert len(many.places) == 50


def test_a_text_of_a_million_characters_with_five_thousand_excerpts_is_cut_in_seconds() -> None:
    text = ("북측은 먼저 쏘았다고 말했다. " * 12 + "\n\n") * 5_200
    spans = [(n * 200, n * 200 + 90 + n % 200) for n in range(5_000)]
    began = time.monotonic()
    excerpts = numbered([(str(n), (span,), ()) for n, span in enumerate(spans)], text=text)
    cut = paragraphs(text=text, excerpts=excerpts)
    assert time.monotonic() - began < 5
    assert sum(len(segment.opens) for paragraph in cut for segment in paragraph.segments) == 5_000
