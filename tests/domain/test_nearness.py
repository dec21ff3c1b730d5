"""Answers that read nearly alike."""

from tracker.domain.nearness import NEAR, nearness


def test_one_number_apart_is_near_and_other_words_are_not() -> None:
    assert nearness(one="about 170 rounds", other="About 170 round") == 1
    assert nearness(one="about 170 rounds", other="about 80 rounds") >= NEAR
    assert nearness(one="South Korea fired first", other="North Korea is to blame") < NEAR
    assert nearness(one="A mine", other="A torpedo") == 0
    assert nearness(one="", other="") == 0
