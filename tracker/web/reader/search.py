"""The page of search. Its filters are its address: a form that asks by GET, and links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from tracker.queries import search as found
from tracker.web.reader.asked import BadAsk, clocks, day_of, once, one_of, page_number, shortened
from tracker.web.reader.clock import Clock
from tracker.web.reader.errors import answers_badly_asked
from tracker.web.reader.vocabulary import POLARITY, STATUS

KIND: Final[dict[str, str | Promise]] = {
    "claim": _l("Claims"),
    "question": _l("Questions"),
    "source": _l("Sources"),
    "party": _l("Parties"),
    "incident": _l("Incidents"),
}
_HEADINGS: Final[dict[str, str | Promise]] = {
    "kind": _l("What it is"),
    "status": _l("Status of the question today"),
    "polarity": _l("Stance"),
    "party": _l("Party, or who speaks for it"),
    "speaker": _l("Speaker"),
    "language": _l("Language of the source"),
    "incident": _l("Incident"),
    "source": _l("Source"),
}
_WORDS: Final = {
    "kind": KIND,
    "polarity": POLARITY,
    "status": {key.replace(" ", "-"): word for key, word in STATUS.items()},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a filter; its link sets it, or takes it away where it is `chosen`."""

    label: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A filter with the values that hits have."""

    name: str
    heading: str | Promise
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What is asked for, and the addresses that ask for a little more or less."""

    path: str
    asked: dict[str, str]

    def having(self, name: str, value: str) -> str:
        """This search with one thing set, from its first page."""
        return self._written({**self._rest(name), name: value})

    def lacking(self, *names: str) -> str:
        """This search without some of its filters."""
        return self._written(self._rest(*names))

    def page(self, number: int) -> str:
        return self.having("page", str(number))

    @property
    def filters(self) -> tuple[str, ...]:
        return tuple(name for name in self.asked if name not in ("q", "page"))

    def _rest(self, *names: str) -> dict[str, str]:
        return {name: value for name, value in self.asked.items() if name not in (*names, "page")}

    def _written(self, asked: dict[str, str]) -> str:
        return f"{self.path}?{urlencode(asked)}" if asked else self.path


@require_safe
@answers_badly_asked
def search(request: HttpRequest) -> HttpResponse:
    """What was found, or how to find more. Queries: those of `tracker.queries.search`, one more with `known_by`."""
    then = clocks(request)
    clock = replace(then, known_by=None)  # links of this page lead to the present, which is what was searched
    text, number = once(request, "q"), page_number(request)
    filters = {facet: value for facet in found.FACETS if (value := _filter(request, facet))}
    since = _since(request)
    try:
        page = found.load(text=text, filters=filters, since=since, said_by=clock.said_by, page=number)
    except found.UnknownName as unknown:
        raise BadAsk(_unknown(unknown)) from None
    if page is None:
        raise Http404(_("This list has fewer pages."))
    address = Address(path=request.path, asked=_asked(text, filters, since, clock))
    context = {
        "page": page,
        "clock": clock,
        "known_by": then.known_by,
        "text": text,
        "since": since,
        "address": address,
        "groups": tuple(_groups(page, address)),
        "KIND": KIND,
    }
    return render(request, "reader/search.html", context)


def _filter(request: HttpRequest, facet: str) -> str:
    """The value of a filter; of those whose values are words, one of these. Raises BadAsk."""
    value = once(request, facet)
    if not value:
        return ""
    if words := _WORDS.get(facet):
        return one_of(request, facet, tuple(words))
    if not value.replace("-", "").replace("_", "").isalnum():
        raise BadAsk(_("“%(value)s” is not something to filter by.") % {"value": shortened(value)})
    return value


def _since(request: HttpRequest) -> date | None:
    value = once(request, "since")
    return day_of("since", value) if value else None


def _unknown(unknown: found.UnknownName) -> str:
    said = {
        "party": _("No party is called “%(name)s”."),
        "speaker": _("No party is called “%(name)s”."),
        "source": _("No source is called “%(name)s”."),
        "incident": _("No incident is called “%(name)s”."),
    }
    return said[unknown.facet] % {"name": shortened(unknown.name)}


def _asked(text: str, filters: dict[str, str], since: date | None, clock: Clock) -> dict[str, str]:
    asked = {"q": text} if text else {}
    asked |= filters
    if since:
        asked["since"] = since.isoformat()
    if clock.said_given:
        asked["said_by"] = clock.said_by.isoformat()
    return asked


def _groups(page: found.Page, address: Address) -> Iterable[Group]:
    for name, values in page.facets.items():
        choices = tuple(
            Choice(
                label=_label(name, value.label),
                count=value.count,
                chosen=value.chosen,
                href=address.lacking(name) if value.chosen else address.having(name, value.value),
            )
            for value in values
        )
        if len(choices) > 1 or any(choice.chosen for choice in choices):
            yield Group(name=name, heading=_HEADINGS[name], choices=choices)


def _label(name: str, label: str) -> str:
    words = _WORDS.get(name)
    if words:
        return str(words[label])
    if name == "language":
        try:
            return str(get_language_info(label)["name_translated"])
        except KeyError:
            return label
    return label
