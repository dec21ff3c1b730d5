"""Merge two parties or two questions, split a question: every step is shown before it is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tracker.actions.foresee import Outcome
from tracker.actions.merge_parties import merge_parties
from tracker.actions.merge_questions import NEW, merge_questions
from tracker.actions.move_claims import Collides, Twins
from tracker.actions.split_question import split_question
from tracker.models import Incident, Party, Question, User
from tracker.queries.incident_desk import question_desk, question_options
from tracker.queries.party_desk import party_options
from tracker.queries.preview import incidents_of_parties
from tracker.web.editor.fields import read
from tracker.web.editor.filing import Faults
from tracker.web.editor.records import Work, one, only, show, status_of, tried

UNSAID: Final = "–"
"""The note of a preview whose note is not written yet; it is taken back with the preview."""

Tried = tuple[Outcome[Any] | None, tuple[Twins, ...]]


def _tried(request: HttpRequest, faults: Faults, work: Work, incidents: Callable[[], Collection[str]]) -> Tried:
    """What the merge would do, or did; and the claims among which somebody has to choose first."""
    try:
        outcome = tried(
            request,
            faults,
            action="merge_records",
            work=work,
            incidents=incidents,
            note=_note(request),
            unasked=False,
        )
    except Collides as twice:
        faults.add("withdraw", twice.message)
        return None, twice.twins
    return outcome, ()


def _note(request: HttpRequest) -> str:
    note = request.POST.get("note", "")
    return note if request.POST.get("agreed") else note.strip() or UNSAID


@require_http_methods(["GET", "POST"])
@only("merge_records")
def merge_party(request: HttpRequest, slug: str) -> HttpResponse:
    """Two records of one party become one."""
    assert isinstance(request.user, User)
    row, by = one(Party, request, slug=slug), request.user
    values = read(request.POST or request.GET, ("into", "note"))
    faults, withdraw = Faults(), request.POST.getlist("withdraw")
    into = Party.objects.all().visible_to(by).filter(key=values["into"]).first()
    outcome: Outcome[Any] | None = None
    twins: tuple[Twins, ...] = ()
    if request.method == "POST":
        if into is None:
            faults.add("into", _("Choose the party into which this one is merged."))
        else:
            living = into
            outcome, twins = _tried(
                request,
                faults,
                lambda: merge_parties(by=by, note=_note(request), party=row, into=living, withdraw=withdraw),
                lambda: incidents_of_parties(parties=[row.pk, living.pk]),
            )
    if into is not None and outcome is not None and outcome.kept:
        messages.success(request, _("Merged. “%(name)s” leads here now.") % {"name": row.name})
        return HttpResponseRedirect(reverse("editor:party", args=[into.slug]))
    context = {
        "here": "parties",
        "party": row,
        "into": into,
        "values": values,
        "errors": faults.of,
        "outcome": outcome,
        "twins": twins,
        "withdraw": withdraw,
        "party_options": party_options(viewer=by, but=row),
    }
    return show(request, "merge_party", context, status=status_of(request, faults, outcome))


def _wanted(data: Mapping[str, Any]) -> dict[str, str]:
    """What each answer becomes, by the fields `becomes-KEY`."""
    wanted = {name.removeprefix("becomes-"): str(value) for name, value in data.items() if name.startswith("becomes-")}
    return {key: value for key, value in wanted.items() if value}


@require_http_methods(["GET", "POST"])
@only("merge_records")
def merge_question(request: HttpRequest, key: str) -> HttpResponse:
    """Two questions that ask the same become one."""
    assert isinstance(request.user, User)
    row, by = one(Question, request, key=key), request.user
    values = read(request.POST or request.GET, ("into", "note"))
    faults, withdraw, wanted = Faults(), request.POST.getlist("withdraw"), _wanted(request.POST)
    into = _question(request, values["into"])
    outcome: Outcome[Any] | None = None
    twins: tuple[Twins, ...] = ()
    if request.method == "POST":
        if into is None:
            faults.add("into", _("Choose the question into which this one is merged."))
        else:
            living = into
            outcome, twins = _tried(
                request,
                faults,
                lambda: merge_questions(
                    by=by, note=_note(request), question=row, into=living, answers=wanted, withdraw=withdraw
                ),
                lambda: [_incident(row)],
            )
    if into is not None and outcome is not None and outcome.kept:
        messages.success(request, _("Merged. “%(name)s” leads here now.") % {"name": row.text})
        return HttpResponseRedirect(reverse("editor:question", args=[into.key]))
    context = _context(request, row, into, wanted) | {
        "values": values,
        "errors": faults.of,
        "outcome": outcome,
        "twins": twins,
        "withdraw": withdraw,
    }
    return show(request, "merge_question", context, status=status_of(request, faults, outcome))


@require_http_methods(["GET", "POST"])
@only("merge_records")
def split(request: HttpRequest, key: str) -> HttpResponse:
    """Some claims of a question move to another, or to a new one."""
    assert isinstance(request.user, User)
    row, by = one(Question, request, key=key), request.user
    values = read(request.POST, ("into", "question_text", "note"))
    faults, withdraw, wanted = Faults(), request.POST.getlist("withdraw"), _wanted(request.POST)
    claims = request.POST.getlist("claims")
    into = _question(request, values["into"])
    outcome: Outcome[Any] | None = None
    twins: tuple[Twins, ...] = ()
    if request.method == "POST":
        outcome, twins = _tried(
            request,
            faults,
            lambda: split_question(
                by=by,
                note=_note(request),
                question=row,
                claims=claims,
                answers=wanted,
                into=into,
                text=values["question_text"],
                withdraw=withdraw,
            ),
            lambda: [_incident(row)],
        )
    if outcome is not None and outcome.kept:
        said = _("Split. The claims that moved stand on “%(question)s”.")
        messages.success(request, said % {"question": outcome.made.into})
        return HttpResponseRedirect(reverse("editor:question", args=[key]))
    context = _context(request, row, into, wanted) | {
        "values": values,
        "errors": faults.of,
        "outcome": outcome,
        "twins": twins,
        "withdraw": withdraw,
        "claims": claims,
    }
    return show(request, "split_question", context, status=status_of(request, faults, outcome))


def _question(request: HttpRequest, key: str) -> Question | None:
    return Question.objects.all().visible_to(request.user).filter(key=key).first() if key else None


def _incident(question: Question) -> str:
    return Incident.objects.values_list("key", flat=True).get(pk=question.incident_id)


def _context(request: HttpRequest, row: Question, into: Question | None, wanted: dict[str, str]) -> dict[str, Any]:
    """What both pages of questions show: the question with its claims, and what its answers may become."""
    there = list(into.answers.order_by("order", "id").values_list("key", "text")) if into else []
    return {
        "here": "incidents",
        "question": row,
        "incident": row.incident,
        "into": into,
        "desk": question_desk(viewer=request.user, question=row),
        "question_options": question_options(viewer=request.user, question=row),
        "become_options": [*there, (NEW, _("a new answer of these words"))],
        "wanted": wanted,
    }
