"""Hands on a source's text: where its characters stand on the screen, and a mouse, a finger and keys that mark them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.actions.world import World
from tests.browser.people import sign_in
from tests.serving import Site
from tracker.models import Snapshot

EDGES = """
([start, end, still]) => {
  // [x, y] of the first character's beginning and the last one's end, a quarter into them; and their very edges
  const rightToLeft = /[\\p{Script=Hebrew}\\p{Script=Arabic}]/u;
  const runs = [];
  for (const block of document.querySelectorAll("#text p[data-at]")) {
    let at = Number(block.dataset.at);
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement.closest(".no")) continue;
      runs.push([walker.currentNode, at]);
      at += walker.currentNode.data.length;
    }
  }
  const spot = (place, early) => {
    const [node, at] = runs.findLast(([, at]) => (early ? at < place : at <= place)) ?? runs[0];
    return [node, place - at];
  };
  const box = (a, b) => {
    const range = document.createRange();
    range.setStart(...spot(a, false));
    range.setEnd(...spot(b, true));
    return [range.toString(), range.getBoundingClientRect()];
  };
  const whole = document.createRange();
  whole.setStart(...spot(start, false));
  whole.setEnd(...spot(end, true));
  if (!still) whole.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
  const letters = [...new Intl.Segmenter().segment(whole.toString())].map(({ segment }) => segment);
  const [first, left] = box(start, start + letters[0].length);
  const [last, right] = box(end - letters.at(-1).length, end);
  const across = (text, box, part) => [rightToLeft.test(text) ? box.right - part * box.width : box.left + part * box.width, box.top + box.height / 2];
  return { from: across(first, left, 0.25), to: across(last, right, 0.75), begin: across(first, left, 0), finish: across(last, right, 1) };
}
"""


def units(text: str, place: int) -> int:
    """UTF-16 units of a place in code points."""
    return len(text[:place].encode("utf-16-le")) // 2


def marked(page: Any) -> list[list[int]]:
    """What the form holds, in UTF-16 units."""
    return page.evaluate("document.getElementById('pieces').value.split(',').map((r) => r.split('-').map(Number))")


def words(page: Any) -> str:
    return page.locator("#f-words").input_value()


def painted(page: Any, name: str = "chosen") -> str:
    """The words under a CSS highlight."""
    return page.evaluate("(name) => [...(CSS.highlights.get(name) ?? [])].map(String).join('|')", name)


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at_bench(page: Any, snapshot: Snapshot) -> Any:
    """alice in front of the text of a snapshot."""
    page.set_default_timeout(20_000)
    sign_in(page, "alice", f"/edit/sources/{snapshot.source.slug}/")
    return page


def on_touch(new_page: Any, site: Site, snapshot: Snapshot) -> Any:
    """alice with a phone."""
    size = {"width": 390, "height": 844}
    page = new_page(base_url=site.url, viewport=size, has_touch=True, is_mobile=True, reduced_motion="reduce")
    return at_bench(page, snapshot)


class Hands:
    """Mark words of a snapshot's text in a page."""

    def __init__(self, page: Any, snapshot: Snapshot) -> None:
        self.page = page
        self.text = snapshot.text
        self.fingers = page.context.new_cdp_session(page)

    def span(self, words: str) -> list[int]:
        start = self.text.index(words)
        return [units(self.text, start), units(self.text, start + len(words))]

    def edges(self, words: str, *, still: bool = False) -> dict[str, list[float]]:
        """Where the words begin and end on the screen, scrolled into sight unless `still`."""
        found: dict[str, list[float]] = self.page.evaluate(EDGES, [*self.span(words), still])
        return found

    def drag(self, words: str, *, exact: bool = False) -> None:
        """With the mouse, from the first to the last character of the words."""
        edges, mouse = self.edges(words), self.page.mouse
        mouse.move(*edges["from"])
        mouse.down()
        mouse.move(*edges["to"], steps=4)
        if exact:
            self.page.keyboard.down("Alt")
        mouse.up()
        if exact:
            self.page.keyboard.up("Alt")

    def type(self, words: str) -> None:
        """With arrow keys alone, by character, exactly."""
        page, (start, end) = self.page, self.span(words)
        page.locator("#text").focus()
        press(page, "Control+Home")
        ahead = page.evaluate(
            """([start, end]) => {
              const blocks = [...document.querySelectorAll("#text p[data-at]")];
              const index = blocks.findLastIndex((block) => Number(block.dataset.at) <= start);
              const at = start - Number(blocks[index].dataset.at);
              const text = blocks[index].textContent;
              const count = (part) => [...new Intl.Segmenter().segment(part)].length;
              return {
                index,
                before: count(text.slice(0, at)),
                inside: count(text.slice(at, at + end - start)),
                key: getComputedStyle(blocks[index]).direction === "rtl" ? "ArrowLeft" : "ArrowRight",
              };
            }""",
            [start, end],
        )
        press(page, *["Control+ArrowDown"] * (ahead["index"] + 1))
        press(page, "Home", *[ahead["key"]] * ahead["before"], *[f"Alt+Shift+{ahead['key']}"] * ahead["inside"])

    def tap(self, words: str) -> None:
        """A finger on the middle of the words."""
        edges = self.edges(words)
        self.page.touchscreen.tap(*[(a + b) / 2 for a, b in zip(edges["from"], edges["to"], strict=True)])

    def touch(self, kind: str, *point: float) -> None:
        points = [{"x": point[0], "y": point[1]}] if point else []
        self.fingers.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})

    def pull(self, end: str, of: str, to: str) -> None:
        """Draw a handle ("start" or "end") from the selected words to the same end of others."""
        edge, inner = ("begin", "from") if end == "start" else ("finish", "to")
        self.move(end, self.edges(of)[edge], lambda: self.edges(to, still=True)[inner])

    def move(self, end: str, here: list[float], there: Callable[[], list[float]]) -> None:
        box = self.page.locator(f".handle.{end}").bounding_box()
        assert (box["width"], box["height"]) == (44, 44)
        (x, y), target = (box["x"] + 22, box["y"] + 22), there()
        for part in (0, 0.5, 1):
            point = (x + part * (target[0] - here[0]), y + part * (target[1] - here[1]))
            self.touch("Move" if part else "Start", *point)
        self.touch("End")
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def do(self, name: str) -> None:
        """A finger on one of the tools, until it is done."""
        self.page.get_by_role("button", name=name).tap()
        self.page.locator("#tools").wait_for(state="hidden")

    def draw_out(self, words: str) -> None:
        """A finger on the words, then both handles, by character, to their ends."""
        self.tap(words)
        button = self.page.get_by_role("button", name="By character")
        if button.get_attribute("aria-pressed") != "true":
            button.tap()
        for end in ("start", "end"):
            self.pull(end, of=self.page.evaluate("String([...CSS.highlights.get('chosen')][0])"), to=words)


def captured(world: World, text: str) -> Snapshot:
    return world.capture(text=text, title="Strange signs")
