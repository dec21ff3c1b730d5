"""Proposals for a claim's form, tried on the sentences of the real case."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.domain.cases import REAL
from tracker.domain.proposals import propose

CASE: dict[str, Any] = json.loads(REAL.read_text(encoding="utf-8"))
NAMES = {key: [party["name"], *party["also_known_as"]] for key, party in CASE["parties"].items()}


def proposed(key: str) -> dict[str, list[Any]]:
    claim = CASE["claims"][key]
    found = propose(
        publisher=CASE["sources"][claim["source"]]["publisher"],
        words=claim["quote"],
        sentence=claim["quote"],
        names=NAMES,
    )
    return {
        "cue": [each.words for each in found if each.field == "cue"],
        "relay": [each.party for each in found if each.field == "relay"],
        "speaker": [each.party for each in found if each.field == "speaker"],
    }


def test_the_cue_that_the_editor_took_is_mostly_among_those_proposed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cued = {key: claim["cue"] for key, claim in CASE["claims"].items() if claim["cue"]}
    first = [key for key, cue in cued.items() if proposed(key)["cue"][:1] == [cue]]
    among = [key for key, cue in cued.items() if cue in proposed(key)["cue"]]
    missed = {cued[key]: proposed(key)["cue"] for key in cued if key not in among}
    with capsys.disabled():
        print(f"\ncue proposed first: {len(first)} of {len(cued)}; among all: {len(among)}; missed: {missed}")
    assert len(among) / len(cued) >= 0.85
    assert len(first) / len(cued) >= 0.6


@pytest.mark.parametrize("key", CASE["claims"])
def test_a_proposed_cue_stands_in_the_words(key: str) -> None:
    assert all(cue in CASE["claims"][key]["quote"] for cue in proposed(key)["cue"])


def test_hearsay_names_its_relays_after_the_publisher() -> None:
    assert proposed("k39")["relay"] == ["cnn", "yonhap", "kcna"]


def test_the_party_before_the_cue_is_the_likeliest_speaker() -> None:
    assert proposed("k01")["speaker"][0] == "dprk"
    assert proposed("k07")["speaker"][0] == "dprk"
    assert proposed("k64")["speaker"][0] == "rok"


def test_words_without_a_cue_are_the_publishers_own() -> None:
    assert proposed("k59") == {"cue": [], "relay": [], "speaker": ["unsc"]}


def test_of_two_names_in_one_place_the_longer_counts() -> None:
    found = propose(
        publisher="wire",
        words="The South Korean army said so.",
        sentence="The South Korean army said so.",
        names={"rok": ["South", "South Korean"], "army": ["South Korean army"]},
    )
    assert [each.party for each in found if each.field == "speaker"] == ["army"]


def test_nobody_named_gives_no_speaker() -> None:
    found = propose(publisher="wire", words="It says so.", sentence="It says so.", names={})
    assert [(each.field, each.words) for each in found] == [("cue", "It says"), ("relay", "")]
