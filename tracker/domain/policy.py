"""Who may do what. `visible_to` of the queries says the same about rows, and a test holds the two together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Role = Literal["anonymous", "reader", "contributor", "editor", "steward", "admin"]
Action = Literal[
    "view_public",
    "view_proposed",
    "view_draft",
    "edit_draft",
    "watch",
    "capture_source",
    "record_claim",
    "comment_claim",
    "revise_proposal",
    "discard_proposal",
    "return_claim",
    "publish_claim",
    "correct_claim",
    "withdraw_claim",
    "carry_over",
    "answer_letter",
    "make_incident",
    "make_question",
    "make_party",
    "make_affiliation",
    "publish_record",
    "correct_record",
    "merge_records",
    "govern_incident",
    "manage_accounts",
]

ANYBODY: Final[frozenset[Action]] = frozenset({"view_public"})
CONTRIBUTORS: Final[frozenset[Action]] = ANYBODY | {
    "view_proposed",
    "watch",
    "capture_source",
    "record_claim",
    "comment_claim",
    "make_incident",
    "make_question",
    "make_party",
    "make_affiliation",
}
EDITORS: Final[frozenset[Action]] = CONTRIBUTORS | {
    "revise_proposal",
    "discard_proposal",
    "return_claim",
    "publish_claim",
    "correct_claim",
    "carry_over",
    "answer_letter",
    "publish_record",
    "correct_record",
}
STEWARDS: Final[frozenset[Action]] = EDITORS | {"withdraw_claim", "merge_records", "govern_incident"}
ADMINS: Final[frozenset[Action]] = STEWARDS | {"manage_accounts"}

PERMITTED: Final[Mapping[Role, frozenset[Action]]] = {
    "anonymous": ANYBODY,
    "reader": ANYBODY,
    "contributor": CONTRIBUTORS,
    "editor": EDITORS,
    "steward": STEWARDS,
    "admin": ADMINS,
}

WORKERS: Final[frozenset[Role]] = frozenset({"contributor", "editor", "steward", "admin"})
OWN: Final[Mapping[Action, frozenset[Role]]] = {
    "view_draft": WORKERS,
    "edit_draft": WORKERS,
    "revise_proposal": WORKERS,
    "discard_proposal": WORKERS,
    "withdraw_claim": frozenset({"editor", "steward", "admin"}),
}
"""What somebody may do with what is theirs, beyond what they may do with anybody's."""


def allowed(*, role: Role, action: Action, is_owner: bool = False) -> bool:
    """Whether somebody of that role may do it.

    `is_owner` says whether the thing in question is theirs: the draft's owner; the author of a claim that was
    never published; of a published one, who published it. A draft is open to its owner only, not to admins.
    """
    return action in PERMITTED[role] or (is_owner and role in OWN.get(action, frozenset()))
