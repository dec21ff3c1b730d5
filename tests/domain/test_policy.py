"""Who may do what, the whole table."""

from __future__ import annotations

from typing import get_args

import pytest

from tracker.domain.policy import Action, Role, allowed

ROLES: tuple[Role, ...] = get_args(Role)
ACTIONS: tuple[Action, ...] = get_args(Action)

FOR_ADMINS = {"manage_accounts"}
FOR_OWNERS = {"view_draft", "edit_draft"}
FOR_ALL = {"view_public"}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may(role: Role, action: Action) -> None:
    if action in FOR_ALL:
        expected = True
    elif action in FOR_OWNERS:
        expected = False
    elif action in FOR_ADMINS:
        expected = role == "admin"
    else:
        expected = role in ("editor", "admin")
    assert allowed(role=role, action=action) is expected


@pytest.mark.parametrize("action", sorted(FOR_OWNERS))
def test_a_draft_is_its_owners_alone_while_the_owner_edits(action: Action) -> None:
    assert [role for role in ROLES if allowed(role=role, action=action, is_owner=True)] == ["editor", "admin"]


@pytest.mark.parametrize("role", ROLES)
def test_to_own_a_draft_permits_nothing_else(role: Role) -> None:
    for action in set(ACTIONS) - FOR_OWNERS:
        assert allowed(role=role, action=action, is_owner=True) is allowed(role=role, action=action)
