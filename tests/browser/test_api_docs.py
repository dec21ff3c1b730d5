"""The page that tells programs' interface to people can be read by everybody, on everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.serving import Site


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_has_no_barrier_and_no_sideways_scroll(
    reading_site: Site, new_page: Callable[..., Any], scheme: str, width: int
) -> None:
    page = new_page(base_url=reading_site.url, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto("/api/v1/docs/")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("a[href='#Claim'] >> nth=0")
    assert page.url.endswith("#Claim")
