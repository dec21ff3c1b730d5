"""Half-written work as it comes from a form: kept, discarded, never lost."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.actions.drafts import save_draft
from tracker.actions.refusals import Refused
from tracker.models import User
from tracker.web.editor.fields import DRAFT_KEY, NOT_KEPT


def keep_sent(by: User, key: str, purpose: str, values: Mapping[str, str]) -> None:
    """Keep a form that was refused because somebody else was faster, so that its page may be closed."""
    if not DRAFT_KEY.fullmatch(key):
        return
    payload = {name: value for name, value in values.items() if value and name not in NOT_KEPT}
    try:
        save_draft(by=by, key=key, purpose=purpose, payload=payload)
    except Refused:  # the page still holds it
        return
