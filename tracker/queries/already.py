"""Is it in the record already: the same address, the same text, or nearly the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db import connection
from django.db.models import Q

from tracker.domain.shingles import shared, shingles
from tracker.domain.text import normalise_newlines
from tracker.models import Snapshot

LEAST: Final = 0.3
"""The part of either text from which on the other is said to be nearly the same. What every page of one site has
around its text (links, notices) was 20 per cent of a short one in the case."""

_CANDIDATES: Final = 20
_COMMON: Final = 50
"""Texts of each sequence of words that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A source in the record that may be this one.

    `same_text`: character for character. `ours` is how many per cent of the text at hand stand in its text, `theirs`
    how many of its text in the one at hand: five words or more in a row; 0 where the texts share hardly anything.
    """

    slug: str
    title: str
    captured_at: datetime
    same_text: bool
    same_address: bool
    ours: int
    theirs: int


def already_captured(*, viewer: object, text: str, url: str) -> tuple[Known, ...]:
    """Sources with this text, nearly this text, or this address that the viewer may see: the nearest text first.

    Addresses are one when they differ only in http or https, "www.", a slash at the end, the part after "#", or
    what counts visitors (utm_…, fbclid, gclid). Of each source the capture that is nearest. Two queries; none where
    neither is given.
    """
    digest = sha256(normalise_newlines(text=text).encode("utf-8", "replace")).hexdigest() if text.strip() else ""
    spellings = _spellings(url.strip())
    near = nearly_the_same(hashes=shingles(text=text)) if digest else {}
    same = Q(pk__in=near) if near else Q()
    if digest:
        same |= Q(sha256=digest)
    if spellings:
        same |= Q(source__url__in=spellings)
    if not same:
        return ()
    rows = (
        Snapshot.objects.all()
        .visible_to(viewer)
        .filter(same)
        .order_by("captured_at", "id")
        .values_list("pk", "source__slug", "source__title", "source__url", "captured_at", "sha256")[:100]
    )
    found: dict[str, Known] = {}
    for pk, slug, title, address, at, sha in rows:
        ours, theirs = (100, 100) if sha == digest else (_percent(part) for part in near.get(pk, (0.0, 0.0)))
        each = Known(
            slug=slug,
            title=title,
            captured_at=at,
            same_text=sha == digest,
            same_address=address in spellings,
            ours=ours,
            theirs=theirs,
        )
        if slug not in found or _nearness(each) > _nearness(found[slug]):
            found[slug] = each
    return tuple(sorted(found.values(), key=_nearness, reverse=True))


def nearly_the_same(*, hashes: Sequence[int]) -> dict[int, tuple[float, float]]:
    """By snapshot id, which part of the text of these hashes stands in its text, and the other way round.

    Of all snapshots; only those where either part is `LEAST` or more. One query, none without hashes.
    """
    if not hashes:
        return {}
    with connection.cursor() as cursor:
        # What stands in few texts says most. Of what stands in very many (the notice below every page of one site)
        # only some are looked at; the inner query is planned as if all were, that is by the index, but stops there.
        cursor.execute(
            "SELECT snapshot_id, hashes FROM (SELECT few.snapshot_id, sum(1.0 / few.number) AS weight"
            " FROM unnest(%(ours)s::int[]) AS ours (hash) CROSS JOIN LATERAL ("
            "WITH every AS MATERIALIZED (SELECT snapshot_id FROM tracker_shingles WHERE hashes @> ARRAY[ours.hash])"
            " SELECT snapshot_id, count(*) OVER () AS number FROM (SELECT snapshot_id FROM every LIMIT %(some)s) AS s"
            ") AS few GROUP BY few.snapshot_id ORDER BY weight DESC, few.snapshot_id LIMIT %(most)s) AS nearest"
            " JOIN tracker_shingles USING (snapshot_id)",
            {"ours": list(hashes), "most": _CANDIDATES, "some": _COMMON},
        )
        rows = cursor.fetchall()
    parts = {pk: shared(ours=hashes, theirs=theirs) for pk, theirs in rows}
    return {pk: both for pk, both in parts.items() if max(both) >= LEAST}


def _percent(part: float) -> int:
    """Rounded, but only the same words are said to be all of them."""
    return 100 if part == 1 else min(99, round(part * 100))


def _nearness(known: Known) -> tuple[bool, int, bool]:
    return known.same_text, max(known.ours, known.theirs), known.same_address


def _spellings(url: str) -> list[str]:
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return []
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return []
    bare = parts.hostname.removeprefix("www.")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not name.startswith("utm_") and name not in ("fbclid", "gclid")]
    query = parts.query if kept == pairs else urlencode(kept)
    path = parts.path.rstrip("/")
    plain = {
        f"{scheme}://{host}{port}{path}{slash}{'?' + query if query else ''}"
        for scheme in ("http", "https")
        for host in (bare, f"www.{bare}")
        for slash in ("", "/")
    }
    return sorted({*plain, url})
