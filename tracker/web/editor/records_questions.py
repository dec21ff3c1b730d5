"""A question and its answers: their wording, order, kind and value, and the claims that a change would touch."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tracker.actions.edit_question import edit_answer, edit_question
from tracker.actions.foresee import Outcome
from tracker.actions.make_question import AnswerText, add_answer, make_question
from tracker.actions.order_questions import order_answer
from tracker.actions.refusals import Refused
from tracker.models import Answer, Claim, Incident, Party, Question, User
from tracker.queries.incident_desk import question_desk
from tracker.queries.party_desk import party_options
from tracker.queries.record import value_of
from tracker.web.editor.access import editors_only
from tracker.web.editor.conflict import Field, Values, plainly, revision_of
from tracker.web.editor.fields import ANSWERS, read
from tracker.web.editor.filing import Faults
from tracker.web.editor.records import Room, Row, Work, edited, one, show

QUESTION: Final = (
    Field(name="question_text", label=gettext_lazy("Question")),
    Field(name="question_kind", label=gettext_lazy("Kind")),
    Field(name="question_exclusive", label=gettext_lazy("Its answers exclude one another")),
    Field(name="question_unit", label=gettext_lazy("Unit")),
)
ANSWER: Final = (
    Field(name="answer_text", label=gettext_lazy("Answer")),
    Field(name="answer_about", label=gettext_lazy("Laid to")),
    Field(name="answer_value", label=gettext_lazy("Value"), of=("answer_low", "answer_high")),
)
FROZEN_QUESTION: Final = frozenset({"question_kind", "question_exclusive", "question_unit"})
FROZEN_ANSWER: Final = frozenset({"answer_about", "answer_low", "answer_high"})
ONE_ANSWER: Final = ("answer_text", "answer_about", "answer_low", "answer_high", "note")


@require_http_methods(["GET", "POST"])
@editors_only
def new_question(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask something of an incident."""
    assert isinstance(request.user, User)
    row = one(Incident, request, slug=slug)
    names = ("question_text", "question_kind", "question_exclusive", "question_unit", *ANSWERS, "note")
    values, faults = read(request.POST, names), Faults()
    if request.method == "POST":
        try:
            made = make_question(
                by=request.user,
                note=values["note"],
                incident=row,
                text=values["question_text"],
                kind=values["question_kind"],
                exclusive=bool(values["question_exclusive"]),
                unit=values["question_unit"],
                answers=[AnswerText(text=values[name]) for name in ANSWERS if values[name].strip()],
            )
        except Refused as refused:
            faults.add(refused.field, refused.message)
        else:
            messages.success(request, _("Made. Readers see it with its first published claim."))
            return HttpResponseRedirect(reverse("editor:question", args=[made.key]))
    context = {"here": "incidents", "incident": row, "values": values, "errors": faults.of, "ANSWERS": ANSWERS}
    return show(request, "new_question", context, status=422 if faults else 200)


@require_http_methods(["GET", "POST"])
@editors_only
def question(request: HttpRequest, key: str) -> HttpResponse:
    """The page of a question, with its answers and every claim on it."""
    return edited(request, _room(request, one(Question, request, key=key)))


def _room(request: HttpRequest, row: Question) -> Room:
    def work(values: dict[str, str], faults: Faults) -> Work | None:
        assert isinstance(request.user, User)
        editor = request.user
        return lambda: (
            edit_question(
                by=editor,
                note=values["note"],
                question=row,
                seen=revision_of(values["seen"]),
                text=values["question_text"],
                kind=values["question_kind"],
                exclusive=bool(values["question_exclusive"]),
                unit=values["question_unit"],
            ).key
        )

    rests = Claim.objects.filter(question=row, published_at__isnull=False).exists()
    return Room(
        kind="question",
        row=row,
        title=row.text,
        here=reverse("editor:question", args=[row.key]),
        fields=QUESTION,
        frozen=FROZEN_QUESTION if rests else frozenset(),
        fill=_question_filled,
        work=work,
        incidents=lambda: [Incident.objects.values_list("key", flat=True).get(pk=row.incident_id)],
        page=lambda values, faults, outcome, status: _page(request, row, values, faults, outcome, status),
    )


def _question_filled(row: Row) -> dict[str, str]:
    return {
        "question_text": row["text"],
        "question_kind": row["kind"],
        "question_exclusive": "1" if row["exclusive"] else "",
        "question_unit": row["unit"],
    }


def _page(
    request: HttpRequest,
    row: Question,
    values: dict[str, str],
    faults: Faults,
    outcome: Outcome[Any] | None,
    status: int,
    added: dict[str, str] | None = None,
) -> HttpResponse:
    context = {
        "here": "incidents",
        "incident": Incident.objects.get(pk=row.incident_id),
        "into": row.merged_into,
        "desk": question_desk(viewer=request.user, question=row),
        "values": values | (added or dict.fromkeys(ONE_ANSWER[:-1], "")),
        "errors": faults.of,
        "outcome": outcome,
        "party_options": party_options(viewer=request.user),
        "moved": (request.GET.get("moved", ""), request.GET.get("went", "")),
    }
    return show(request, "question", context, status=status)


@require_POST
@editors_only
def answers(request: HttpRequest, key: str) -> HttpResponse:
    """Add an answer to a question, or put one of its answers a place up or down."""
    assert isinstance(request.user, User)
    row = one(Question, request, key=key)
    way, _colon, which = request.POST.get("do", "").partition(":")
    sent, faults, here = read(request.POST, ONE_ANSWER), Faults(), reverse("editor:question", args=[key])
    try:
        if way == "add":
            add_answer(by=request.user, note=sent["note"], question=row, answer=_wording(request, sent))
            messages.success(request, _("Added. Readers see it with its first published claim."))
            return HttpResponseRedirect(f"{here}#answers")
        if way in ("up", "down"):
            keys = list(row.answers.order_by("order", "id").values_list("key", flat=True))
            place = keys.index(one(Answer, request, key=which, question=row).key) + (2 if way == "down" else 0)
            answer = row.answers.get(key=which)
            order_answer(by=request.user, note=sent["note"], answer=answer, place=place)
            messages.success(request, _("The answers are in order."))
            return HttpResponseRedirect(f"{here}?moved={which}&went={way}")
    except Refused as refused:
        faults.add("answers_note" if refused.field == "note" else refused.field, refused.message)
        status = 403 if refused.rule == "not_allowed" else 422
        return _page(request, row, _room(request, row).filled(), faults, None, status, added=sent)
    raise BadRequest(_("The form was sent without saying what to do with it."))


def _wording(request: HttpRequest, values: Values) -> AnswerText:
    about = Party.objects.all().visible_to(request.user).filter(key=values["answer_about"]).first()
    return AnswerText(text=values["answer_text"], about=about, low=values["answer_low"], high=values["answer_high"])


@require_http_methods(["GET", "POST"])
@editors_only
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """One answer: its words, whom it is laid to, its value."""
    row = one(Answer, request, key=key)
    claims = list(Claim.objects.filter(answer=row, published_at__isnull=False).order_by("id").values_list("key"))

    def work(values: dict[str, str], faults: Faults) -> Work | None:
        assert isinstance(request.user, User)
        editor = request.user
        wording, seen = _wording(request, values), revision_of(values["seen"])
        return lambda: edit_answer(by=editor, note=values["note"], answer=row, seen=seen, wording=wording).key

    def page(values: dict[str, str], faults: Faults, outcome: Outcome[Any] | None, status: int) -> HttpResponse:
        context = {
            "here": "incidents",
            "answer": row,
            "question": row.question,
            "frozen": bool(claims),
            "claims": len(claims),
            "values": values,
            "errors": faults.of,
            "outcome": outcome,
            "party_options": party_options(viewer=request.user),
        }
        return show(request, "answer", context, status=status)

    room = Room(
        kind="answer",
        row=row,
        title=row.text,
        here=reverse("editor:answer", args=[row.key]),
        fields=ANSWER,
        frozen=FROZEN_ANSWER if claims else frozenset(),
        fill=_answer_filled,
        work=work,
        incidents=lambda: [Incident.objects.values_list("key", flat=True).get(questions=row.question_id)],
        page=page,
        read=_answer_read,
    )
    return edited(request, room)


def _answer_filled(row: Row) -> dict[str, str]:
    value = value_of(number=row["number"], days=row["days"])
    about = Party.objects.filter(pk=row["about_id"]).values_list("key", flat=True).first()
    return {
        "answer_text": row["text"],
        "answer_about": about or "",
        "answer_low": "" if value is None or value.low is None else str(value.low),
        "answer_high": "" if value is None or value.high is None else str(value.high),
    }


def _answer_read(versions: Any, fields: Any) -> list[dict[str, str]]:
    """The texts of forms, with the party's name for its key. One query."""
    texts = plainly(versions, fields)
    names = dict(Party.objects.filter(key__in=[each["answer_about"] for each in texts]).values_list("key", "name"))
    return [each | {"answer_about": names.get(each["answer_about"], "")} for each in texts]
