"""The whole case recorded anew by keyboard alone: how many key presses it takes, and that nothing is lost on the way.

Words and core are marked first, and those presses are counted apart. What counts for the bar are the presses from
words that are taken to the claim that is published. An editor reads what is proposed, takes it all where something of
it fits, and mends what does not.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Final

import pytest
from django.core.management import call_command

import tracker.case
from tests.browser.editing import Hands, same
from tests.browser.people import person, sign_in
from tests.domain.cases import EXPECTED
from tests.serving import Site, served
from tracker.models import Claim
from tracker.queries.moments import day_of
from tracker.queries.statuses import statuses

CASE_FOLDER: Final = Path(tracker.case.__file__).parent
CASE: Final[dict[str, Any]] = json.loads((CASE_FOLDER / "case.json").read_text(encoding="utf-8"))
OPEN: Final = ("question", "answer", "polarity", "certainty", "act", "manner", "cue", "said")
JOINT: Final = ("source", "start", "end", "core", "relays", "conditional", *OPEN)
CODES: Final = {"certainty": "h", "act": "a", "manner": "m"}
PARTS: Final = 4
"""The case is recorded in so many tests, each of them some sources, so that workers can share them."""
MEDIAN, P95 = 6, 12
POINTER = """
window.pointed = 0;
for (const name of ["pointerdown", "mousedown", "touchstart"]) addEventListener(name, () => { window.pointed += 1; }, true);
"""


def recordings() -> Iterator[list[str]]:
    """The claims of the case in its order; those that only their speakers tell apart are recorded in one step."""
    groups: dict[str, list[str]] = {}
    for key, claim in CASE["claims"].items():
        groups.setdefault(json.dumps([claim.get(name) for name in JOINT]), []).append(key)
    yield from groups.values()


def parts() -> list[list[list[str]]]:
    """The recordings by parts of about one size; those of one source are in one part, one after the other."""
    by_source: dict[str, list[list[str]]] = {}
    for keys in recordings():
        by_source.setdefault(CASE["claims"][keys[0]]["source"], []).append(keys)
    found: list[list[list[str]]] = [[] for _part in range(PARTS)]
    for of_source in sorted(by_source.values(), key=len, reverse=True):
        min(found, key=len).extend(of_source)
    return found


@pytest.fixture(params=range(PARTS))
def part(request: pytest.FixtureRequest) -> list[list[str]]:
    return parts()[request.param]


@pytest.fixture
def without_part(part: list[list[str]], cloned_db: str, static_files: None, tmp_path: Path) -> Iterator[Site]:
    """The case without the claims of one part, and alice, who edits."""
    shutil.copytree(CASE_FOLDER / "sources", tmp_path / "sources")
    mine = {key for keys in part for key in keys}
    claims = {key: claim for key, claim in CASE["claims"].items() if key not in mine}
    reasons = [reason for reason in CASE["reasons"] if reason["claim"] in claims]
    (tmp_path / "case.json").write_text(json.dumps(CASE | {"claims": claims, "reasons": reasons}), encoding="utf-8")
    call_command("load_case", str(tmp_path / "case.json"), verbosity=0)
    person("alice")
    with served(tmp_path / "server.log") as site:
        yield site


class Recorder:
    """Records claims of the case on one page after the other."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.source = ""
        self.made: dict[str, str] = {}

    def record(self, keys: list[str]) -> Hands:
        claim = CASE["claims"][keys[0]]
        hands = Hands(self.page)
        self.go_to(claim["source"])
        text = (CASE_FOLDER / CASE["sources"][claim["source"]]["file"]).read_text(encoding="utf-8")
        hands.mark(text, claim["start"], claim["end"], caret=0)
        hands.press("Enter")
        if core := claim.get("core"):
            hands.doing = "core"
            hands.mark(text, core[0], core[1], caret=claim["end"])
            hands.press("o")
            assert same(hands.state()["core"]) == same(text[core[0] : core[1]])
        hands.doing = "claim"
        self.fill(hands, claim, [CASE["claims"][key]["speaker"] for key in keys])
        self.publish(hands, keys)
        return hands

    def go_to(self, source: str) -> None:
        if source != self.source:
            self.page.goto(f"/edit/sources/{CASE['sources'][source]['slug']}/")
            self.page.locator("#text").focus()
            self.source = source
        self.page.locator("#text:focus").wait_for()

    def fill(self, hands: Hands, claim: dict[str, Any], speakers: list[str]) -> None:
        self.page.locator(".offer").first.wait_for()
        hands.press("n")
        self.page.locator(".combo input:focus").wait_for()
        offers = dict[str, list[str]]()
        for offer in hands.state()["offers"]:
            name, _equals, value = offer.partition("=")
            offers.setdefault(name, []).append(value)
        fits = {
            "speaker": speakers,
            "relay": claim["relays"],
            "conditional": ["1"] if claim.get("conditional") else [],
            **{name: [claim[name]] for name in ("cue", "said", "certainty", "act", "manner", "polarity")},
        }
        state = hands.state() | {"conditional": [], "speaker": [], "relay": []}
        held = {name: value if isinstance(value, list) else [value] for name, value in state.items()}
        right = sum(values == fits[name] for name, values in offers.items())
        wrong = sum(values != fits[name] and held[name] == fits[name] for name, values in offers.items())
        if right > wrong:
            hands.press("Alt+Shift+Enter")
            self.page.locator(".offer.taken").first.wait_for()
        self.parties(hands, "speaker", speakers)
        self.parties(hands, "relay", claim["relays"])
        self.answer(hands, claim)
        self.rest(hands, claim)

    def parties(self, hands: Hands, name: str, wanted: list[str]) -> None:
        state = hands.state()
        have = state[f"{name}s"]
        for number in range(max(len(have), len(wanted))):
            is_there = number < len(have) and number < len(wanted) and have[number] == wanted[number]
            if is_there or (name == "speaker" and sorted(have) == sorted(wanted)):
                continue
            field = name if number == 0 else f"{name}_{number + 1}"
            self.go_to_field(hands, field, {"speaker": "s", "relay": "r"}[name], number)
            if number >= len(wanted):
                hands.press("Delete", "Tab")
                continue
            party = CASE["parties"][wanted[number]]
            if not hands.state()["list"]:
                hands.press("ArrowDown")
            hands.choose((party["name"], ""), party["monogram"].lower() if party["monogram"] != "?" else party["name"])

    def go_to_field(self, hands: Hands, field: str, letter: str, number: int) -> None:
        if hands.state()["at"] != field:
            hands.press(f"Alt+{letter}")
            for _step in range(number):
                hands.press("Tab")
        assert hands.state()["at"] == field, (hands.state()["at"], field)

    def answer(self, hands: Hands, claim: dict[str, Any]) -> None:
        question = CASE["questions"][claim["question"]]
        text = question["answers"][claim["answer"]]["text"] if claim["answer"] else "the whole question"
        if hands.state()["polarity"] != "declines" and claim["polarity"] == "declines":
            hands.press("Alt+a")
            hands.type("d")
        if hands.state()["at"] != "question":
            hands.press("Alt+q")
        if not hands.state()["list"]:
            hands.press("ArrowDown")
        denies = claim["polarity"] == "denies" and hands.state()["polarity"] != "denies"
        query = text if claim["answer"] else question["text"]
        rare = min(
            query.split(), key=lambda word: (sum(word in str(each) for each in CASE["questions"].values()), word)
        )
        hands.choose((text, question["text"]), rare.strip("?,.").lower(), key="Shift+Enter" if denies else "Enter")
        state = hands.state()
        assert (state["question"], state["answer"]) == (claim["question"], claim["answer"] or "whole")
        assert state["polarity"] == claim["polarity"]

    def rest(self, hands: Hands, claim: dict[str, Any]) -> None:
        state = hands.state()
        for name, letter in CODES.items():
            if state[name] != claim[name]:
                hands.press(f"Alt+{letter}")
                hands.pick(name, claim[name])
        if state["said"] != claim["said"]:
            hands.press("Alt+t")
            hands.day(state["said"], claim["said"])
        if state["cue"] != claim["cue"]:
            hands.press("Alt+v")
            if f"cue={claim['cue']}" in [*state["others"], *state["offers"]]:
                hands.press("Alt+Enter")
                while claim["cue"] != hands.state()["cue"] != "":
                    hands.press("Alt+Enter")
            if hands.state()["cue"] != claim["cue"]:
                hands.reword(hands.state()["cue"], claim["cue"])
        if hands.state()["at"] != "says_this":
            hands.press("Control+Enter")
        state = hands.state()
        assert {name: state[name] for name in OPEN if name != "answer"} == {
            name: claim[name] for name in OPEN if name != "answer"
        }
        assert state["conditional"] == bool(claim.get("conditional"))

    def publish(self, hands: Hands, keys: list[str]) -> None:
        before = set(Claim.objects.values_list("key", flat=True))
        assert hands.state()["at"] == "says_this"
        with self.page.expect_navigation():
            hands.press("Control+Enter")
        new = Claim.objects.exclude(key__in=before).filter(published_at__isnull=False).order_by("id")
        assert len(new) == len(keys), (keys, self.page.locator("#faults").all_inner_texts())
        for key in keys:
            speaker = CASE["claims"][key]["speaker"]
            self.made[next(each.key for each in new if each.speaker.key == speaker)] = key


def in_file(claim: Claim) -> dict[str, Any]:
    """What was recorded, as the case's file has it; notes and reasons aside, which are prose of the editor."""
    pieces = claim.excerpt.pieces
    return {
        "source": claim.excerpt.snapshot.source.key,
        "start": pieces[0][0],
        "end": pieces[-1][1],
        "core": [claim.core.lower, claim.core.upper] if claim.core else None,
        "speaker": claim.speaker.key,
        "question": claim.question.key,
        "answer": claim.answer.key if claim.answer else None,
        "conditional": claim.conditional,
        "relays": list(claim.relays.order_by("position").values_list("party__key", flat=True)),
        **{name: getattr(claim, name) for name in OPEN if name not in ("question", "answer")},
    }


def told(counts: list[int]) -> str:
    return f"median {median(counts):g}, p95 {quantiles(counts, n=20)[-1]:g}, most {max(counts)}, in all {sum(counts)}"


def test_the_whole_case_by_keyboard_alone(
    without_part: Site,
    part: list[list[str]],
    new_page: Callable[..., Any],
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    loaded = set(Claim.objects.values_list("key", flat=True))
    page = new_page(base_url=without_part.url, viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(20_000)
    page.add_init_script(POINTER)
    sign_in(page, "alice", "/edit/")
    recorder = Recorder(page)
    hands: dict[str, Hands] = {}
    pointed = 0
    for keys in part:
        hands[keys[0]] = recorder.record(keys)
        pointed += page.evaluate("window.pointed")

    recorded = {recorder.made[claim.key]: in_file(claim) for claim in Claim.objects.exclude(key__in=loaded)}
    assert recorded == {
        key: {name: CASE["claims"][key].get(name) for name in next(iter(recorded.values()))}
        | {"conditional": bool(CASE["claims"][key].get("conditional"))}
        for keys in part
        for key in keys
    }
    for day, expected in EXPECTED.items():
        found = json.dumps(statuses(viewer=None, said_by=day_of(text=day), known_by=None))
        for made, key in recorder.made.items():
            found = found.replace(f'"{made}"', f'"{key}"')
        assert sorted_lists(json.loads(found)) == sorted_lists(expected)
    assert pointed == 0
    counts = every_part({key: each.counted() for key, each in hands.items()}, tmp_path_factory)
    if counts:
        within_the_bar(counts, capsys)


def every_part(counts: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What all parts of this run counted, whichever worker ran them; nothing while one is missing."""
    here = tmp_path_factory.getbasetemp()
    folder = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "key-presses"
    folder.mkdir(exist_ok=True)
    (folder / next(iter(counts))).write_text(json.dumps(counts), encoding="utf-8")
    found = [json.loads(each.read_text(encoding="utf-8") or "{}") for each in folder.iterdir()]
    every = {key: each for one in found for key, each in one.items()}
    return every if len(every) == sum(map(len, parts())) else {}


def within_the_bar(counts: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    claims, singly, words, core = (
        [each[name] for each in counts.values()] for name in ("claim", "keys", "words", "core")
    )
    most = [f"{key} {each['claim']} {' '.join(each['log'])}" for key, each in counts.items() if each["claim"] > P95]
    with capsys.disabled():
        print(f"\nkey presses from words to claim, {len(counts)} recordings: {told(claims)}")
        print(f"the same with each key of a chord counted: {told(singly)}")
        print(f"to mark the words: {told(words)}; the core: {told([each for each in core if each])}")
        print("most presses:", *most, sep="\n  ")
    assert median(claims) <= MEDIAN
    assert quantiles(claims, n=20)[-1] <= P95


def sorted_lists(value: Any) -> Any:
    """Lists of keys in one order, whatever keys they had before."""
    if isinstance(value, dict):
        return {key: sorted_lists(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted((sorted_lists(each) for each in value), key=json.dumps)
    return value
