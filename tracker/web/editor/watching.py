"""Watching an incident, a question or a party, and what changed under somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tracker.actions.watch import WATCHED, Watched, mark_read, unwatch, watch
from tracker.domain import policy
from tracker.models import Incident, Party, Question, User
from tracker.models.people import role_of
from tracker.queries.watched import is_watched
from tracker.web.editor.access import editors_only

_NAME: Final = {"incident": "title", "question": "text", "party": "name"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """The button on a page: what it is about, whether it is watched, and the page to come back to."""

    kind: str
    key: str
    name: str
    on: bool
    back: str


def watching(request: HttpRequest, *, row: Incident | Question | Party) -> Watching | None:
    """For an editor's page of this record: its button. One query."""
    assert isinstance(request.user, User)
    if not policy.allowed(role=cast(policy.Role, role_of(request.user)), action="watch"):
        return None
    kind = type(row).__name__.lower()
    return Watching(
        kind=kind,
        key=row.key,
        name=getattr(row, _NAME[kind]),
        on=is_watched(viewer=request.user, row=row),
        back=request.get_full_path(),
    )


def for_readers_page(request: HttpRequest, *, kind: Watched, key: str) -> Watching | None:
    """For a readers' page: the button for who is signed in and may watch. Nothing, and no query, for readers."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    if not policy.allowed(role=cast(policy.Role, role_of(request.user)), action="watch"):
        return None
    row = WATCHED[kind].objects.filter(key=key).first()
    return watching(request, row=row) if row else None


@require_POST
@editors_only
def set_watch(request: HttpRequest) -> HttpResponse:
    """Watch what the form names, or watch it no more, and back to the page."""
    assert isinstance(request.user, User)
    kind, key = request.POST.get("kind", ""), request.POST.get("key", "")
    if kind not in WATCHED:
        raise BadRequest(_("The form does not say what to watch."))
    row = WATCHED[kind].objects.all().visible_to(request.user).filter(key=key).first() if "\0" not in key else None
    if row is None:
        raise Http404(_("There is no record of this kind and key."))
    do = unwatch if request.POST.get("do") == "stop" else watch
    do(by=request.user, kind=cast(Watched, kind), row=row)
    back = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return HttpResponseRedirect(back if inside else reverse("editor:inbox"))


@require_POST
@editors_only
def read(request: HttpRequest) -> HttpResponse:
    """What changed up to the newest change that was shown has been read."""
    assert isinstance(request.user, User)
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        raise BadRequest(_("The form does not say up to when.")) from None
    if until.tzinfo is None:
        raise BadRequest(_("The form does not say up to when."))
    mark_read(by=request.user, until=until)
    return HttpResponseRedirect(reverse("editor:inbox") + "#changed")
