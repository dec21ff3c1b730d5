"""axe on a page, in light and in dark."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe


def violations(page: Any) -> list[str]:
    """What axe finds wrong, one line each, in both colour schemes; leaves the page in light."""
    found = []
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        for violation in Axe().run(page).response["violations"]:
            where = "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"][:4])
            found.append(f"{page.url} in {scheme}: {violation['id']}: {violation['help']} at {where}")
    return found
