"""Draws docs/data-model.md anew from the models: a diagram, and every table with its fields and what it refuses.

Only what stands between the two marks of the page is made; the words around it are written by hand.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pgtrigger
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models

from tracker.models.base import Keyed, Versioned

PAGE = "docs/data-model.md"
BEGINS, ENDS = "<!-- made by script/manage data_model -->\n", "<!-- end of what is made -->\n"
GROUPS = {
    "What is disputed": ("Incident", "Side", "Question", "Answer", "Distinction"),
    "Who": ("Party", "Affiliation"),
    "Where it is written": ("Source", "Snapshot", "Excerpt"),
    "Who said what": ("Claim", "Relay", "Reason"),
    "At work": ("Draft", "Capture", "Carryover", "Comment", "Watch", "Step", "Letter", "User", "Change"),
    "Derived": ("Shingles", "SearchRow"),
}

# what every versioned table refuses, said once by the page
EVERYWHERE = {
    "change_has_by",
    "key_is_immutable",
    "public_change_has_note",
    "published_is_never_removed",
    "revision_is_next",
}


class Command(BaseCommand):
    help = f"Draws the diagram and the tables of {PAGE} anew from the models."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the page is not current")

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / PAGE
        old = page.read_text()
        new = redrawn(old)
        if old == new:
            return
        if check:
            raise CommandError(f"{PAGE} is not current: run script/manage data_model.")
        page.write_text(new)


def redrawn(page: str) -> str:
    """The page with what is made made anew. Raises CommandError where its marks are missing."""
    before, begins, rest = page.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not begins or not ends:
        raise CommandError(f"{PAGE} has lost the marks between which it is drawn.")
    return before + begins + "\n" + "\n".join(drawing()) + "\n" + ends + after


def drawing() -> Iterator[str]:
    """The lines of the diagram and of the tables."""
    tables = [apps.get_model("tracker", name) for names in GROUPS.values() for name in names]
    yield from ("```mermaid", "erDiagram")
    for table in tables:
        for field in references(table):
            yield f"  {table.__name__} }}o--{'o|' if field.null else '||'} {target(field)} : {field.name}"
    yield "```"
    for group, names in GROUPS.items():
        yield from ("", f"### {group}")
        for name in names:
            yield from ("", *described(apps.get_model("tracker", name)))


def described(table: type[models.Model]) -> Iterator[str]:
    """One table: what it is, its fields, and the names of its rules."""
    yield f"**{table.__name__}**: {summary(table)}{' *Versioned.*' if issubclass(table, Versioned) else ''}"
    yield ""
    yield from ("| Field | Holds | |", "|---|---|---|")
    for field in own_fields(table):
        holds = f"→ {target(field)}" if field.is_relation else words_of(field)
        yield f"| `{field.name}` | {holds} | {'may be null' if field.null else ''} |"
    rules = sorted({*constraints(table), *guards(table)} - (EVERYWHERE if issubclass(table, Versioned) else set()))
    if rules:
        yield from ("", "Refuses: " + ", ".join(f"`{rule}`" for rule in rules) + ".")


def summary(table: type[models.Model]) -> str:
    return (inspect.getdoc(table) or "").partition("\n\n")[0].replace("\n", " ")


def own_fields(table: type[models.Model]) -> list[Any]:
    """The fields without those that every table has, or that Django's accounts bring along."""
    common = {"id", *(() if not issubclass(table, Keyed) else ("key", "revision"))}
    if table.__name__ == "User":
        return [table._meta.get_field(name) for name in ("username", "role", "is_active")]
    return [field for field in table._meta.fields if field.name not in common]


def references(table: type[models.Model]) -> list[Any]:
    return [field for field in own_fields(table) if field.is_relation]


def target(field: Any) -> str:
    return str(field.related_model.__name__)


def words_of(field: Any) -> str:
    """What a column holds: its vocabulary where it has one, else its type."""
    if field.choices:
        return ", ".join(value for value, _ in field.choices)
    inner = getattr(field, "base_field", None)
    name = field.get_internal_type() if not hasattr(field, "range_type") else type(field).__name__
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Field")).lower()
    return f"{plain} of {words_of(inner)}" if isinstance(inner, models.Field) and plain == "array" else plain


def constraints(table: type[models.Model]) -> Iterable[str]:
    return [constraint.name for constraint in table._meta.constraints]


def guards(table: type[models.Model]) -> Iterator[str]:
    """The names under which the table's triggers refuse."""
    for model, trigger in pgtrigger.registered():
        if model._meta.label == table._meta.label:
            yield from re.findall(r"CONSTRAINT = '(\w+)'", str(trigger.compile(model).install_sql))
