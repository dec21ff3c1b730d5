"""Which answers exclude one another, in one terms for all kinds of question: ranges that share no point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from tracker.domain.record import Bound, Question, Value

VALUED: Final = frozenset({"quantity", "time"})
"""Kinds of question whose answers hold values; an answer without one is open at both ends."""

Point = Decimal
"""A place on a question's scale: a number, or the ordinal of a day, or an answer's place in the order."""


@dataclass(frozen=True, slots=True)
class Span:
    """The closed range that an answer takes up on its question's scale; None is an open end."""

    low: Point | None
    high: Point | None

    def is_disjoint_from(self, other: Span) -> bool:
        """Whether the two share no point."""
        return _ends_before(self, other) or _ends_before(other, self)

    @property
    def is_empty(self) -> bool:
        """Whether it ends before it begins, as what disjoint spans have in common does."""
        return _ends_before(self, self)


OPEN: Final = Span(low=None, high=None)


def spans(*, question: Question) -> Mapping[str, Span]:
    """The span of every answer: two answers exclude one another exactly when their spans are disjoint.

    On a question that is not exclusive all are open. On an exclusive one an answer takes up its value, or,
    where answers are not values, a point of its own.
    """
    if not question.exclusive:
        return {answer.key: OPEN for answer in question.answers}
    if question.kind in VALUED:
        return {answer.key: _of_value(answer.value) for answer in question.answers}
    places = ((answer.key, Decimal(place)) for place, answer in enumerate(question.answers))
    return {key: Span(low=place, high=place) for key, place in places}


def in_common(*, spans: Iterable[Span]) -> Span:
    """What all of them have in common; empty where they share no point.

    On one line a span is disjoint from this one exactly when it is disjoint from one of them.
    """
    taken = tuple(spans)
    return Span(
        low=max((span.low for span in taken if span.low is not None), default=None),
        high=min((span.high for span in taken if span.high is not None), default=None),
    )


def _ends_before(one: Span, other: Span) -> bool:
    return one.high is not None and other.low is not None and one.high < other.low


def _of_value(value: Value | None) -> Span:
    if value is None:
        return OPEN
    return Span(low=_point(value.low), high=_point(value.high))


def _point(bound: Bound | None) -> Point | None:
    return Decimal(bound.toordinal()) if isinstance(bound, date) else bound
