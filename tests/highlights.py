"""How quick the workbench's text is with many highlights, beside the same text without: `script/test tests/highlights.py -s`.

Not collected by a plain run of the tests: it measures, on whatever machine it runs. Prints one table.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest

from tests.actions.world import World
from tests.browser.people import person, sign_in
from tests.serving import Site
from tracker.actions.change import change
from tracker.models import Claim, Excerpt, Snapshot
from tracker.models.base import mint_key

SIZES = ((2_000, 300_000, 1.7), (5_000, 1_000_000, 3.0))
ROUNDS = 5

PAINTED = """
addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
  document.documentElement.dataset.painted = performance.now() - performance.getEntriesByType("navigation")[0].responseEnd;
}))));
"""
TAKE = """
async () => {
  const text = document.getElementById("text");
  const press = (key) => text.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  text.focus();
  const times = [];
  for (let i = 0; i < 20; i += 1) {
    press("s");
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const began = performance.now();
    press("Enter");
    text.getBoundingClientRect();
    times.push(performance.now() - began);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
  return times;
}
"""
SCROLL = """
async () => {
  const column = document.querySelector(".text-col");
  const frames = [];
  let last = 0;
  await new Promise((done) => {
    const step = (now) => {
      if (last) frames.push(now - last);
      last = now;
      column.scrollTop += 300;
      if (frames.length < 240) requestAnimationFrame(step);
      else done();
    };
    requestAnimationFrame(step);
  });
  return frames.slice(2);
}
"""


def invented(highlights: int, length: int) -> tuple[str, list[tuple[int, int]]]:
    """A text of sentences in paragraphs, and where its excerpts stand; every tenth reaches into the next one."""
    each = length // highlights
    text, places = "", []
    for number in range(highlights):
        words = f"The North says that shell {number} fell on the shore before noon, and the South denies it."
        gap = "\n\n" if number % 5 == 4 else " "
        rest = " Nothing else is said here, only words for measuring." * 9
        start = len(text)
        text += words + rest[: each - len(words) - len(gap)].rstrip() + gap
        places.append((start, start + len(words) if number % 10 else len(text) + 40))
    return text, places


def filed(world: World, highlights: int, length: int) -> tuple[Snapshot, Snapshot]:
    """The text twice: without a claim, and with a published claim on each of its excerpts."""
    text, places = invented(highlights, length)
    plain = world.capture(text=text, title=f"Plain {highlights}")
    snapshot = world.capture(text=text, title=f"Highlighted {highlights}")
    model = world.published(words=world.words(text[places[0][0] : places[0][1]], snapshot=snapshot))
    excerpts = [
        Excerpt(key=mint_key(), snapshot=snapshot, pieces=(place,), exact=[text[place[0] : place[1]]])
        for place in places[1:]
    ]
    like = {field.attname: getattr(model, field.attname) for field in Claim._meta.concrete_fields}
    with change(by=world.alice, note="for measuring", may="record_claim"):
        made = Excerpt.objects.bulk_create(excerpts)
        Claim.objects.bulk_create(
            Claim(**like | {"id": None, "key": mint_key(), "excerpt_id": each.pk, "revision": 1}) for each in made
        )
    return plain, snapshot


@pytest.fixture
def measured(empty_site: Site) -> tuple[World, Site]:
    world = World()
    world.__dict__["alice"] = person("alice")
    return world, empty_site


def painted(page: Any, address: str) -> float:
    """Milliseconds from the end of the answer until its first screen stands."""
    page.goto(address)
    page.locator("html[data-painted]").wait_for(state="attached")
    return float(page.locator("html").get_attribute("data-painted"))


def paints(page: Any, ours: str, plain: str) -> tuple[float, float]:
    """The quickest of some loads of both, taken in turn: whatever else the machine does only adds to a load."""
    pairs = [(painted(page, ours), painted(page, plain)) for _ in range(ROUNDS)]
    return min(each for each, _ in pairs), min(each for _, each in pairs)


def scrolled(page: Any, address: str) -> list[float]:
    """Milliseconds of each frame while the whole text goes by, 300 px a frame."""
    page.goto(address)
    return sorted(page.evaluate(SCROLL))


def told(frames: list[float]) -> str:
    return f"{median(frames):.1f} ms, p95 {frames[int(0.95 * len(frames))]:.1f} ms, worst {frames[-1]:.1f} ms"


def text_alone(page: Any, address: str) -> str:
    """The address of a page that holds nothing but the text of another, with the same styles."""
    whole = page.request.get(address).text()
    styles = "".join(re.findall(r"<link rel=\"stylesheet\"[^>]*>", whole))
    text = whole[whole.index('<div class="text-frame') : whole.index('<div class="tools"')]
    alone = f'<!doctype html><html lang="en">{styles}<body class="js bench"><main><section class="text-col">{text}'
    path = f"/alone{address}"
    page.route(f"**{path}", lambda route: route.fulfill(content_type="text/html", body=alone))
    return path


@pytest.mark.parametrize(("highlights", "length", "bar"), SIZES)
def test_highlights(
    measured: tuple[World, Site], new_page: Callable[..., Any], highlights: int, length: int, bar: float
) -> None:
    world, site = measured
    plain, marked = filed(world, highlights, length)
    page = new_page(base_url=site.url, viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(120_000)
    page.add_init_script(PAINTED)
    sign_in(page, "alice")
    address = f"/edit/sources/{marked.source.slug}/"
    began = time.perf_counter()
    size = len(page.request.get(address).body())
    served = time.perf_counter() - began
    bare = f"/edit/sources/{plain.source.slug}/"
    text, plain_text = paints(page, text_alone(page, address), text_alone(page, bare))
    whole, plain_whole = paints(page, address, bare)
    page.goto(address)
    add = page.evaluate(TAKE)
    frames, plain_frames = scrolled(page, address), scrolled(page, bare)
    lines = (
        f"{highlights:,} highlights on {length // 1000:,} kB",
        f"  text painted: {text:.0f} ms, without highlights {plain_text:.0f} ms: {text / plain_text:.2f} x (bar {bar} x)",
        f"  whole page with its list of claims: {whole:.0f} ms, {plain_whole:.0f} ms: {whole / plain_whole:.2f} x",
        f"  add one highlight: {median(add):.1f} ms, worst {max(add):.1f} ms (bar 30 ms)",
        f"  scroll frame: {told(frames)} (bar 50 ms); without highlights {told(plain_frames)}",
        f"  the page: {size / 1000:,.0f} kB, made and sent in {served:.2f} s",
    )
    print("\n" + "\n".join(lines), file=sys.stderr)
