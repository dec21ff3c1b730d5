"""Who may do what, the whole table."""

from __future__ import annotations

from typing import get_args

import pytest

from tracker.domain.policy import Action, Role, allowed

ROLES: tuple[Role, ...] = get_args(Role)
ACTIONS: tuple[Action, ...] = get_args(Action)

# the least role that may do it with anybody's, and with its own: "-" is nobody
FROM: dict[str, tuple[str, str]] = {
    "view_public": ("anonymous", "anonymous"),
    "view_proposed": ("contributor", "contributor"),
    "view_draft": ("-", "contributor"),
    "edit_draft": ("-", "contributor"),
    "watch": ("contributor", "contributor"),
    "capture_source": ("contributor", "contributor"),
    "record_claim": ("contributor", "contributor"),
    "comment_claim": ("contributor", "contributor"),
    "revise_proposal": ("editor", "contributor"),
    "discard_proposal": ("editor", "contributor"),
    "return_claim": ("editor", "editor"),
    "publish_claim": ("editor", "editor"),
    "correct_claim": ("editor", "editor"),
    "withdraw_claim": ("steward", "editor"),
    "carry_over": ("editor", "editor"),
    "answer_letter": ("editor", "editor"),
    "make_incident": ("contributor", "contributor"),
    "make_question": ("contributor", "contributor"),
    "make_party": ("contributor", "contributor"),
    "make_affiliation": ("contributor", "contributor"),
    "publish_record": ("editor", "editor"),
    "correct_record": ("editor", "editor"),
    "merge_records": ("steward", "steward"),
    "govern_incident": ("steward", "steward"),
    "manage_accounts": ("admin", "admin"),
}


def test_every_action_has_its_row() -> None:
    assert set(FROM) == set(ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may(role: Role, action: Action) -> None:
    anybodys, own = FROM[action]
    assert allowed(role=role, action=action) is (anybodys != "-" and ROLES.index(role) >= ROLES.index(anybodys))
    assert allowed(role=role, action=action, is_owner=True) is (ROLES.index(role) >= ROLES.index(own))
