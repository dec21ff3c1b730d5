"""A source: the text that was read, with every claim highlighted in place."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.domain.text import page_breaks
from tracker.models import Claim, Snapshot, Source
from tracker.queries.display import CaptureRow
from tracker.queries.gone import capture_row, gone_from
from tracker.queries.words import direction_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlighted:
    """A claim on the words of an excerpt."""

    key: str
    speaker: str
    polarity: str
    answer: str
    question: str
    question_slug: str
    incident_slug: str
    said: str
    gone_from: CaptureRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """An excerpt, numbered in the order in which excerpts begin. `track` tells overlapping ones apart."""

    number: int
    track: int
    pieces: tuple[tuple[int, int], ...]
    claims: tuple[Highlighted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A run of text under the same excerpts. `begins` are the passages whose first piece begins here."""

    text: str
    passages: tuple[Passage, ...]
    begins: tuple[Passage, ...]

    @property
    def claims(self) -> str:
        return " ".join(claim.key for passage in self.passages for claim in passage.claims)

    @property
    def tracks(self) -> tuple[int, ...]:
        return tuple(sorted({passage.track for passage in self.passages}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A text in which the source was captured; `claims` rest on its words."""

    key: str
    captured_at: datetime
    captured_from: str
    sha256: str
    claims: int
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a text came from the open web. `hops`: every address that was asked, with the status that it answered."""

    at: datetime
    hops: tuple[tuple[str, int], ...]
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    slug: str
    title: str
    publisher: str
    publisher_slug: str
    author: str
    published: str
    url: str
    language: str
    direction: str
    rights: str
    extent: str
    original: tuple[str, str] | None
    translations: tuple[tuple[str, str], ...]
    captures: tuple[Capture, ...]
    way: Way | None
    redacted_at: datetime | None
    redaction_ground: str
    length: int
    paragraphs: tuple[tuple[Segment, ...], ...]
    passages: tuple[Passage, ...]
    pages: Mapping[int, int]
    claims: int

    @property
    def later(self) -> tuple[Capture, ...]:
        """The captures after the one that is shown, the newest first."""
        return self.captures[: next((n for n, each in enumerate(self.captures) if each.shown), 0)]


def load(*, slug: str, viewer: object, known_at: datetime | None, snapshot: str = "") -> SourcePage | None:
    """The page of a source that the viewer may see, with one of its captures shown; else None. Five queries.

    `snapshot` is the key of that capture; without it, it is the latest that carries claims. None for a capture that
    the source did not have.
    """
    found = (
        Source.objects.all()
        .visible_to(viewer)
        .known_by(known_at)
        .filter(slug=slug, published_at__isnull=False)
        .values_list(
            "id", "title", "publisher__name", "publisher__slug", "author", "published", "url", "language",
            "rights", "extent", "translation_of__slug", "translation_of__title", "translation_of__published_at",
        )
        .first()
    )  # fmt: skip
    if found is None:
        return None
    (
        source, title, publisher, publisher_slug, author, published, url, language, rights, extent,
        original_slug, original_title, original_public,
    ) = found  # fmt: skip
    snapshots = list(
        Snapshot.objects.all()
        .known_by(known_at)
        .filter(source=source)
        .order_by("-captured_at", "-id")
        .values_list("id", "captured_at", "captured_from", "sha256", "redacted_at", "redaction_ground", "key")
    )
    passages_of = _passages(source, known_at)
    shown = next((row for row in snapshots if row[0] in passages_of), snapshots[0] if snapshots else None)
    if snapshot:
        shown = next((row for row in snapshots if row[6] == snapshot), None)
        if shown is None:
            return None
    kept = Snapshot.objects.filter(id=shown[0]).values_list("text", "fetched", "redacted_at") if shown else None
    text, way, redacted = kept.get() if kept is not None else ("", None, None)
    passages = passages_of.get(shown[0], ()) if shown else ()
    return SourcePage(
        slug=slug,
        title=title,
        publisher=publisher,
        publisher_slug=publisher_slug,
        author=author,
        published=published,
        url=url if url.startswith(("http://", "https://")) else "",
        language=language,
        direction=direction_of(language=language),
        rights=rights,
        extent=extent,
        original=(original_slug, original_title) if original_public else None,
        translations=tuple(
            Source.objects.all()
            .published()
            .known_by(known_at)
            .filter(translation_of=source)
            .order_by("id")
            .values_list("slug", "title")
        ),
        way=_way(way) if way and redacted is None else None,
        captures=tuple(
            Capture(
                key=key,
                captured_at=at,
                captured_from=origin,
                sha256=sha256,
                claims=_claims(passages_of.get(each, ())),
                shown=shown is not None and each == shown[0],
            )
            for each, at, origin, sha256, _, _, key in snapshots
        ),
        redacted_at=shown[4] if shown else None,
        redaction_ground=shown[5] if shown else "",
        length=len(text),
        paragraphs=paragraphs(text=text, passages=passages),
        passages=passages,
        pages=_pages(text, passages),
        claims=_claims(passages),
    )


def _claims(passages: tuple[Passage, ...]) -> int:
    return sum(len(passage.claims) for passage in passages)


def _way(fetched: Mapping[str, Any]) -> Way:
    hops = [*fetched.get("redirects", ()), fetched]
    return Way(
        at=datetime.fromisoformat(fetched["at"]),
        hops=tuple((hop["address"], hop["status"]) for hop in hops),
        headers=tuple((name, value) for name, value in fetched.get("headers", ())),
    )


def _passages(source: int, known_at: datetime | None) -> dict[int, tuple[Passage, ...]]:
    """The excerpts of each snapshot with their claims. One query."""
    claims: dict[int, dict[tuple[tuple[int, int], ...], list[Highlighted]]] = defaultdict(lambda: defaultdict(list))
    for (
        snapshot, pieces, key, speaker, polarity, answer, question, question_slug, incident_slug, said, gone,
    ) in (
        Claim.objects.all()
        .counted()
        .known_by(known_at)
        .filter(excerpt__snapshot__source=source)
        .annotate(gone_from=gone_from(excerpt="excerpt", known_at=known_at))
        .order_by("id")
        .values_list(
            "excerpt__snapshot_id", "excerpt__pieces", "key", "speaker__name", "polarity", "answer__text",
            "question__text", "question__slug", "question__incident__slug", "said", "gone_from",
        )
    ):  # fmt: skip
        claims[snapshot][pieces].append(
            Highlighted(
                key=key,
                speaker=speaker,
                polarity=polarity,
                answer=answer or "",
                question=question,
                question_slug=question_slug,
                incident_slug=incident_slug,
                said=said,
                gone_from=capture_row(gone),
            )
        )
    return {snapshot: _numbered(found) for snapshot, found in claims.items()}


def _numbered(found: dict[tuple[tuple[int, int], ...], list[Highlighted]]) -> tuple[Passage, ...]:
    """Numbers in the order of beginnings; each takes the first track that no overlapping one before it has."""
    made: list[Passage] = []
    for number, pieces in enumerate(sorted(found), 1):
        taken = {other.track for other in made if _overlap(other.pieces, pieces)}
        track = next(track for track in range(len(taken) + 1) if track not in taken)
        made.append(Passage(number=number, track=track, pieces=pieces, claims=tuple(found[pieces])))
    return tuple(made)


def _pages(text: str, passages: tuple[Passage, ...]) -> dict[int, int]:
    """The page on which each excerpt begins, by its number; nothing for a text without pages."""
    breaks = page_breaks(text=text)
    return {each.number: bisect_left(breaks, each.pieces[0][0]) + 1 for each in passages} if breaks else {}


def _overlap(one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def paragraphs(*, text: str, passages: tuple[Passage, ...]) -> tuple[tuple[Segment, ...], ...]:
    """The text in paragraphs of flat segments, none inside another. Linear in text and in passages."""
    opens: dict[int, list[Passage]] = defaultdict(list)
    closes: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        for start, end in passage.pieces:
            opens[start].append(passage)
            closes[end].append(passage)
    edges = sorted({*opens, *closes})
    active: list[Passage] = []
    begun: set[int] = set()
    made: list[tuple[Segment, ...]] = []
    at = nth = 0
    for line in text.split("\n"):
        end = at + len(line)
        segments: list[Segment] = []
        begins: list[Passage] = []
        here = at
        while nth < len(edges) and edges[nth] <= end:
            edge = edges[nth]
            if here < edge:
                segments.append(_segment(text[here:edge], active, begins))
                begins, here = [], edge
            active = [passage for passage in active if passage not in closes[edge]]
            for passage in opens[edge]:
                active.append(passage)
                if passage.number not in begun:
                    begun.add(passage.number)
                    begins.append(passage)
            nth += 1
        if here < end:
            segments.append(_segment(text[here:end], active, begins))
        if segments:
            made.append(tuple(segments))
        at = end + 1
    return tuple(made)


def _segment(text: str, active: list[Passage], begins: list[Passage]) -> Segment:
    return Segment(
        text=text,
        passages=tuple(sorted(active, key=lambda passage: passage.number)),
        begins=tuple(begins),
    )
