"""A page as its reader has it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.web.reader.dom import Node, parsed


def page(client: Any, address: str, *, status: int = 200) -> Node:
    """The page at an address, with the status that it must have."""
    response = client.get(address)
    assert response.status_code == status, address
    return parsed(response.content.decode())


def words(node: Node) -> str:
    """What a reader reads, spaces made plain."""
    return re.sub(r"\s+", " ", node.text_content()).strip()


def one(node: Node, css: str) -> Node:
    found = node.cssselect(css)
    assert len(found) == 1, f"{len(found)} of {css}"
    return found[0]


def links(node: Node) -> list[str]:
    """Every address on the page that leads to a page of ours."""
    hrefs = [a.get("href") for a in node.cssselect("a[href]")]
    return [href for href in hrefs if not urlsplit(href).scheme and not href.startswith("#")]


def query(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))
