"""What a reader's address asks for; what it gets wrong is said in the reader's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tracker.queries.clock import end_of, resolve
from tracker.queries.display import PartyRow
from tracker.web.reader.clock import Clock

LONGEST = 4000
"""An address above this many characters is refused."""

MOST_PARTIES = 12

_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$", re.ASCII)
Choice = TypeVar("Choice", bound=str)


class BadAsk(Exception):
    """The address asks for something that cannot be; the message says what, `status` how it is answered."""

    def __init__(self, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


def clocks(request: HttpRequest) -> Clock:
    """Both clocks of the request. One query if `known_by` is given, else none. Raises BadAsk."""
    if len(request.get_full_path()) > LONGEST:
        raise BadAsk(
            _("This address has more than %(most)s characters, which is more than any page here needs.")
            % {"most": LONGEST},
            status=414,
        )
    today = datetime.now(UTC).date()
    said_by, known_by = once(request, "said_by"), once(request, "known_by")
    resolved = resolve(
        said_by=day_of("said_by", said_by) if said_by else today,
        known_by=_instant(known_by) if known_by else None,
    )
    return Clock(
        today=today,
        said_by=resolved.said_by,
        said_given=bool(said_by),
        known_by=resolved.known_at,
        path=request.path,
    )


def once(request: HttpRequest, name: str) -> str:
    """The value of a parameter that may stand in the address once; "" if it does not."""
    values = request.GET.getlist(name)
    if len(set(values)) > 1:
        raise BadAsk(
            _("The address sets “%(name)s” %(count)s times, each time differently. Say it once.")
            % {"name": name, "count": len(values)}
        )
    return values[0].strip() if values else ""


def one_of(request: HttpRequest, name: str, choices: tuple[Choice, ...]) -> Choice:
    """One of the words that a parameter may be; the first if it is not there."""
    value = once(request, name)
    if not value:
        return choices[0]
    found = next((choice for choice in choices if choice == value), None)
    if found is None:
        raise BadAsk(
            _("“%(value)s” is not something this page can show. It can show: %(choices)s.")
            % {"value": shortened(value), "choices": ", ".join(choices)}
        )
    return found


def party_slugs(request: HttpRequest) -> tuple[str, ...]:
    """The parties asked for, in the order of the address, repeated or with commas between."""
    slugs = [slug.strip() for value in request.GET.getlist("parties") for slug in value.split(",")]
    asked = tuple(dict.fromkeys(slug for slug in slugs if slug))
    if len(asked) > MOST_PARTIES:
        raise BadAsk(
            _("The address asks for %(count)s parties. This page compares at most %(most)s at a time.")
            % {"count": len(asked), "most": MOST_PARTIES}
        )
    return asked


def party_keys(slugs: tuple[str, ...], parties: Mapping[str, PartyRow]) -> tuple[str, ...]:
    """The keys of the parties asked for. Raises BadAsk for one that has no part in what is shown."""
    by_slug = {row.slug: row.key for row in parties.values()}
    for slug in slugs:
        if slug not in by_slug:
            raise BadAsk(_("No party called “%(slug)s” has anything on record here.") % {"slug": shortened(slug)})
    return tuple(by_slug[slug] for slug in slugs)


def page_number(request: HttpRequest) -> int:
    """The page of a list, from 1."""
    value = once(request, "page")
    if not value:
        return 1
    if not re.fullmatch(r"[1-9]\d{0,5}", value, re.ASCII):
        raise BadAsk(_("“%(value)s” is not the number of a page.") % {"value": shortened(value)})
    return int(value)


def shortened(value: str) -> str:
    """What somebody typed, short enough to be told back."""
    value = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in value)
    return value if len(value) <= 60 else value[:57] + "…"


def day_of(name: str, value: str) -> date:
    """The day that a parameter names. Raises BadAsk."""
    try:
        if not _DAY.match(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise BadAsk(
            _("“%(value)s” is not a day. Write %(name)s as year-month-day, for example 2010-11-24.")
            % {"value": shortened(value), "name": name}
        ) from None


def _instant(value: str) -> datetime:
    if _DAY.match(value):
        return end_of(day=day_of("known_by", value))
    try:
        instant = datetime.fromisoformat(value.replace(" ", "+"))
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadAsk(
            _(
                "“%(value)s” is not a day or a moment. Write known_by as year-month-day, for example 2026-11-24, "
                "or with the time, for example 2026-11-24T14:02:00Z."
            )
            % {"value": shortened(value)}
        ) from None
