"""Search: records of every kind that hold what a reader asks for, the best first, with their words in context."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from tracker.domain.in_context import Context, candidates, context
from tracker.domain.searching import Asked, as_name, asked, nearest
from tracker.models import Incident, Party, Source
from tracker.queries.found import PER_PAGE, Found, Terms, forms, look, near_names, unknown
from tracker.queries.hits import Hit, Marker, hits

KINDS: Final = ("party", "incident", "question", "source", "claim")
FACETS: Final = ("kind", "status", "polarity", "party", "speaker", "language", "incident", "source")
"""What the hits can be filtered by, besides when it was said; in the order in which filters are shown."""

_MODELS: Final[dict[str, Any]] = {"party": Party, "speaker": Party, "incident": Incident, "source": Source}
_NAMES: Final = {"party": "name", "speaker": "name", "incident": "title", "source": "title"}
SHOWN: Final = 8
"""Values of a filter that are offered: those that most hits have."""


class UnknownName(Exception):
    """A filter names a record that is not public; `facet` and `name` say which."""

    def __init__(self, facet: str, name: str) -> None:
        super().__init__(f"{facet}={name}")
        self.facet, self.name = facet, name


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value that a filter may have: as an address holds it, as it is read, and how many hits have it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NearName:
    """A record whose name is like a word that stands nowhere."""

    kind: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of hits. `looked_for` is what was found in the end: `instead` says that it is not what was typed,
    because that stands nowhere; `any_word` that hits hold only some of the words. `without` counts the hits that
    there would be without filters, where there are none with them; `meant` is the search that was perhaps meant,
    where a word is found only in other forms and is near to a name."""

    asked: Asked
    looked_for: Asked
    instead: Mapping[str, str]
    any_word: bool
    hits: tuple[Hit, ...]
    total: int
    more: bool
    number: int
    of: int
    facets: Mapping[str, tuple[Value, ...]]
    without: int
    near: tuple[NearName, ...]
    meant: str = ""


def load(*, text: str, filters: Mapping[str, str], since: date | None, said_by: date, page: int) -> Page | None:
    """The hits of a search, as the record stands now; None beyond the last page. For everybody: only what is public.

    `filters` are by the names of FACETS. Raises UnknownName. At most 14 queries where something is found, at most
    10 where nothing is.
    """
    wanted = asked(text=text)
    chosen = _chosen(filters)
    terms = Terms(asked=wanted, facets=tuple(chosen.values()), said_by=said_by, since=since)
    found = Found(hits=(), counts={}, more=False)
    instead: dict[str, str] = {}
    if wanted.parts or chosen or since:
        found = look(terms=terms, page=page)
    meant = ""
    if wanted.parts and found.total:
        better, mended = _mended(wanted)
        meant = " ".join(f'"{part.text}"' if part.kind == "phrase" else part.text for part in better.parts if mended)
    elif wanted.parts:
        terms, found, instead = _loosened(terms, page)
    of = max(1, -(-found.total // PER_PAGE))
    if page > of:
        return None
    narrowed = bool(chosen or since)
    without = 0
    near: tuple[NearName, ...] = ()
    if wanted.parts and not found.total:
        without = look(terms=Terms(asked=wanted, said_by=said_by), page=1).total if narrowed else 0
        near = _near(wanted)
    return Page(
        asked=wanted,
        looked_for=terms.asked,
        instead=instead,
        any_word=terms.any_word,
        hits=hits(found=found.hits, marked=_marker(terms)),
        total=found.total,
        more=found.more,
        number=page,
        of=of,
        facets=_facets(found, chosen),
        without=without,
        near=near,
        meant=meant,
    )


def _chosen(filters: Mapping[str, str]) -> dict[str, str]:
    """The facets that the filters ask for. One query for each kind of record that they name."""
    chosen = {}
    for facet, value in filters.items():
        model = _MODELS.get(facet)
        if model is None:
            chosen[facet] = f"{facet}:{value}"
            continue
        fields = ("id", "merged_into") if model is Party else ("id", "id")
        row = model.objects.published().filter(slug=value).values_list(*fields).first()
        if row is None:
            raise UnknownName(facet, value)
        living = row[1] or row[0] if model is Party else row[0]
        chosen[facet] = f"{facet}:{living}"
    return chosen


def _loosened(terms: Terms, page: int) -> tuple[Terms, Found, dict[str, str]]:
    """What comes nearest where nothing fits: mistyped names mended, else hits that hold any of the words."""
    mended, instead = _mended(terms.asked)
    if instead:
        again = replace(terms, asked=mended)
        if (found := look(terms=again, page=page)).total:
            return again, found, instead
    if sum(len(part.tokens) for part in terms.asked.parts) > 1:
        again = replace(terms, asked=mended, any_word=True)
        if (found := look(terms=again, page=page)).total:
            return again, found, instead
    return terms, Found(hits=(), counts={}, more=False), {}


def _mended(wanted: Asked) -> tuple[Asked, dict[str, str]]:
    strange = [part for part in unknown(parts=wanted.parts) if part.by_stem and len(part.tokens[0].folded) > 3][:3]
    names = [names for _, _, names in near_names(words=[part.tokens[0].folded for part in strange])]
    instead = {part.text: better for part in strange if (better := nearest(word=part.tokens[0].folded, names=names))}
    parts = tuple(asked(text=instead[part.text]).parts[0] if part.text in instead else part for part in wanted.parts)
    return replace(wanted, parts=parts, name=as_name(text=" ".join(part.text for part in parts))), instead


def _near(wanted: Asked) -> tuple[NearName, ...]:
    """The names nearest to what was typed, of parties and incidents."""
    ids: dict[str, list[int]] = {"party": [], "incident": []}
    for kind, of, _ in near_names(words=[wanted.name[:100]] if wanted.name else [], most=6):
        ids[kind].append(of)
    found = []
    for kind, model, name in (("party", Party, "name"), ("incident", Incident, "title")):
        if ids[kind]:
            rows = model.objects.published().filter(id__in=ids[kind]).order_by(name)
            found += [NearName(kind=kind, slug=slug, name=text) for slug, text in rows.values_list("slug", name)]
    return tuple(found)


def _marker(terms: Terms) -> Marker:
    """Marks what was found in the texts of a page of hits, all at once: one query for the forms of words."""
    looked_for = _each_word(terms.asked) if terms.any_word else terms.asked

    def mark(texts: Collection[str], most: int) -> dict[str, Context]:
        alike = forms(words=candidates(texts=texts, asked=looked_for), terms=terms)
        return {text: context(text=text, asked=looked_for, forms=alike, most=most) for text in texts}

    return mark


def _each_word(wanted: Asked) -> Asked:
    return asked(text=" ".join(token.folded for part in wanted.parts for token in part.tokens))


def _facets(found: Found, chosen: Mapping[str, str]) -> dict[str, tuple[Value, ...]]:
    """What the hits can be filtered by, each value with its count. One query for each kind of record named."""
    grouped: dict[str, list[tuple[str, int]]] = {facet: [] for facet in FACETS}
    for word, count in sorted(found.counts.items(), key=lambda each: (-each[1], each[0])):
        facet, _, value = word.partition(":")
        grouped[facet].append((value, count))
    for facet, word in chosen.items():
        if not found.counts.get(word):
            grouped[facet].insert(0, (word.partition(":")[2], 0))
    shown = {facet: values[:SHOWN] for facet, values in grouped.items()}
    named = _named(shown)
    return {
        facet: tuple(
            Value(value=slug, label=label, count=count, chosen=chosen.get(facet) == f"{facet}:{value}")
            for value, count in values
            for slug, label in [named[facet][int(value)] if facet in _MODELS else (value, value)]
        )
        for facet, values in shown.items()
        if values
    }


def _named(shown: Mapping[str, Iterable[tuple[str, int]]]) -> dict[str, dict[int, tuple[str, str]]]:
    """Address and name of the records that values stand for."""
    ids = {facet: {int(value) for value, _ in shown[facet]} for facet in _MODELS}
    ids["party"] |= ids["speaker"]
    named: dict[str, dict[int, tuple[str, str]]] = {}
    for facet in ("party", "incident", "source"):
        rows = _MODELS[facet].objects.filter(id__in=ids[facet]).values_list("id", "slug", _NAMES[facet])
        named[facet] = {id_: (slug, name) for id_, slug, name in rows} if ids[facet] else {}
    return named | {"speaker": named["party"]}
