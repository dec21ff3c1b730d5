"""An excerpt of several pieces in a later text, and the words inside it that carry the answer."""

import pytest

from tracker.domain.anchoring import Alignment
from tracker.domain.carrying import Carried, carried, core_carried

OLD = "The North fired. The South denies it. Nobody else was there. The island burned for two days."


def places(text: str, *words: str) -> tuple[tuple[int, int], ...]:
    return tuple((text.index(each), text.index(each) + len(each)) for each in words)


def carry(new: str, *words: str) -> Carried:
    return carried(alignment=Alignment(old=OLD, new=new), pieces=places(OLD, *words))


FIRED, DENIES, NOBODY = "The North fired.", "The South denies it.", "Nobody else was there."


def test_exact_where_every_piece_stands_where_it_stood() -> None:
    new = OLD + " More."
    assert carry(new, FIRED, NOBODY) == Carried("exact", places(OLD, FIRED, NOBODY), 1.0)


def test_moved_where_one_piece_stands_elsewhere() -> None:
    new = OLD.replace(" Nobody", " Somebody wrote this later on. Nobody")
    assert carry(new, FIRED, NOBODY) == Carried("moved", places(new, FIRED, NOBODY), 1.0)


def test_changed_where_only_some_pieces_are_left() -> None:
    new = OLD.replace(DENIES + " ", "")
    found = carry(new, FIRED, DENIES)
    assert found == Carried("changed", places(new, FIRED), round(len(FIRED) / len(FIRED + DENIES), 3))


def test_changed_where_the_pieces_stand_in_another_order() -> None:
    new = f"{NOBODY} {FIRED} The island burned for two days."
    assert carry(new, FIRED, NOBODY) == Carried("changed", places(new, NOBODY, FIRED), 1.0)


def test_changed_where_the_pieces_touch_now() -> None:
    old, new = "他们先开了火。这是另外一句话。我们从来没有开火。", "他们先开了火。我们从来没有开火。"
    pieces = places(old, "他们先开了火。", "我们从来没有开火。")
    found = carried(alignment=Alignment(old=old, new=new), pieces=pieces)
    assert (found.outcome, found.pieces) == ("changed", ((0, len(new)),))


def test_changed_words_say_how_much_is_left() -> None:
    new = OLD.replace("The North fired.", "The North fired first.")
    found = carry(new, FIRED)
    assert (found.outcome, found.pieces) == ("changed", places(new, "The North fired first."))
    assert 0.45 <= found.score < 1


def test_gone_where_nothing_is_left() -> None:
    assert carry("Entirely other matters, such as the weather in spring.", FIRED, NOBODY) == Carried("gone", (), 0.0)


class TestCore:
    OLD = ((10, "He fired. He fired. He fled."), (60, "He fired."))

    def test_moves_with_its_words(self) -> None:
        assert core_carried(core=(13, 18), old=((10, "He fired."),), new=((110, "Yes: he fired."),)) == (118, 123)

    @pytest.mark.parametrize(("start", "there"), [(13, 203), (23, 213), (63, 303)])
    def test_of_words_that_stand_often_it_is_the_same_one(self, start: int, there: int) -> None:
        new = ((200, self.OLD[0][1]), (300, "He fired."))
        assert core_carried(core=(start, start + 5), old=self.OLD, new=new) == (there, there + 5)

    @pytest.mark.parametrize("new", ["He shot.", "He fired, he fired."])
    def test_is_not_carried_where_its_words_are_gone_or_stand_more_often(self, new: str) -> None:
        assert core_carried(core=(13, 18), old=((10, "He fired."),), new=((110, new),)) is None

    def test_counts_code_points(self) -> None:
        assert core_carried(core=(2, 4), old=((0, "🌊 否認"),), new=((5, "🌊🌊 否認"),)) == (8, 10)
