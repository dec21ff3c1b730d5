"""What holds of every pair of texts. Read the names: they are the specification."""

from __future__ import annotations

import random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tracker.domain.anchoring import GONE, Alignment
from tracker.domain.sequences import common_blocks

many = settings(max_examples=150, deadline=None, database=None)
anything = st.text(alphabet='ab .\n"’한국北京。😀\u200d\u0301שß1Ⅳ', max_size=60)
SYLLABLES = [a + b for a in "bdfgklmnprst" for b in "aeiou"]


@st.composite
def sentence_lists(draw: st.DrawFn, size: int = 12) -> list[str]:
    """Sentences of invented words, no two of which are alike."""
    chance = random.Random(draw(st.integers(0, 10**9)))
    return [
        " ".join("".join(chance.choices(SYLLABLES, k=4)) for _ in range(chance.randint(4, 14))).capitalize() + "."
        for _ in range(draw(st.integers(2, size)))
    ]


@st.composite
def ranges(draw: st.DrawFn, text: str) -> tuple[int, int]:
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, len(text)))


@many
@given(anything, st.data())
def test_in_an_unchanged_text_everything_is_exact(text: str, data: st.DataObject) -> None:
    assume(text.strip())
    start, end = data.draw(ranges(text))
    assume(text[start:end].strip())
    it = Alignment(old=text, new=text).find(start=start, end=end)
    assert (it.kind, it.start, it.end, it.score) == ("exact", start, end, 1.0)


@many
@given(sentence_lists(), sentence_lists(), st.data())
def test_text_before_it_shifts_everything(sentences: list[str], more: list[str], data: st.DataObject) -> None:
    assume(not set(sentences) & set(more))
    old, front = " ".join(sentences), " ".join(more) + " "
    start, end = data.draw(ranges(old))
    assume(old[start:end].strip())
    it = Alignment(old=old, new=front + old).find(start=start, end=end)
    assert (it.kind, it.start, it.end) == ("moved", start + len(front), end + len(front))


@many
@given(sentence_lists(), st.data())
def test_a_deleted_sentence_is_gone_and_all_others_stay(sentences: list[str], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(sentences) - 1))
    old, new = " ".join(sentences), " ".join(sentences[:cut] + sentences[cut + 1 :])
    alignment = Alignment(old=old, new=new)
    for index, sentence in enumerate(sentences):
        start = old.index(sentence)
        it = alignment.find(start=start, end=start + len(sentence))
        if index == cut:
            assert it == GONE
        else:
            assert it.start is not None
            assert new[it.start : it.end] == sentence


@many
@given(sentence_lists(), st.randoms(use_true_random=False))
def test_sentences_in_another_order_are_found_each(sentences: list[str], chance: random.Random) -> None:
    old, new = " ".join(sentences), " ".join(chance.sample(sentences, len(sentences)))
    alignment = Alignment(old=old, new=new)
    for sentence in sentences:
        it = alignment.find(start=old.index(sentence), end=old.index(sentence) + len(sentence))
        assert (it.score, it.start) == (1.0, new.index(sentence))


@many
@given(anything, anything, st.data())
def test_what_is_called_the_same_is_the_same_and_no_two_places_share_a_letter(
    old: str, new: str, data: st.DataObject
) -> None:
    assume(old)
    alignment = Alignment(old=old, new=new)
    start, end = data.draw(ranges(old))
    it = alignment.find(start=start, end=end)
    if it.start is None or it.end is None:
        assert it == GONE
        return
    assert 0 <= it.start < it.end <= len(new)
    assert 0 < it.score <= 1
    if it.kind in ("exact", "moved"):
        assert new[it.start : it.end].strip() == old[start:end].strip()
    if it.kind == "exact":
        assert (it.start, it.end) == (start, end)


@many
@given(sentence_lists(), st.data())
def test_words_that_belong_to_another_sentence_are_never_found(sentences: list[str], data: st.DataObject) -> None:
    """A near twin of each sentence stands beside it; the sentence is cut, and the twin stays."""
    twins = [" ".join(["Novotu", *sentence.split()[1:]]) for sentence in sentences]
    cut = data.draw(st.integers(0, len(sentences) - 1))
    pairs = [one for pair in zip(sentences, twins, strict=True) for one in pair]
    old, new = " ".join(pairs), " ".join(one for one in pairs if one != sentences[cut])
    start = old.index(sentences[cut])
    assert Alignment(old=old, new=new).find(start=start, end=start + len(sentences[cut])) == GONE


@many
@given(st.lists(st.integers(0, 3), max_size=25), st.lists(st.integers(0, 3), max_size=25))
def test_common_blocks_are_common_in_order_and_apart(old: list[int], new: list[int]) -> None:
    o_end = n_end = 0
    for o, n, size in common_blocks(old=old, new=new):
        assert o >= o_end
        assert n >= n_end
        assert old[o : o + size] == new[n : n + size]
        o_end, n_end = o + size, n + size
