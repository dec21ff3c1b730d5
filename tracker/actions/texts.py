"""Texts as they come in: newlines made LF, and refused where no database could hold them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final, TypeVar

from django.db.models import Model, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tracker.actions.refusals import Refused
from tracker.domain.dates import BadDate, days
from tracker.domain.record import Days
from tracker.domain.text import BadText, normalise_newlines, refuse_bad_text

LONGEST: Final = 20_000
"""Characters of the longest text besides a source's own."""

SLUG: Final = 80

M = TypeVar("M", bound=Model)


def kept(text: str, *, field: str, longest: int = LONGEST) -> str:
    """The text as it is stored: CRLF and CR as LF, nothing else changed.

    Refused: a NUL, half of a surrogate pair, more than `longest` characters. No query.
    """
    try:
        refuse_bad_text(text=text)
    except BadText as bad:
        raise Refused(rule="text_is_storable", message=str(bad), field=field) from None
    if len(text) > longest:
        raise Refused(
            rule="text_is_not_too_long",
            message=_("This is %(length)s characters long; %(longest)s is the most.")
            % {"length": len(text), "longest": longest},
            field=field,
        )
    return normalise_newlines(text=text)


def line(text: str, *, field: str) -> str:
    """A text of one line, without space around it; refused as in `kept`."""
    return " ".join(kept(text, field=field, longest=2_000).split())


def bounds(text: str, *, field: str) -> Days:
    """The first and last day of a date that somebody wrote; refused where it has none. No query."""
    try:
        return days(text=kept(text, field=field).strip())
    except BadDate as bad:
        raise Refused(rule="date_has_bounds", message=str(bad), field=field) from None


def chosen(value: str, *, among: Iterable[tuple[str, str]], field: str) -> str:
    """One word of a vocabulary."""
    if value not in {word for word, _label in among}:
        raise Refused(rule=f"{field}_is_known", message=_("Choose one of the values that are offered."), field=field)
    return value


def free_slug(text: str, *, taken: QuerySet[M], field: str) -> str:
    """A readable address for the text that none of the rows `taken` has: "title", "title-2". One query."""
    stem = slugify(unicodedata.normalize("NFC", text), allow_unicode=True)[:SLUG].strip("-_")
    if not stem:
        raise Refused(
            rule="slug_has_a_letter",
            message=_("It needs a letter or a digit, for the address of its page."),
            field=field,
        )
    used = set(taken.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in used:
        number += 1
        slug = f"{stem}-{number}"
    return slug
