"""Every link of every page leads to a page, and no control is dead."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from tests.web.reader.dom import Node
from tests.web.reader.reading import page

CRAWLED: dict[str, Node] = {}
"""The pages of the case, which no test here changes: read once."""

OURS = ("/incidents/", "/claims/", "/sources/", "/parties/", "/search")


def ours(path: str) -> bool:
    return path == "/" or path.startswith(OURS)


def crawl(client: Any, start: str) -> dict[str, Node]:
    """Every reader page that can be reached from there by links, each as it stands at both clocks' present."""
    waiting, seen = [start], CRAWLED
    if seen:
        return seen
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen[address] = doc = page(client, address)
        for anchor in doc.cssselect("a[href]"):
            found = urlsplit(urljoin(address, anchor.get("href")))
            if not found.scheme and ours(found.path) and not found.query:
                waiting.append(found.path)
    return seen


@pytest.mark.usefixtures("case_db")
def test_every_link_leads_somewhere_and_every_fragment_stands_there(client: Any) -> None:
    seen = crawl(client, "/")
    ids = {address: {node.get("id") for node in doc.below()} for address, doc in seen.items()}
    for address, doc in seen.items():
        for anchor in doc.cssselect("a"):
            href = anchor.get("href")
            assert href, f"a dead link on {address}"
            found = urlsplit(urljoin(address, href))
            if found.scheme:
                assert found.scheme in ("http", "https")
                continue
            if not found.query and ours(found.path):
                assert not found.fragment or found.fragment in ids[found.path], f"{href} on {address}"
    kinds = {address.split("/")[1] for address in seen}
    assert kinds == {"", "incidents", "claims", "sources", "parties", "search"}
    assert len([address for address in seen if address.startswith("/claims/")]) == 96
    assert len([address for address in seen if "/questions/" in address]) == 35
    assert len([address for address in seen if address.startswith("/sources/")]) == 1 + 32


@pytest.mark.usefixtures("case_db")
def test_links_with_clocks_lead_to_pages_too(client: Any) -> None:
    asked = "?said_by=2010-11-24&known_by=2030-01-01"
    doc = page(client, "/incidents/yeonpyeong/" + asked)
    for href in {str(anchor.get("href")).split("#")[0] for anchor in doc.cssselect("a[href]")} - {""}:
        if ours(urlsplit(href).path):
            page(client, href)


@pytest.mark.usefixtures("case_db")
def test_no_control_is_dead(client: Any) -> None:
    for address, doc in crawl(client, "/").items():
        for button in doc.cssselect("button"):
            above, form = button.parent, None
            while above is not None and form is None:
                form, above = (above if above.tag == "form" else None), above.parent
            assert form is not None, f"a button outside a form on {address}"
        for form in doc.cssselect("form"):
            assert form.get("action"), address
            assert ours(str(form.get("action")).split("?")[0])
        for field in doc.cssselect("input"):
            assert field.get("name") or field.get("readonly") is not None, address


@pytest.mark.usefixtures("case_db")
def test_every_page_has_a_title_of_its_own_one_heading_and_landmarks(client: Any) -> None:
    titles: dict[str, str] = {}
    for address, doc in crawl(client, "/").items():
        (title,) = doc.cssselect("title")
        assert len(doc.cssselect("h1")) == 1, address
        assert len(doc.cssselect("main")) == 1
        assert len(doc.cssselect("html[lang]")) == 1
        ids = [node.get("id") for node in doc.below() if node.get("id")]
        assert len(ids) == len(set(ids)), f"an id stands twice on {address}"
        if not address.startswith("/claims/"):
            assert titles.setdefault(title.text_content(), address) == address
