"""What a request asks for in its address; everything that is wrong with it is told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from django.http import HttpRequest
from rest_framework.request import Request

from tracker.api.errors import Fault, Problem, bad_parameters
from tracker.queries.clock import Clocks, resolve
from tracker.queries.moments import BadMoment, day_of, instant_of

LONGEST: Final = 4000
"""Characters of the longest address that is read."""

MOST_PARTIES: Final = 12
"""How many parties may be asked for at once, as on the pages."""

_SHOWN: Final = 60
T = TypeVar("T")


class Asked:
    """The parameters of one request. `allowed` are all that the address takes; any other is a fault.

    Faults are gathered and raised together by `check`, so that one answer tells all of them.
    """

    def __init__(self, *, request: HttpRequest | Request, allowed: tuple[str, ...]) -> None:
        refuse_long(request)
        self._given: Any = request.GET
        self.faults: list[Fault] = []
        for name in self._given:
            if name not in allowed:
                known = ", ".join(allowed) or "none"
                self.fault(name, "unknown_parameter", f"{shown(name)} is no parameter here. There are: {known}.")

    def fault(self, parameter: str, code: str, detail: str) -> None:
        self.faults.append(Fault(parameter[:_SHOWN], code, detail))

    def check(self) -> None:
        """Raises the problem of all faults so far."""
        if self.faults:
            raise bad_parameters(self.faults)

    def once(self, name: str) -> str | None:
        """The one value of a parameter; None if it is not there or empty."""
        values = self._given.getlist(name)
        if len(values) > 1:
            self.fault(name, "given_twice", f"{name} stands {len(values)} times in the address. Give it once.")
            return None
        return values[0] if values and values[0] else None

    def clocks(self) -> Clocks:
        """Both clocks, for `check` to have passed when they are used. One query if `known_by` is given."""
        said_by: date | None = self._moment("said_by", "not_a_day", day_of)
        known_by: datetime | None = self._moment("known_by", "not_an_instant", instant_of)
        self.check()
        return resolve(said_by=said_by or datetime.now(UTC).date(), known_by=known_by)

    def _moment(self, name: str, code: str, read: Callable[..., T]) -> T | None:
        text = self.once(name)
        if text is None:
            return None
        try:
            return read(text=text)
        except BadMoment as error:
            self.fault(name, code, f"{name} is {shown(text)}. {error}")
            return None

    def slugs(self, name: str) -> tuple[str, ...]:
        """Names that may stand repeatedly or with commas between, each once, in their order."""
        given = [slug.strip() for value in self._given.getlist(name) for slug in value.split(",")]
        slugs = tuple(dict.fromkeys(slug for slug in given if slug))
        if len(slugs) > MOST_PARTIES:
            self.fault(name, "too_many", f"{len(slugs)} are asked for, and {MOST_PARTIES} can be at once.")
            return ()
        return slugs

    def keys(self, name: str, slugs: tuple[str, ...], known: Mapping[str, str]) -> frozenset[str]:
        """The keys of the parties with these slugs. Raises the problem of those that have no part here."""
        for slug in slugs:
            if slug not in known:
                self.fault(name, "unknown_party", f"No party {shown(slug)} has anything on record here.")
        self.check()
        return frozenset(known[slug] for slug in slugs)


def refuse_long(request: HttpRequest | Request) -> None:
    """Raises the problem of an address that is longer than any of ours."""
    if len(request.get_full_path()) > LONGEST:
        raise Problem(
            code="too_long", status=414, detail=f"The address has more than the {LONGEST} characters that are read."
        )


def shown(value: str) -> str:
    """What somebody sent, quoted, short, and without characters that do not print."""
    text = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in value)
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”"
