"""An editor's hands on the workbench: keys alone, each of them counted, by what they were pressed for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

STATE: Final = """() => {
  const form = document.getElementById("claim-form");
  const field = form.elements;
  const checked = (name) => form.querySelector(`[name=${name}]:checked`)?.value ?? "";
  const group = (name) => [...form.querySelectorAll(`li.${name} select`)].map((each) => each.value).filter(Boolean);
  const active = document.activeElement;
  const list = active.getAttribute("aria-expanded") === "true" && document.getElementById(active.getAttribute("aria-controls"));
  return {
    at: active.closest(".combo")?.previousElementSibling?.name ?? active.name ?? "",
    speakers: group("speaker"),
    relays: group("relay"),
    cue: field.cue.value,
    question: field.question.value,
    answer: checked("answer"),
    polarity: checked("polarity"),
    said: field.said.value,
    certainty: field.certainty.value,
    act: field.act.value,
    manner: field.manner.value,
    conditional: field.conditional.checked,
    core: field.core.value,
    offers: [...form.querySelectorAll(".offer[data-first] button")].map((each) => each.value),
    others: [...form.querySelectorAll(".offer:not([data-first]) button")].map((each) => each.value),
    list: list ? [...list.children].map((row) => [row.querySelector(".t-main").textContent, row.querySelector(".note")?.textContent ?? ""]) : [],
  };
}"""
SELECTED: Final = """() => {
  const words = getSelection().getRangeAt(0).cloneContents();
  for (const number of words.querySelectorAll(".no, .page")) number.remove();
  for (const paragraph of words.querySelectorAll("p")) paragraph.append("\\n");
  return words.textContent;
}"""
NEAR: Final = 3
"""Rows of a list to which arrows lead; beyond them words are typed."""


def same(text: str) -> str:
    """The text with any run of blanks as one: a selection over paragraphs shows its own breaks."""
    return " ".join(text.split())


@dataclass
class Hands:
    """Presses keys on a page. A chord is one press, and `keys` counts its keys one by one."""

    page: Any
    presses: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    doing: str = "words"
    log: list[str] = field(default_factory=list)

    def press(self, *chords: str) -> None:
        for chord in chords:
            self.page.keyboard.press(chord)
            self._log(chord)
            self.presses[self.doing] += 1
            self.keys[self.doing] += 1 + chord.count("+")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self._log(f"“{text}”")
        self.presses[self.doing] += len(text)
        self.keys[self.doing] += len(text)

    def _log(self, pressed: str) -> None:
        if self.doing == "claim":
            self.log.append(pressed)

    def state(self) -> dict[str, Any]:
        return self.page.evaluate(STATE)

    def counted(self) -> dict[str, Any]:
        """Presses for the claim, its words and its core; those for the claim with each key of a chord, and one by one."""
        return {
            **{doing: self.presses[doing] for doing in ("claim", "words", "core")},
            "keys": self.keys["claim"],
            "log": self.log,
        }

    # in the text

    def mark(self, text: str, start: int, end: int, *, caret: int) -> None:
        """Select a stretch of the text: find its first words, and extend them by sentences, words and characters."""
        wanted = same(text[start:end])
        first = _unique(text, start, end, caret)
        self.press("/")
        self.type(first)
        self.press("Enter")
        self._extend(wanted)

    def _extend(self, wanted: str) -> None:
        """By the largest unit that does not lead beyond, then back by words and on by characters."""
        assert wanted.startswith(self._selected()), (self._selected(), wanted)
        for further in ("Shift+S", "Control+Shift+ArrowRight"):
            while len(have := self._selected()) < len(wanted):
                self.press(further)
                if not wanted.startswith(self._selected()):
                    while len(now := self._selected()) > len(wanted):
                        self.press("Control+Shift+ArrowLeft")
                        assert len(self._selected()) < len(now), (now, wanted)
                    break
                assert len(self._selected()) > len(have), (have, wanted)
        while (now := self._selected()) != wanted:
            assert wanted.startswith(now), (now, wanted)
            self.press("Alt+Shift+ArrowRight")

    def _selected(self) -> str:
        return same(self.page.evaluate(SELECTED))

    # in the form

    def choose(self, row: tuple[str, str], query: str, *, key: str = "Enter") -> None:
        """Take a row of the list that is open: by arrows where it is near, else by typing until it is."""
        for number in range(len(query) + 1):
            rows = [tuple(each) for each in self.state()["list"]]
            found = next(
                (index for index, each in enumerate(rows) if each[0] == row[0] and row[1] in ("", each[1])), 99
            )
            if found <= (NEAR if number == 0 else 1):
                self.press(*["ArrowDown"] * found, key)
                return
            if number < len(query):
                self.type(query[number])
        raise AssertionError((row, query, rows))

    def pick(self, name: str, wanted: str) -> None:
        """Choose in the select that has the focus: by arrows, or by the first letter of its words where that is shorter."""
        field = self.page.locator(f"#f-{name}")
        shown = field.locator("option").evaluate_all("(all) => all.map((each) => [each.value, each.text])")
        values, letters = [value for value, _text in shown], [text[0].lower() for _value, text in shown]
        now, to = values.index(field.input_value()), values.index(wanted)
        ahead = [letters[(now + step) % len(shown)] for step in range(1, (to - now) % len(shown) + 1)]
        by_letter = ahead.count(letters[to])
        if by_letter < abs(to - now):
            self.type(letters[to] * by_letter)
        else:
            self.press(*["ArrowDown" if to > now else "ArrowUp"] * abs(to - now))

    def day(self, now: str, wanted: str) -> None:
        """From one day to another in the field that has the focus: by days and months where that is the shorter way."""
        ways = [["PageDown"] * months + _days(_months_back(now, months), wanted) for months in range(3)]
        best = min(ways, key=len)
        if len(best) < len(wanted):
            self.press(*best)
        else:
            self.type(wanted)

    def reword(self, now: str, wanted: str) -> None:
        """Change what stands in the field that has the focus, all of it selected."""
        if wanted and now and wanted.startswith(now):
            self.press("End")
            self.type(wanted[len(now) :])
        elif wanted:
            self.type(wanted)
        else:
            self.press("Delete")


def _days(now: str, wanted: str) -> list[str]:
    far = (date.fromisoformat(wanted) - date.fromisoformat(now)) // timedelta(days=1)
    return ["ArrowUp" if far > 0 else "ArrowDown"] * abs(far)


def _months_back(day: str, months: int) -> str:
    year, month, rest = day.split("-")
    count = int(year) * 12 + int(month) - 1 - months
    return f"{count // 12:04}-{count % 12 + 1:02}-{rest}"


def _unique(text: str, start: int, end: int, caret: int) -> str:
    """The fewest first words of a stretch that the search, from the caret on, finds there first."""
    low = text.lower()
    for length in range(3, end - start + 1):
        words = text[start : start + length]
        if words[-1].isspace() or "\n" in words:
            continue
        hits = [hit.start() for hit in re.finditer(re.escape(words.lower()), low)]
        if next((hit for hit in hits if hit + length > caret), hits[0]) == start:
            return words
    return text[start:end]
