"""The paragraphs of the whole case at three dates, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tracker.queries import incident_page, question_page
from tracker.web.reader.paragraph import Sentence, sentences

GOLDEN = Path(__file__).parent / "data" / "paragraphs.txt"
DATES = (date(2010, 5, 20), date(2010, 11, 24), date(2010, 12, 19))
INCIDENTS = ("yeonpyeong", "cheonan", "aftermath")
JUDGES = {"claimed", "alleged", "admitted", "insisted", "true", "false", "only", "merely", "actually"}


def told(said_by: date) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
    """Every question's key and text, and its paragraph."""
    for slug in INCIDENTS:
        found = incident_page.load(viewer=None, slug=slug, said_by=said_by, known_at=None)
        assert found is not None
        for row in found.display.questions_of(incident=found.incident):
            page = question_page.compose(found=found, question=row.key, said_by=said_by)
            said = sentences(clauses=page.paragraph, question=row, display=found.display, sources=page.sources)
            yield f"{row.key} {row.text}", said


def test_the_paragraphs_of_the_case_are_these(case_db: None) -> None:
    lines = []
    for said_by in DATES:
        lines.append(f"# By {said_by}")
        for heading, said in told(said_by):
            words = " ".join(s.text + (f" [{' '.join(s.claims)}]" if s.claims else "") for s in said)
            lines.append(f"{heading}\n{words or '-'}\n")
    assert "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ") == GOLDEN.read_text(encoding="utf-8")


def test_no_word_of_ours_judges(case_db: None) -> None:
    for _heading, said in told(DATES[-1]):
        for sentence in said:
            ours = re.sub(r"“[^”]*”", "", sentence.text).lower()
            assert set(re.findall(r"\w+", ours)) & JUDGES == set()
