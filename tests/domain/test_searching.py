"""What a search asks for, what the index holds, and what of a text is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.in_context import SHOWN, context
from tracker.domain.searching import MOST, as_name, asked, english, exactly, fold, nearest, pairs, tokens, vector


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Ōsaka", "osaka"),
        ("São", "sao"),
        ("Łódź", "lodz"),
        ("Ørsted", "orsted"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ＡＢＣ", "abc"),
        ("연평도", "연평도"),
        (unicodedata.normalize("NFD", "연평도"), "연평도"),
        ("が", "が"),
        ("Київ", unicodedata.normalize("NFC", "київ").replace("ї", "і")),
    ],
)
def test_case_width_and_diacritics_do_not_count_and_cjk_stays_whole(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_quoted_words_are_phrases_and_the_rest_single_words() -> None:
    found = asked(text='fired "first shot" “bubble jet” «à la» 「北朝鮮」 Yeonpyeong-do')
    assert [(part.kind, part.text) for part in found.parts] == [
        ("word", "fired"),
        ("phrase", "first shot"),
        ("phrase", "bubble jet"),
        ("phrase", "à la"),
        ("phrase", "北朝鮮"),
        ("word", "Yeonpyeong"),
    ]
    assert found.common == ("do",)
    assert not found.unclosed


def test_a_mark_that_is_never_closed_is_none() -> None:
    found = asked(text='torpedo "first shot')
    assert [part.text for part in found.parts] == ["torpedo", "first", "shot"]
    assert found.unclosed


def test_common_words_are_left_out_but_not_of_a_phrase() -> None:
    assert asked(text="The WHO").parts == ()
    assert [part.text for part in asked(text='"the who"').parts] == ["the who"]


def test_of_many_words_the_first_are_looked_for_and_the_rest_is_counted() -> None:
    found = asked(text=" ".join(f"word{n}" for n in range(MOST + 5)))
    assert (len(found.parts), found.left_out) == (MOST, 5)
    assert len(asked(text="torpedo " * 50).parts) == 1


def test_cjk_words_are_pairs_and_their_last_character() -> None:
    assert pairs(run="연평도", last=True) == ("연평", "평도", "도")
    assert vector(fields=[("연평도를 shelled", "A"), ("北朝鮮", "B")]) == (
        "'연평':1A '평도':2A '도를':3A '를':4A 'shelled':5A '北朝':8B '朝鮮':9B '鮮':10B"
    )


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("연평도", "'연평' <-> '평도'"),
        ("북", "'북':*"),
        ('"연평도 포격"', "'연평' <-> '평도' <-> '도' <-> '포격'"),
        ('"fired first"', "'fired' <-> 'first'"),
        ('"ROK군"', "'rok' <-> '군':*"),
    ],
)
def test_what_is_asked_for_exactly(text: str, query: str) -> None:
    assert exactly(part=asked(text=text).parts[0]) == query


@given(st.text())
def test_whatever_is_typed_is_understood_and_whatever_is_kept_is_a_vector(text: str) -> None:
    found = asked(text=text)
    for literal in (found.exact, vector(fields=[(text, "A")]), english(text=text)):
        assert not set(literal) & {"\\", "\0", "\n"}
        assert literal.count("'") % 2 == 0
    assert as_name(text=as_name(text=text)) == as_name(text=text)


@given(st.text(), st.text(max_size=20), st.integers(min_value=20, max_value=200))
def test_a_context_is_a_piece_of_the_text(text: str, query: str, most: int) -> None:
    found = asked(text=query)
    shown = context(text=text, asked=found, forms=frozenset(t.folded for t in tokens(text=query)), most=most)
    piece = "".join(stretch.text for stretch in shown.stretches)
    assert piece in text
    assert len(piece) <= max(most, 0) or len(text) <= most
    assert (shown.cut_before or shown.cut_after) == (piece != text)


def marked(text: str, query: str, *forms: str) -> list[str]:
    shown = context(text=text, asked=asked(text=query), forms=frozenset(forms))
    return [stretch.text for stretch in shown.stretches if stretch.found]


def test_marks_stand_on_forms_phrases_and_parts_of_cjk_words() -> None:
    assert marked("They fired; firing is not a fire.", "fired", "fired", "firing", "fire") == [
        "fired",
        "firing",
        "fire",
    ]
    assert marked("He fired first. First he fired.", '"fired first"') == ["fired first"]
    assert marked("북한은 연평도를 포격했다", "연평 포격") == ["연평", "포격"]
    assert marked("북한은 연평도 포격을 말했다", '"연평도 포격"') == ["연평도 포격"]
    assert marked("In Ōsaka and Osaka", '"osaka"') == ["Ōsaka", "Osaka"]


def test_of_a_long_text_the_piece_with_most_of_it_is_shown_cut_at_words() -> None:
    text = "torpedo " + "nothing here " * 100 + "a torpedo and a mine, one torpedo more " + "nothing there " * 100
    shown = context(text=text, asked=asked(text="torpedo"), forms=frozenset({"torpedo"}))
    assert sum(stretch.found for stretch in shown.stretches) == 2
    assert shown.cut_before
    assert shown.cut_after
    piece = "".join(stretch.text for stretch in shown.stretches)
    assert len(piece) <= SHOWN
    assert piece.split()[0] in ("nothing", "here")


def test_a_mistyped_name_is_mended_and_a_short_or_far_word_is_not() -> None:
    assert nearest(word="yeonpyong", names=["exchange of fire at yeonpyeong"]) == "yeonpyeong"
    assert nearest(word="noth", names=["| north korea | dprk "]) == "north"
    assert nearest(word="usa", names=["us"]) is None
    assert nearest(word="xqzzyw", names=["north korea"]) is None
    assert nearest(word="north", names=["north korea"]) is None
