"""Is it in the record already: the same text, or the same address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db.models import Q

from tracker.domain.text import normalise_newlines
from tracker.models import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A capture that is in the record. `same_text` says that its text is the same, character for character."""

    slug: str
    title: str
    captured_at: datetime
    same_text: bool


def already_captured(*, viewer: object, text: str, url: str) -> tuple[Known, ...]:
    """Captures with this text or address that the viewer may see, the oldest first, each source once.

    Addresses are one when they differ only in http or https, "www.", a slash at the end, the part after "#", or
    what counts visitors (utm_…, fbclid, gclid). One query; none where neither is given.
    """
    same = Q()
    digest = sha256(normalise_newlines(text=text).encode("utf-8", "replace")).hexdigest()
    if text.strip():
        same |= Q(sha256=digest)
    if spellings := _spellings(url.strip()):
        same |= Q(source__url__in=spellings)
    if not same:
        return ()
    rows = (
        Snapshot.objects.all()
        .visible_to(viewer)
        .filter(same)
        .order_by("captured_at", "id")
        .values_list("source__slug", "source__title", "captured_at", "sha256")[:100]
    )
    found: dict[str, Known] = {}
    for slug, title, at, sha in rows:
        if slug not in found or sha == digest:
            found[slug] = Known(slug=slug, title=title, captured_at=at, same_text=sha == digest)
    return tuple(found.values())


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
