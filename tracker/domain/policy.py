"""Who may do what. `visible_to` of the queries says the same about rows, and a test holds the two together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Role = Literal["anonymous", "reader", "editor", "admin"]
Action = Literal[
    "view_public",
    "view_proposed",
    "view_draft",
    "capture_source",
    "record_claim",
    "publish_claim",
    "correct_claim",
    "withdraw_claim",
    "edit_draft",
    "make_incident",
    "make_question",
    "make_party",
    "make_affiliation",
    "publish_record",
    "correct_record",
    "manage_accounts",
]

ANYBODY: Final[frozenset[Action]] = frozenset({"view_public"})
EDITORS: Final[frozenset[Action]] = ANYBODY | {
    "view_proposed",
    "capture_source",
    "record_claim",
    "publish_claim",
    "correct_claim",
    "withdraw_claim",
    "make_incident",
    "make_question",
    "make_party",
    "make_affiliation",
    "publish_record",
    "correct_record",
}
ADMINS: Final[frozenset[Action]] = EDITORS | {"manage_accounts"}
OWNERS: Final[frozenset[Action]] = frozenset({"view_draft", "edit_draft"})
"""What only the owner of a draft may do, whoever else asks."""

PERMITTED: Final[Mapping[Role, frozenset[Action]]] = {
    "anonymous": ANYBODY,
    "reader": ANYBODY,
    "editor": EDITORS,
    "admin": ADMINS,
}


def allowed(*, role: Role, action: Action, is_owner: bool = False) -> bool:
    """Whether somebody of that role may do it.

    `is_owner` says whether the draft in question is theirs, and matters for drafts alone: a claim belongs to
    nobody, so any editor publishes, corrects and withdraws any. A draft is open to its owner only, not to
    admins, and only while the owner is an editor or an admin.
    """
    if action in OWNERS:
        return is_owner and role in ("editor", "admin")
    return action in PERMITTED[role]
