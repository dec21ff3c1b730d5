"""The pages of records: one way to fill, save, foresee and settle them, whatever the record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.actions.foresee import Outcome, foresee
from tracker.actions.move_claims import Collides
from tracker.actions.refusals import Refused
from tracker.domain import policy
from tracker.models import User
from tracker.models.people import role_of
from tracker.queries.history import events
from tracker.web.editor.access import View, editors_only
from tracker.web.editor.conflict import Both, Field, Values, plainly, revision_of
from tracker.web.editor.fields import read
from tracker.web.editor.filing import Faults
from tracker.web.editor.labels import VOCABULARIES

Row = Mapping[str, Any]
Work = Callable[[], Any]

ALWAYS: Final = ("note", "seen", "agreed")
"""What every form of a record carries beside its fields."""

NOTE: Final = gettext_lazy("Why you change it")


def may(request: HttpRequest, action: policy.Action) -> bool:
    """Whether who asks may do that."""
    return policy.allowed(role=cast(policy.Role, role_of(request.user)), action=action)


def only(action: policy.Action) -> Callable[[View], View]:
    """A view for those who may do that; 403 for other editors, and as `editors_only` for everybody else."""

    def decorate(view: View) -> View:
        @editors_only
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request, action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def today() -> date:
    """The present of the first clock."""
    return datetime.now(tz=UTC).date()


def searched(request: HttpRequest) -> tuple[str, int]:
    """What is searched for in a list, and the page of it."""
    page = request.GET.get("page", "1")
    return request.GET.get("q", "").replace("\0", "").strip()[:200], int(page) if revision_of(page) else 1


def one(model: Any, request: HttpRequest, **where: Any) -> Any:
    """The record that is named so; 404 for what is not there or not theirs to see."""
    row = model.objects.all().visible_to(request.user).filter(**where).first()
    if row is None:
        raise Http404(_("There is no such record at this address."))
    return row


def columns(row: Any) -> Row:
    """A record as the history holds it: column by column."""
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields}


def tried(
    request: HttpRequest,
    faults: Faults,
    *,
    action: policy.Action,
    work: Work,
    incidents: Callable[[], Collection[str]],
    note: str | None = None,
    unasked: bool = True,
) -> Outcome[Any] | None:
    """Do the work, or see what it would do; None where it is refused, with the reason among the faults.

    Raises `Collides`, which asks for a choice.
    """
    assert isinstance(request.user, User)
    try:
        return foresee(
            by=request.user,
            note=request.POST.get("note", "") if note is None else note,
            may=action,
            work=work,
            incidents=incidents,
            said_by=today(),
            agreed=request.POST.get("agreed", ""),
            unasked=unasked,
        )
    except Refused as refused:
        if isinstance(refused, Collides):
            raise
        if refused.rule == "not_allowed":
            raise PermissionDenied from None
        faults.stale = refused.rule == "revision_is_next"
        faults.add(refused.field, refused.message)
        return None


def show(request: HttpRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of records."""
    rights = {f"may_{action}": may(request, action) for action in ("correct_record", "publish_record", "merge_records")}
    whole = {"values": {}, "errors": {}, "outcome": None, "NOTE": NOTE, **VOCABULARIES, **rights, **context}
    return render(request, f"editor/records/{name}.html", whole, status=status)


def status_of(request: HttpRequest, faults: Faults, outcome: Outcome[Any] | None) -> int:
    """Of an answer to a form that was not carried out: 409 where what was agreed to is not what would be."""
    if faults:
        return 409 if faults.stale else 422
    return 409 if outcome is not None and request.POST.get("agreed") else 200


@dataclass(frozen=True, kw_only=True)
class Room:
    """A record in front of an editor.

    `fill` gives the form from its columns; `work` what saves a form, or None with faults; `page` the page with a
    form in it. `frozen` are the fields that stay as they are. `read` turns forms into texts for two who save at once.
    """

    kind: str
    row: Any
    title: str
    here: str
    fields: tuple[Field, ...]
    fill: Callable[[Row], dict[str, str]]
    work: Callable[[dict[str, str], Faults], Work | None]
    incidents: Callable[[], Collection[str]]
    page: Callable[[dict[str, str], Faults, Outcome[Any] | None, int], HttpResponse]
    frozen: frozenset[str] = frozenset()
    read: Callable[[Sequence[Values], Sequence[Field]], list[dict[str, str]]] = field(default=plainly)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for each in self.fields for name in each.names)

    def filled(self) -> dict[str, str]:
        """The form as the record stands."""
        row = columns(self.row)
        return dict.fromkeys(ALWAYS, "") | self.fill(row) | {"seen": str(row["revision"])}

    def at(self, revision: int) -> dict[str, str]:
        """The form as it was filled at this revision."""
        rows = events(kind=self.kind, pk=self.row.pk)
        row = next((row for row in rows if row["revision"] == revision), rows[0])
        return dict.fromkeys(ALWAYS, "") | self.fill(row) | {"seen": str(revision)}

    def both(self) -> Both:
        """The record for whoever saves it second."""
        return Both(
            kind=self.kind,
            row=self.row,
            fields=self.fields,
            at=self.at,
            read=self.read,
            title=self.title,
            here=self.here,
            back=self.here,
            note=NOTE,
        )


def edited(request: HttpRequest, room: Room) -> HttpResponse:
    """The page of a record, and what comes of its form: a revision, a preview of what it does, or faults in words."""
    if request.method == "GET":
        return room.page(room.filled(), Faults(), None, 200)
    if not may(request, "correct_record"):
        raise PermissionDenied
    current = room.filled()
    values = read(request.POST, (*room.names, *ALWAYS)) | {name: current[name] for name in room.frozen}
    settle = request.POST.get("settle", "")
    if settle:
        merged, undecided = room.both().settled(request.POST, values)
        if undecided:
            return room.both().ask(request, values, undecided=undecided)
        values = merged
        if settle == "form":
            return room.page(values, Faults(), None, 200)
    faults = Faults()
    work, outcome = room.work(values, faults), None
    if work is not None and not faults:
        outcome = tried(request, faults, action="correct_record", work=work, incidents=room.incidents)
    if faults.stale:
        room.row.refresh_from_db()
        return room.both().ask(request, values)
    if outcome is not None and outcome.kept:
        messages.success(request, _("Saved. Earlier revisions stay readable."))
        return HttpResponseRedirect(room.here)
    return room.page(values, faults, outcome, status_of(request, faults, outcome))
