"""Half-written work as it comes from a form: kept, filed, never lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from tracker.actions.drafts import save_draft
from tracker.actions.refusals import Refused, Stale
from tracker.models import Claim, Draft, Source, User
from tracker.models.base import mint_key
from tracker.web.editor.fields import DRAFT_KEY, NOT_KEPT, RELAYS, SPEAKERS, sent

_MADE: Final = ("party_", "question_", "incident_", "answer_")
"""Fields of what is made without leaving; once it is there, its key says the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`apart`: another tab saved the draft meanwhile, and this text became a draft of its own."""

    draft: Draft
    apart: bool = False

    @property
    def at(self) -> str:
        return self.draft.updated_at.isoformat()


def keep(*, by: User, key: str, purpose: str, post: QueryDict, values: Mapping[str, str] | None = None) -> Kept:
    """Keep what was sent as a draft, beside the draft of another tab where that was faster: both texts stay.

    The form says in `draft_seen` which save it is written on, and in `tab` where it is open.
    """
    payload = sent(post) if values is None else _filled(values)
    seen, tab = post.get("draft_seen"), post.get("tab", "")
    try:
        return Kept(draft=save_draft(by=by, key=key, purpose=purpose, payload=payload, seen=seen, tab=tab))
    except Stale:
        return Kept(draft=save_draft(by=by, key=mint_key(), purpose=purpose, payload=payload, tab=tab), apart=True)


def keep_refused(*, by: User, key: str, purpose: str, post: QueryDict, values: Mapping[str, str]) -> Kept | None:
    """Keep a form that was refused because somebody else was faster, so that its page may be closed."""
    if not DRAFT_KEY.fullmatch(key):
        return None
    try:
        return keep(by=by, key=key, purpose=purpose, post=post, values=values)
    except Refused:  # the page still holds it
        return None


def filed(values: Mapping[str, str], claims: Sequence[Claim]) -> dict[str, str]:
    """The form that became these claims, so that it can be filed again: what it made is named by its key. One query."""
    first = claims[0]
    payload = {name: value for name, value in _filled(values).items() if not name.startswith(_MADE)}
    payload |= {"question": first.question.key} | ({"answer": first.answer.key} if first.answer else {})
    payload |= {name: claim.speaker.key for name, claim in zip(SPEAKERS, claims, strict=False)}
    told = first.relays.order_by("position").values_list("party__key", flat=True)
    payload |= dict(zip([name for name in RELAYS if values[name]], told, strict=False))
    return payload


def address_of(*, purpose: str, draft: str) -> str:
    """The page on which a draft is written; `draft` is empty for the page alone. One query for a claim's."""
    kind, _colon, of = purpose.partition(":")
    page = reverse("editor:capture")
    if kind == "correct":
        page = reverse("editor:correct", args=[of])
    elif kind == "claim":
        slug = Source.objects.filter(key=of).values_list("slug", flat=True).first()
        page = reverse("editor:workbench", args=[slug]) if slug else reverse("editor:inbox")
    return page + (f"?{urlencode({'draft': draft})}" if draft else "")


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value and name not in NOT_KEPT}
