"""What the README and the docs say is so."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.test import Client

from tracker.domain.policy import Action, Role, allowed

ROOT = Path(settings.BASE_DIR)
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "tracker" / "case" / "README.md"])
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: str(doc.relative_to(ROOT)))
def test_every_link_of_the_docs_leads_to_a_file(doc: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", doc.read_text())
    assert [link for link in links if not (doc.parent / link).exists()] == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: str(doc.relative_to(ROOT)))
def test_every_command_of_the_docs_exists(doc: Path) -> None:
    text = doc.read_text()
    commands = set(re.findall(r"(?m)(?:^|`)script/manage ([a-z_]+)", text))
    scripts = set(re.findall(r"(?<![\w/])script/([a-z]+)", text))
    assert commands - set(get_commands()) == set()
    assert [name for name in scripts if not (ROOT / "script" / name).exists()] == []


def test_the_readme_counts_the_case() -> None:
    case = json.loads((ROOT / "tracker" / "case" / "case.json").read_text())
    counted = f"{len(case['incidents'])} incidents, {len(case['questions'])} questions, {len(case['claims'])} claims"
    assert f"{counted} by hand from {len(case['sources'])} real texts" in README


def test_the_readme_tells_what_the_incident_page_says(case_db: None, client: Client) -> None:
    page = client.get("/incidents/yeonpyeong/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "on one question both sides agree, on two their accounts conflict" in README
    assert "On one, the sides agree. On two, accounts conflict." in text


@pytest.mark.parametrize("address", sorted(set(re.findall(r"localhost:8000(/\S+)|`(/[a-z]\S*)`", README))))
def test_every_address_of_the_readme_answers(case_db: None, client: Client, address: tuple[str, str]) -> None:
    assert client.get(next(filter(None, address))).status_code == 200


def test_the_table_of_roles_says_what_the_policy_says() -> None:
    text = (ROOT / "docs" / "roles.md").read_text()
    head, _rule, *rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    roles = head[2:]
    assert roles == [role for role in get_args(Role) if role != "anonymous"]
    said = {row[1].strip("`"): row[2:] for row in rows}
    assert list(said) == list(get_args(Action))
    for action, cells in said.items():
        assert cells == [permitted(role, action) for role in roles], action


def permitted(role: Any, action: Any) -> str:
    if allowed(role=role, action=action):
        return "yes"
    return "own" if allowed(role=role, action=action, is_owner=True) else "–"
