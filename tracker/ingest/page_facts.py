"""What a web page says about itself, and where: JSON-LD, Open Graph, meta elements, markup. Never guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from tracker.ingest.found import Field, Origin, Proposal

LONGEST: Final = 500
"""Characters of the longest value that is proposed."""

_WORKS: Final = re.compile(r"Article|Posting|Report|WebPage|CreativeWork")
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?|(\d{4}(?:-\d{2})?)", re.DOTALL)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)

_META: Final[dict[Field, tuple[tuple[str, Origin], ...]]] = {
    "title": (("og:title", "open-graph"), ("dc.title", "meta"), ("citation_title", "meta")),
    "byline": (
        ("article:author", "open-graph"),
        ("author", "meta"),
        ("dc.creator", "meta"),
        ("citation_author", "meta"),
        ("parsely-author", "meta"),
    ),
    "published": (
        ("article:published_time", "open-graph"),
        ("date", "meta"),
        ("pubdate", "meta"),
        ("dc.date", "meta"),
        ("dc.date.issued", "meta"),
        ("dcterms.issued", "meta"),
        ("citation_publication_date", "meta"),
        ("parsely-pub-date", "meta"),
    ),
    "publisher": (("og:site_name", "open-graph"), ("dc.publisher", "meta"), ("publisher", "meta")),
    "language": (),
    "address": (("og:url", "open-graph"),),
}


def page_facts(tree: Any) -> dict[Field, Proposal]:
    """The first value that is said for each field: JSON-LD before Open Graph, that before meta and markup."""
    found: dict[Field, Proposal] = {}

    def propose(field: Field, value: object, origin: Origin) -> None:
        words = _read(field, value)
        if words and field not in found:
            found[field] = Proposal(words, origin)

    for work in _works(tree):
        propose("title", work.get("headline") or work.get("name"), "json-ld")
        propose("byline", _names(work.get("author")), "json-ld")
        propose("published", work.get("datePublished"), "json-ld")
        propose("publisher", _names(work.get("publisher")), "json-ld")
        propose("language", _names(work.get("inLanguage")), "json-ld")
        propose("address", work.get("url") or work.get("mainEntityOfPage"), "json-ld")
    said = {
        (meta.get("property") or meta.get("name") or "").strip().lower(): meta.get("content")
        for meta in reversed(list(tree.iter("meta")))  # the first of one name wins
    }
    for field, names in _META.items():
        for name, origin in names:
            propose(field, said.get(name), origin)
    propose("title", next((each.text_content() for each in tree.iter("title")), ""), "markup")
    propose(
        "published", next((each.get("datetime") for each in tree.iter("time") if each.get("datetime")), ""), "markup"
    )
    propose("language", tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"), "markup")
    propose("language", said.get("og:locale"), "open-graph")
    canonical = (each.get("href") for each in tree.iter("link") if (each.get("rel") or "").lower() == "canonical")
    propose("address", next(canonical, ""), "markup")
    return found


def _read(field: Field, value: object) -> str:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if not words or len(words) > LONGEST or "\0" in words:
        return ""
    if field == "published":
        return _day(words)
    if field == "address":
        return words if _ADDRESS.fullmatch(words) else ""
    if field == "byline" and _ADDRESS.match(words):
        return ""  # an author's page is no author's name
    return words


def _day(text: str) -> str:
    match = _DAY.fullmatch(text)
    if match is None:
        return ""
    try:
        return date.fromisoformat(match[1]).isoformat() if match[1] else match[2]
    except ValueError:
        return ""


def _works(tree: Any) -> Iterator[dict[str, Any]]:
    """The works that the page's JSON-LD describes, what is in a list or graph included."""
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            waiting = [json.loads(script.text_content(), strict=False)]
        except (ValueError, RecursionError):
            continue
        for _each in range(1_000):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting.extend(node[:100])
            elif isinstance(node, dict):
                if _WORKS.search(json.dumps(node.get("@type", ""))[:200]):
                    yield node
                waiting.append(node.get("@graph"))


def _names(value: object) -> str:
    """The name or names that a JSON-LD value gives."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_names, value[:10])))
    if isinstance(value, dict):
        value = value.get("name") or value.get("alternateName")
    return value if isinstance(value, str) else ""
