"""A real Chromium: where it is, what to do where there is none, and pages that report every fault."""

import re
import shutil
from collections.abc import Callable
from typing import Any

REMEDY = "Browser tests need Chromium: install it (on Debian: apt-get install chromium libatomic1 fonts-noto-cjk)"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH_POLICY = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`))
"""


def find_chromium() -> str | None:
    """The system's browser; Playwright's own is never downloaded."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def report_faults(context: Any, home: str, faults: list[str]) -> None:
    """From now on every page of `context` adds to `faults` what a careful person would see in its console.

    A request to any other place than `home` is a fault, and is not let through.
    """

    def refuse(route: Any) -> None:
        faults.append(f"off-site request to {route.request.url}")
        route.abort()

    # by pattern, so that what stays at home is let through without asking this process
    context.route(re.compile(f"^(?!{re.escape(home)}/|data:|blob:|about:)"), refuse)
    context.add_init_script(WATCH_POLICY)
    context.on("page", lambda page: watch(page, faults.append))


def watch(page: Any, report: Callable[[str], None]) -> None:
    def console(message: Any) -> None:
        if message.type == "error":
            report(f"console error on {page.url}: {message.text}")

    page.on("console", console)
    page.on("pageerror", lambda error: report(f"script error on {page.url}: {error}"))
    page.on("crash", lambda: report(f"the tab crashed on {page.url}"))
