"""The statement of search: which records fit, the best first, and how many each filter would leave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from tracker.domain.searching import Asked, Part, exactly

PER_PAGE: Final = 20
MOST: Final = 500
"""Claims, and records of other kinds, that are ranked and counted; where more fit, that is said."""

_WEIGHTS: Final = "'{0.05, 0.15, 0.4, 1}'"
_OTHERS, _CLAIMS = "NOT (r.kind = 'claim')", "r.kind = 'claim'"
_RANK: Final = """
(CASE r.kind WHEN 'party' THEN 4 WHEN 'incident' THEN 3 WHEN 'question' THEN 2 ELSE 1 END)
* (ts_rank({weights}, r.stems, {stems}, 1) + ts_rank({weights}, r.exact, {exact}, 1)
   + CASE WHEN %s <> '' AND position(%s IN r.names) > 0 THEN 5 ELSE 0 END)
"""
_FOUND: Final = """
WITH found AS MATERIALIZED ({branches}),
shown AS (
    SELECT kind, of, row_number() OVER (ORDER BY rank DESC, said_end DESC NULLS LAST, kind, of) AS place
    FROM found ORDER BY place OFFSET %s LIMIT %s
)
SELECT kind, of, place FROM shown
UNION ALL
SELECT facet, count(*), NULL FROM found, unnest(found.facets) AS facet GROUP BY facet
"""
_BRANCH: Final = (
    "(SELECT r.kind, r.of, r.facets, r.said_end, {rank} AS rank FROM tracker_searchrow r WHERE {where} LIMIT %s)"
)
_NEAR: Final = "SELECT kind, of, names FROM ({}) AS near WHERE far < 0.75 ORDER BY far"
_THERE: Final = "EXISTS (SELECT FROM tracker_searchrow r WHERE {where})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is asked of the index: every part of a search, or any word of it. `facets` are those that must be there."""

    asked: Asked
    facets: tuple[str, ...] = ()
    said_by: date
    since: date | None = None
    any_word: bool = False

    @property
    def _stems(self) -> list[str]:
        return [part.tokens[0].folded for part in self._parts if part.by_stem]

    @property
    def _exact(self) -> list[str]:
        return [f"({exactly(part=part)})" for part in self._parts if not part.by_stem]

    @property
    def _parts(self) -> tuple[Part, ...]:
        if not self.any_word:
            return self.asked.parts
        return tuple(Part("word", token.folded, (token,)) for part in self.asked.parts for token in part.tokens)

    @property
    def queries(self) -> tuple[str, str]:
        """The tsqueries over `stems` and over `exact`, as texts for `to_tsquery` and for a cast."""
        joint = " | " if self.any_word else " & "
        return joint.join(self._stems), joint.join(self._exact)

    def where(self) -> tuple[str, list[Any]]:
        """The condition over a row `r`, with its values."""
        stems, exact = self.queries
        words, values = [], []
        if stems:
            words.append("r.stems @@ to_tsquery('english', %s)")
            values.append(stems)
        if exact:
            words.append("r.exact @@ %s::tsquery")
            values.append(exact)
        steps = ["NOT r.stale", "(r.said_end IS NULL OR r.said_end <= %s)"]
        given: list[Any] = [self.said_by]
        if words:
            steps.append("(" + (" OR " if self.any_word else " AND ").join(words) + ")")
            given += values
        if self.facets:
            steps.append("r.facets @> %s")
            given.append(list(self.facets))
        if self.since:
            steps.append("r.said_start >= %s")
            given.append(self.since)
        return " AND ".join(steps), given


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The hits of one page, as (kind, id), the best first; how many of all have each facet. `more`: not all were
    counted, because of some kind more than MOST fit."""

    hits: tuple[tuple[str, int], ...]
    counts: dict[str, int]
    more: bool

    @property
    def total(self) -> int:
        return sum(count for facet, count in self.counts.items() if facet.startswith("kind:"))


def look(*, terms: Terms, page: int) -> Found:
    """The hits of a page, counted from 1. One query; its cost is bounded, however many records there are."""
    stems, exact = terms.queries
    where, values = terms.where()
    name = f"| {terms.asked.name} |" if terms.asked.parts else ""
    rank = _RANK.format(weights=_WEIGHTS, stems="to_tsquery('english', %s)", exact="%s::tsquery")
    ranked = [stems, exact, name, name]
    branches, given = [], []
    for kinds in (_OTHERS, _CLAIMS):
        branches.append(_BRANCH.format(rank=rank, where=f"{kinds} AND {where}"))
        given += [*ranked, *values, MOST + 1]
    statement = _FOUND.format(branches=" UNION ALL ".join(branches))
    hits: list[tuple[int, str, int]] = []
    counts: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, PER_PAGE * (page - 1), PER_PAGE])
        for word, number, place in cursor.fetchall():
            if place is None:
                counts[word] = number
            else:
                hits.append((place, word, number))
    claims = counts.get("kind:claim", 0)
    others = sum(count for facet, count in counts.items() if facet.startswith("kind:")) - claims
    return Found(
        hits=tuple((kind, of) for _, kind, of in sorted(hits)), counts=counts, more=claims > MOST or others > MOST
    )


def unknown(*, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Those single words that stand in no record as they were typed. One query."""
    words = [part for part in parts if part.kind == "word"]
    if not words:
        return ()
    there = " OR ".join(_THERE.format(where=f"{kinds} AND r.exact @@ %s::tsquery") for kinds in (_OTHERS, _CLAIMS))
    columns = [f"({there})" for _ in words]
    values = [query for part in words for query in [exactly(part=part)] * 2]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", values)
        known = cursor.fetchone()
    return tuple(part for part, there in zip(words, known, strict=True) if not there)


def near_names(*, words: Iterable[str], most: int = 8) -> list[tuple[str, int, str]]:
    """Records whose names are most like any of the words: kind, id, names. One query, none without words."""
    asked = list(words)
    if not asked:
        return []
    each = (
        "(SELECT r.kind, r.of, r.names, %s <<-> r.names AS far FROM tracker_searchrow r"
        " WHERE r.names <> '' AND NOT r.stale ORDER BY far LIMIT %s)"
    )
    statement = _NEAR.format(" UNION ALL ".join([each] * len(asked)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for word in asked for value in (word, most)])
        return [(kind, of, names) for kind, of, names in cursor.fetchall()]


def forms(*, words: Collection[str], terms: Terms) -> frozenset[str]:
    """Those of the words that are forms of a word asked for by stem. One query, none without words."""
    stems, _ = terms.queries
    if not words or not stems:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w FROM unnest(%s::text[]) AS w WHERE to_tsvector('english', w) @@ to_tsquery('english', %s)",
            [list(words), stems.replace("&", "|")],
        )
        return frozenset(word for (word,) in cursor.fetchall())
