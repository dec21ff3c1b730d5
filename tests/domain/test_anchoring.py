"""Where the words of an old text are in the new one. The texts are invented."""

from __future__ import annotations

import time

import pytest

from tracker.domain.anchoring import GONE, LONGEST, Alignment, Found, TooLong

OLD = (
    "The harbour was calm in the morning.\n\n"
    "At noon the coast guard of Arvenia stopped two trawlers near the northern reef. Nobody was hurt.\n\n"
    "The ministry of Belmark said that the trawlers had not left its own waters. "
    "It demanded the return of both crews within a week."
)


def found(old: str, new: str, words: str, *, nth: int = 0) -> tuple[Found, str | None]:
    """What is found of the words (of their nth place in the old text), and the words that stand there now."""
    start = -1
    for _ in range(nth + 1):
        start = old.index(words, start + 1)
    it = Alignment(old=old, new=new).find(start=start, end=start + len(words))
    return it, None if it.start is None else new[it.start : it.end]


def test_words_at_the_same_place_are_exact() -> None:
    it, words = found(OLD, OLD + " More is not known.", "stopped two trawlers")
    assert (it.kind, it.start, it.score, words) == ("exact", OLD.index("stopped"), 1.0, "stopped two trawlers")


@pytest.mark.parametrize(
    "words", ["Nobody was hurt.", "two trawlers near", " two ", "reef. Nobody", "hurt.\n\nThe ministry"]
)
def test_words_after_an_insertion_are_moved(words: str) -> None:
    new = "Corrected on Friday.\n\n" + OLD
    it, there = found(OLD, new, words)
    assert (it.kind, it.start, it.score, there) == ("moved", new.index(words), 1.0, words)


def test_a_sentence_is_followed_to_another_paragraph() -> None:
    sentence = "It demanded the return of both crews within a week."
    new = sentence + "\n\n" + OLD.replace(" " + sentence, "")
    it, words = found(OLD, new, sentence)
    assert (it.kind, it.start, words) == ("moved", 0, sentence)


def test_words_are_followed_into_another_sentence() -> None:
    moved = "near the northern reef off the island of Saint Orla"
    old = f"Two trawlers were stopped {moved}. The harbour was calm.\n\nThe ministry kept silent for a day."
    new = f"Two trawlers were stopped. The harbour was calm.\n\nThe ministry spoke of a talk {moved}."
    it, words = found(old, new, moved)
    assert (it.kind, words) == ("moved", moved)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("two trawlers", "two fishing trawlers"),
        ("At noon the coast guard of Arvenia", "Around noon, the Arvenian coast guard"),
        ("two trawlers near the northern reef", "three trawlers near the reef"),
        ("stopped", "halted and boarded"),
    ],
)
def test_a_sentence_that_was_edited_is_changed_and_whole(before: str, after: str) -> None:
    sentence = "At noon the coast guard of Arvenia stopped two trawlers near the northern reef."
    edited = sentence.replace(before, after)
    it, words = found(OLD, OLD.replace(sentence, edited), sentence)
    assert (it.kind, words) == ("changed", edited)
    assert 0.45 <= it.score < 1


def test_a_part_of_a_sentence_keeps_to_its_part() -> None:
    new = OLD.replace("At noon the coast guard of Arvenia", "On Monday a cutter").replace(
        "two trawlers", "two old trawlers"
    )
    it, words = found(OLD, new, "stopped two trawlers near the northern reef")
    assert (it.kind, words) == ("changed", "stopped two old trawlers near the northern reef")


def test_words_before_which_a_whole_new_sentence_came_do_not_swallow_it() -> None:
    new = OLD.replace("Nobody was hurt.", "A flare was seen over the bay. Nobody was hurt.")
    assert found(OLD, new, "Nobody was hurt.")[1] == "Nobody was hurt."


def test_two_sentences_made_one_and_one_made_two() -> None:
    old = "The cutter fired one warning shot over the bow. The trawler turned its engine off at once."
    new = "The cutter fired one warning shot over the bow and the trawler turned its engine off at once."
    joined, divided = "the trawler turned its engine off at once", "The trawler turned its engine off at once."
    assert joined in (found(old, new, divided)[1] or "")
    assert found(new, old, joined)[1] == divided.rstrip(".")


def test_other_quotes_dashes_and_lines_are_hardly_a_change() -> None:
    old = 'The mayor said: "We don\'t know - yet - who fired on the boats first." Then he left.'
    new = "The mayor said: “We don’t know – yet – who\nfired on the boats first.” Then he left."
    it, words = found(old, new, old)
    assert (it.kind, words) == ("changed", new)
    assert it.score == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize(
    "words", ["Nobody was hurt.", "The ministry of Belmark said that the trawlers had not left its own waters."]
)
def test_a_sentence_that_was_cut_is_gone(words: str) -> None:
    assert found(OLD, OLD.replace(words, ""), words) == (GONE, None)


def test_a_sentence_that_was_replaced_by_another_is_gone() -> None:
    new = OLD.replace("Nobody was hurt.", "Lorries queued at the ferry until dusk.")
    assert found(OLD, new, "Nobody was hurt.")[0] == GONE


NEAR_TWINS = [
    (
        "Arvenia said that its ships had not fired on the eastern convoy.",
        "Belmark said that its ships had not fired on the eastern convoy.",
    ),
    ("A first shell fell on the market at 14:34.", "A second shell fell on the market at 14:47."),
    ("북측 해안포는 14시 34분에 사격을 시작하였다.", "남측 해안포는 14시 47분에 사격을 시작하였다."),
    ("第一条 县级人民政府负责本行政区域内的监督管理工作。", "第二条 市级人民政府负责本行政区域内的监督管理工作。"),
    ("דובר הצבא הצפוני מסר כי האש נפתחה בצהריים.", "דובר הצבא הדרומי מסר כי האש נפתחה בצהריים."),
]


@pytest.mark.parametrize(("cut", "twin"), NEAR_TWINS)
@pytest.mark.parametrize("twin_changes_too", [False, True])
@pytest.mark.parametrize("cut_stands_first", [False, True])
def test_a_sentence_is_not_found_in_its_near_twin(
    cut: str, twin: str, twin_changes_too: bool, cut_stands_first: bool
) -> None:
    old = "\n".join(["One.", *((cut, twin) if cut_stands_first else (twin, cut)), "Two."])
    left = twin.replace("47", "48").replace("convoy", "convoys").replace("管理", "检查").replace("בצהריים", "בלילה")
    new = "\n".join(["One.", left if twin_changes_too else twin, "Two."])
    assert found(old, new, cut) == (GONE, None)
    assert found(old, new, twin)[1] == (left if twin_changes_too else twin)


def test_each_of_equal_sentences_goes_to_its_own_place() -> None:
    again = "No comment was made."
    old = f"The first ship sank. {again} The second ship burned. {again} The third ship fled. {again}"
    new = "A preface. " + old.replace("sank", "went down").replace("burned", "was on fire")
    places = [place for place in range(len(new)) if new.startswith(again, place)]
    assert [found(old, new, again, nth=nth)[0].start for nth in range(3)] == places


def test_of_equal_sentences_the_one_whose_neighbours_went_is_gone() -> None:
    again = "No comment was made."
    old = f"The first ship sank. {again} The second ship burned. {again} The third ship fled."
    new = f"The first ship sank. {again} The third ship fled."
    kinds = [found(old, new, again, nth=nth)[0].kind for nth in range(2)]
    assert sorted(kinds) == ["exact", "gone"]


@pytest.mark.parametrize(
    ("old", "new", "words", "now"),
    [
        ("오후에 포격이 있었다. 우리 군은 대응 사격을 하였다.", "오후에 포격이 있었다. 우리 해병대는 즉각 대응 사격을 하였다고 한다.", "대응 사격을 하였다", "대응 사격을 하였다고 한다"),
        ("下午发生炮击。我军随即还击。", "据报道，下午发生炮击。我军部队随即进行还击。", "我军随即还击。", "我军部队随即进行还击。"),
        ("ירי נפתח. הצבא השיב באש מיד.", "בצהריים ירי נפתח. הצבא הדרומי השיב באש.", "הצבא השיב באש", "הצבא הדרומי השיב באש"),
        ("شنّت القوات هجوما. ردّ الجيش بعد ساعة.", "مقدمة.\nشنّت القوات هجوما. ردّ الجيش بعد ساعة.", "ردّ الجيش بعد ساعة", "ردّ الجيش بعد ساعة"),
        ("Ship 👩‍🚀🇰🇷 left 👍🏽 port.", "Note 😀. Ship 👩‍🚀🇰🇷 then left 👍🏽 port.", "🇰🇷 left 👍🏽", "🇰🇷 then left 👍🏽"),
        ("Die Straße war gesperrt.", "Am Tag. Die Strasse war gesperrt.", "Straße war", "Strasse war"),
    ],
)  # fmt: skip
def test_every_script(old: str, new: str, words: str, now: str) -> None:
    assert found(old, new, words)[1] == now


def test_a_flag_or_a_family_is_never_cut_in_two() -> None:
    assert found("Boats of 🇰🇷 came.", "Boats of 🇰🇵 came.", "🇰🇷")[0] == GONE
    assert found("The 👩‍👩‍👧 waited.", "The 👩‍👩‍👦 waited.", "👩‍👩‍👧")[0] == GONE


def test_the_pieces_of_an_excerpt_are_found_each_in_order() -> None:
    alignment = Alignment(old=OLD, new="Late. " + OLD.replace("Nobody was hurt. ", "").replace("its own", "their"))
    pieces = [(OLD.index(words), OLD.index(words) + len(words)) for words in ("harbour", "both crews", "two trawlers")]
    assert [it.kind for it in alignment.find_pieces(pieces=pieces)] == ["moved", "moved", "moved"]
    assert alignment.find_pieces(pieces=pieces) == tuple(alignment.find(start=a, end=b) for a, b in pieces)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (2, 2), (3, 2), (0, 6), (6, 7)])
def test_a_range_that_is_none_is_refused(start: int, end: int) -> None:
    with pytest.raises(IndexError):
        Alignment(old="abcde", new="abcde").find(start=start, end=end)


@pytest.mark.parametrize(("old", "new"), [("", "words"), ("words", ""), (" \n ", "words"), ("...", "!")])
def test_texts_without_words(old: str, new: str) -> None:
    alignment = Alignment(old=old, new=new)
    assert all(alignment.find(start=0, end=len(text)) == GONE for text in [old] if text)


def test_a_text_without_measure_is_refused() -> None:
    with pytest.raises(TooLong, match="at most 4,000,000"):
        Alignment(old="a", new="a" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 100_000, "a " * 99_000 + "b"),
        ("ab" * 100_000, "ba" * 100_000),
        ("A. B. " * 30_000, "B. B. A. " * 20_000),
        ("." * 200_000, '."' * 100_000),
        ("一二三" * 60_000, "三一二四" * 50_000),
        (" ".join(map(str, range(30_000))), " ".join(map(str, reversed(range(30_000))))),
    ],
)
def test_texts_made_to_be_slow_take_seconds_at_most(old: str, new: str) -> None:
    begun = time.process_time()
    alignment = Alignment(old=old, new=new)
    alignment.find(start=0, end=len(old))
    assert time.process_time() - begun < 20
