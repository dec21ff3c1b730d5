"""The page that shows the tables shows them as they are."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tracker.management.commands.data_model import PAGE, redrawn


def test_the_page_of_the_data_model_is_current() -> None:
    call_command("data_model", check=True)


def test_a_page_that_is_not_current_is_told_from_one_that_is(tmp_path: Path, settings: object) -> None:
    page = tmp_path / PAGE
    page.parent.mkdir()
    current = (Path(settings.BASE_DIR) / PAGE).read_text()  # type: ignore[attr-defined]
    page.write_text(current.replace("| `polarity` |", "| `verdict` |"))
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="is not current"):
        call_command("data_model", check=True)
    call_command("data_model")
    assert page.read_text() == current


def test_a_page_without_its_marks_is_refused_and_not_overwritten() -> None:
    with pytest.raises(CommandError, match="has lost the marks"):
        redrawn("# Data model\n")
    assert (Path(settings.BASE_DIR) / PAGE).read_text().startswith("# Data model\n")
