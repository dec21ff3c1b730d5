"""The cases with known results: the real one at four dates, and one small invented one for each rule."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import tracker.case
from tracker.domain.record import Record
from tracker.interop.casefile import record_of

DATA = Path(__file__).parent / "data"
REAL = Path(tracker.case.__file__).parent / "case.json"

EXPECTED: dict[str, Any] = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
RULES: list[dict[str, Any]] = json.loads((DATA / "rules.json").read_text(encoding="utf-8"))


@cache
def real_record() -> Record:
    return record_of(case=json.loads(REAL.read_text(encoding="utf-8")))
