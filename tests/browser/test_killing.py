"""Whatever dies while somebody types, at most the last two seconds of it are lost.

The tab crashes, the server's workers are killed, the session is gone, the line is down: at a random moment of typing,
and, where the page is still there, it is typed on and the page closed without a word. Then the workbench is opened
again. `script/test tests/browser/test_killing.py --moments 100 -s` tries a hundred and prints the figures.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from tests.actions.world import World
from tests.browser.people import sign_in
from tests.browser.test_workbench import small  # noqa: F401 - fixture
from tests.serving import Site
from tracker.models import Draft

BOUND = 2.0
DEATHS = ("tab", "server", "session", "line")


class Typist:
    """Types without a pause, and knows when each character was there."""

    def __init__(self, page: Any, chance: Random) -> None:
        self.page, self.chance = page, chance
        self.there: list[tuple[float, str]] = []

    def type_for(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            character = self.chance.choice("abcdefghij ")
            self.page.keyboard.insert_text(character)
            self.there.append((time.monotonic(), (self.there[-1][1] if self.there else "") + character))
            time.sleep(self.chance.uniform(0.01, 0.12))

    def lost(self, restored: str, end: float) -> float:
        """Seconds of typing that are not there any more; what is there must be what was typed, from its beginning."""
        assert self.there[-1][1].startswith(restored)
        return max((end - at for at, text in self.there if len(text) > len(restored)), default=0.0)


def kill_workers(site: Site) -> None:
    """The server's workers, which its master starts anew."""
    for child in Path(f"/proc/{site.pid}/task/{site.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)


def crash(page: Any) -> None:
    """The processes that hold the browser's tabs die at once, before any of them could keep something."""
    found = page.context.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    for process in found["processInfo"]:
        if process["type"] == "renderer":
            os.kill(process["id"], signal.SIGKILL)


def die(death: str, page: Any, site: Site) -> None:
    if death == "tab":
        crash(page)
    elif death == "server":
        kill_workers(site)
    elif death == "session":
        Session.objects.all().delete()
    else:
        page.context.set_offline(True)


@pytest.mark.timeout(3_600)
def test_at_random_moments(
    small: tuple[World, Site],  # noqa: F811
    new_page: Any,
    page_faults: list[str],
    pytestconfig: pytest.Config,
) -> None:
    world, site = small
    moments = int(pytestconfig.getoption("--moments"))
    address = f"/edit/sources/{world.snapshot.source.slug}/"
    page = new_page(base_url=site.url)
    context = page.context
    worst = dict.fromkeys(DEATHS, 0.0)
    for moment in range(moments):
        chance, death = Random(moment), DEATHS[moment % len(DEATHS)]
        sign_in(page, "alice", address)
        page.locator("#f-cue").click()
        typist = Typist(page, chance)
        typist.type_for(chance.uniform(0.4, 3.0))
        end = time.monotonic()
        die(death, page, site)
        if death != "tab":
            typist.type_for(0.7)
            end = time.monotonic()
            crash(page)
        page.close()  # a dead tab answers nothing that is asked of the whole context
        context.set_offline(False)
        page = context.new_page()
        page.set_default_timeout(20_000)
        sign_in(page, "alice", address)
        page.locator("#f-cue").wait_for()
        lost = typist.lost(page.locator("#f-cue").input_value(), end)
        worst[death] = max(worst[death], lost)
        assert lost <= BOUND, f"moment {moment}: {death} lost {lost:.2f} s"
        page.evaluate("localStorage.clear()")
        page.goto("about:blank")
        Draft.objects.all().delete()
    page_faults.clear()
    figures = ", ".join(f"{death} {seconds:.2f} s" for death, seconds in worst.items())
    print(f"\n{moments} moments; most lost by: {figures}")
