"""Both clocks of a reader's page, as its address sets them, and as its links keep them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """`said_by` is always a day; `known_by` is None for the present, else an instant of the record."""

    today: date
    said_by: date
    said_given: bool
    known_by: datetime | None
    path: str

    @property
    def is_past(self) -> bool:
        return self.said_given or self.known_by is not None

    @property
    def known_text(self) -> str:
        """The instant as an address holds it."""
        assert self.known_by is not None
        return self.known_by.astimezone(UTC).isoformat().replace("+00:00", "Z")

    @property
    def known_day(self) -> date:
        return self.known_by.astimezone(UTC).date() if self.known_by else self.today

    @property
    def query(self) -> str:
        """What every link adds, so that the next page stands at the same moment."""
        return self._query({})

    @property
    def now_path(self) -> str:
        return self.path

    def at(self, path: str, *, said_by: date, keep: Iterable[tuple[str, str]] = ()) -> str:
        """The same page at another day of the first clock."""
        return path + self._query({"said_by": said_by.isoformat()}, keep)

    def here(self, path: str, keep: Iterable[tuple[str, str]] = ()) -> str:
        """A page at these clocks, with more in its address."""
        return path + self._query({}, keep)

    def _query(self, changed: dict[str, str], keep: Iterable[tuple[str, str]] = ()) -> str:
        asked = {}
        if self.said_given:
            asked["said_by"] = self.said_by.isoformat()
        if self.known_by:
            asked["known_by"] = self.known_text
        pairs = [*keep, *(asked | changed).items()]
        return "?" + urlencode(pairs, safe=":") if pairs else ""
