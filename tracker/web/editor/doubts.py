"""Second thoughts beside the form: asked by the browser's script while it is filled, and shown with it without."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.actions.make_distinction import make_distinction
from tracker.actions.refusals import Refused
from tracker.models import Question, User
from tracker.queries.second_thoughts import Asked, second_thoughts
from tracker.web.editor import places
from tracker.web.editor.access import editors_only, source_of
from tracker.web.editor.fields import CLAIM, SPEAKERS, read
from tracker.web.editor.filing import NEW, WHOLE, Faults


def asked(*, values: Mapping[str, str], pieces: places.Pieces, but: str = "") -> Asked:
    """What the form says so far, in the record's keys."""
    known = {"", NEW, WHOLE}
    return Asked(
        pieces=pieces,
        speakers=tuple(values[name] for name in SPEAKERS if values[name] not in known),
        question=values["question"] if values["question"] not in known else "",
        answer=values["answer"] if values["answer"] not in known else "",
        wording=values["answer_text"].strip() if values["answer"] == NEW else "",
        polarity=values["polarity"],
        said=values["said"],
        but=but,
    )


@require_safe
@editors_only
def doubts(request: HttpRequest, slug: str) -> HttpResponse:
    """What should be known before the claim is filed. A fragment, for the workbench's script."""
    _source, snapshot = source_of(request, slug)
    values = read(request.GET, CLAIM)
    pieces = places.marked(text=snapshot.text, ranges=values["pieces"][:2_000])
    on = asked(values=values, pieces=pieces, but=request.GET.get("but", ""))
    found = second_thoughts(viewer=request.user, snapshot=snapshot, asked=on)
    return render(request, "editor/doubts.html", {"doubts": found, "values": values, "errors": {}})


def tell_apart(request: HttpRequest, *, values: dict[str, str], other: str, faults: Faults) -> None:
    """Record why the form's question and another are two; a refusal stands beside its field."""
    assert isinstance(request.user, User)
    visible = {
        question.key: question
        for question in Question.objects.all().visible_to(request.user).filter(key__in=[values["question"], other])
    }
    if len(visible) < 2:
        faults.add("question", _("Choose the question that the words answer."))
        return
    try:
        make_distinction(
            by=request.user,
            note=values["note"],
            question=visible[values["question"]],
            other=visible[other],
            why=values["distinction_note"],
        )
    except Refused as refused:
        faults.add(refused.field, refused.message)
        return
    values["distinction_note"] = ""
    messages.success(request, _("Told apart: readers see at both questions why they are two."))
