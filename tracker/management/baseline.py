"""What a page costs at the least: one plain SELECT of its rows and its template, without anything between.

`application` is served beside the site by `script/bench`. The first request for an address goes through the
real view, which is asked what it renders; every later one runs the SELECT and renders the same again.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final
from unittest.mock import patch

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
django.setup()

from django.db import connection  # noqa: E402 - Django must be set up before
from django.template.backends.jinja2 import Template  # noqa: E402
from django.test import Client  # noqa: E402
from rest_framework.renderers import JSONRenderer  # noqa: E402

_CLAIMS: Final = """
SELECT c.*, e.exact, e.pieces, e.gloss, s.slug, s.title, s.rights, s.published, p.name, p.monogram, p.slug,
       q.text, q.kind, q.slug, a.text, i.title, i.slug,
       ARRAY(SELECT rp.name FROM tracker_relay r JOIN tracker_party rp ON rp.id = r.party_id
             WHERE r.claim_id = c.id ORDER BY r.position)
FROM tracker_claim c
JOIN tracker_excerpt e ON e.id = c.excerpt_id
JOIN tracker_snapshot n ON n.id = e.snapshot_id
JOIN tracker_source s ON s.id = n.source_id
JOIN tracker_party p ON p.id = c.speaker_id
JOIN tracker_question q ON q.id = c.question_id
LEFT JOIN tracker_answer a ON a.id = c.answer_id
JOIN tracker_incident i ON i.id = q.incident_id
WHERE c.published_at IS NOT NULL AND c.withdrawn_at IS NULL AND {} = ANY(%s)
"""
_LINKED: Final = re.compile(r'href="/incidents/([^/"?]+)/"')
_KINDS: Final = (
    (re.compile(r"/incidents/([^/]+)/questions/([^/]+)/"), "q.slug", 2),
    (re.compile(r"/(?:api/v1/)?incidents/([^/]+)/(?:comparison)?"), "i.slug", 1),
    (re.compile(r"/(?:api/v1/)?claims/([^/]+)/?"), "c.key", 1),
    (re.compile(r"/sources/([^/]+)/"), "s.slug", 1),
    (re.compile(r"/parties/([^/]+)/"), "p.slug", 1),
)


@dataclass(frozen=True)
class Recorded:
    """A page: its SELECT, and how it is rendered."""

    sql: str
    values: list[str]
    render: Callable[[], bytes]
    kind: str


_pages: dict[str, Recorded] = {}
_lock = Lock()


def record(path: str) -> Recorded:
    """Go through the real view once, and keep what it rendered with what."""
    taken: list[Callable[[], bytes]] = []
    template_render, json_render = Template.render, JSONRenderer.render

    def rendering(template: Any, context: Any = None, request: Any = None) -> Any:
        taken.append(lambda: template_render(template, context, request).encode())
        return template_render(template, context, request)

    def dumping(renderer: Any, data: Any, *args: Any, **kwargs: Any) -> Any:
        taken.append(lambda: json_render(JSONRenderer(), data))
        return json_render(renderer, data, *args, **kwargs)

    with patch.object(Template, "render", rendering), patch.object(JSONRenderer, "render", dumping):
        response = Client(headers={"host": "localhost"}).get(path)
    if response.status_code != 200 or not taken:
        raise RuntimeError(f"{path} answered {response.status_code}")
    column, values = "i.slug", sorted(set(_LINKED.findall(response.content.decode())))
    for pattern, name, group in _KINDS:
        if match := pattern.fullmatch(path):
            column, values = name, [match[group]]
            break
    return Recorded(_CLAIMS.format(column), values, taken[-1], response["Content-Type"])


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI: SELECT, render, answer."""
    path = environ["PATH_INFO"]
    if path == "/healthz":
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return [b""]
    page = _pages.get(path)
    if page is None:
        with _lock:
            page = _pages.setdefault(path, record(path))
    with connection.cursor() as cursor:
        cursor.execute(page.sql, [page.values])
        rows = len(cursor.fetchall())
    body = page.render()
    start_response(
        "200 OK",
        [("Content-Type", page.kind), ("Content-Length", str(len(body))), ("X-Rows", json.dumps(rows))],
    )
    return [body]
