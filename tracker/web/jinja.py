"""The Jinja2 environment of every page: addresses, static files, translations, dates and numbers in words."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import dateformat
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

from tracker.domain import policy
from tracker.models.people import role_of
from tracker.web.reader import vocabulary

NBSP = "\N{NO-BREAK SPACE}"
_EDTF = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)$")


def environment(**options: Any) -> Environment:
    """Django's Jinja2 backend calls this once. Undefined names are errors; everything is escaped."""
    options.setdefault("undefined", StrictUndefined)
    env = Environment(  # noqa: S701 - Django switches autoescape on
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        url=url,
        may_do=may_do,
        static=static,
        link=link,
        language=get_language,
        get_messages=get_messages,
        **vocabulary.GLOBALS,
    )
    env.filters.update(
        day=day, moment=moment, edtf=edtf, month=month, spelled=spelled, Spelled=Spelled, listed=listed, capital=capital
    )
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args, kwargs=kwargs)


def may_do(user: object, action: policy.Action, own: bool = False) -> bool:
    """Whether the account may do this, `own` with something of theirs: for what a page offers."""
    return policy.allowed(role=cast(policy.Role, role_of(user)), action=action, is_owner=own)


@pass_context
def link(context: Context, name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a reader page, with both clocks as this page has them set."""
    path = _path(get_script_prefix(), f"reader:{name}", args, tuple(kwargs.items()))
    clock = context.get("clock")
    return path + clock.query if clock else path


@lru_cache(maxsize=10_000)
def _path(prefix: str, name: str, args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]) -> str:
    """Addresses stay, and a page has a hundred of them: each is worked out once."""
    return reverse(name, args=args, kwargs=dict(kwargs))


def day(value: date, form: str = "j M Y") -> str:
    """9 Dec 2010, on one line."""
    return dateformat.format(value, form).replace(" ", NBSP)


def month(value: date) -> str:
    """Dec 2010."""
    return day(value, "M Y")


def moment(value: datetime) -> str:
    """9 Dec 2010, 14:02 UTC."""
    return f"{day(value.date())},{NBSP}{value:%H:%M}{NBSP}UTC"


def edtf(text: str) -> str:
    """An EDTF date in words: a day, a month, a year, a span of two; as it stands where it is something else."""
    if "/" in text:
        start, _, end = text.partition("/")
        first, last = (edtf(part) if part not in ("", "..") else "" for part in (start, end))
        if first and last:
            return gettext("%(first)s to %(last)s") % {"first": first, "last": last}
        return gettext("from %(first)s") % {"first": first} if first else gettext("until %(last)s") % {"last": last}
    match = _EDTF.match(text)
    if not match:
        return text
    year, of_year, of_month, doubt = match.groups()
    try:
        value = date(int(year), int(of_year or 1), int(of_month or 1))
    except ValueError:
        return text
    shown = day(value) if of_month else day(value, "F Y") if of_year else year
    return gettext("about %(date)s") % {"date": shown} if doubt else shown


def spelled(number: int) -> str:
    """Numbers up to twenty in words."""
    return str(vocabulary.NUMBERS[number]) if number < len(vocabulary.NUMBERS) else str(number)


def Spelled(number: int) -> str:
    """The same, to begin a sentence."""
    return capital(spelled(number))


def capital(text: str) -> str:
    """The first letter as a capital, the rest untouched."""
    text = str(text)
    return text[:1].upper() + text[1:]


def listed(names: list[str]) -> str:
    """A, B and C."""
    names = [str(name) for name in names]
    if len(names) < 2:
        return "".join(names)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
