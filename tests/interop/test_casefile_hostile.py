"""Whatever is put anywhere into a case file: it is read, or it is refused in words, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.interop.test_casefile import small_case, write
from tracker.interop.casefile import CaseRefused, read_case

Steps = tuple[str | int, ...]


def places(value: Any, path: Steps = ()) -> Iterator[Steps]:
    """Every place in a JSON value."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*path, number))


PLACES = list(places(small_case()))
WORDS = [
    "aldria",
    "k1",
    "k3",
    "Q1",
    "Q1a",
    "S1",
    "S2",
    "2020-03",
    "2020-02-30",
    "retract",
    "denies",
    "",
    "\0",
    "\ud800",
    "a\n",
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(WORDS)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS) | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)


def put(case: Any, path: Steps, value: Any) -> None:
    try:
        for step in path[:-1]:
            case = case[step]
        case[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        pass  # an earlier change has taken the place away


def faults(path: Path) -> list[str]:
    """What is told about the case; nothing where it is read."""
    try:
        read_case(path=path)
    except CaseRefused as refused:
        return str(refused).splitlines()
    return []


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=3))
def test_anything_anywhere(tmp_path: Path, changes: list[tuple[Steps, Any]]) -> None:
    case = small_case()
    for path, value in changes:
        put(case, path, value)
    told = faults(write(tmp_path, json.dumps(case)))
    event("refused" if told else "read")
    assert all(fault.isprintable() and len(fault) < 1000 for fault in told)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=40) | st.text(alphabet='{}[]":,0a\\ue-.', max_size=40).map(str.encode))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CaseRefused):
        read_case(path=write(tmp_path, content))
