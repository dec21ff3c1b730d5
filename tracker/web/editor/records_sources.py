"""What is recorded of a source beside its text; and publishing any record by itself."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.actions.edit_records import edit_source, publish_record
from tracker.actions.foresee import Outcome
from tracker.actions.refusals import Refused
from tracker.models import Answer, Incident, Party, Question, Source, User
from tracker.queries.party_desk import party_options, source_options
from tracker.queries.preview import incidents_of_source
from tracker.queries.source_desk import source_list
from tracker.web.editor.access import editors_only
from tracker.web.editor.conflict import Field, plainly, revision_of
from tracker.web.editor.filing import Faults
from tracker.web.editor.records import Room, Row, Work, edited, one, only, searched, show

SOURCE: Final = (
    Field(name="title", label=gettext_lazy("Title")),
    Field(name="publisher", label=gettext_lazy("Publisher")),
    Field(name="author", label=gettext_lazy("Author, as it is named there")),
    Field(name="published", label=gettext_lazy("Published")),
    Field(name="language", label=gettext_lazy("Language")),
    Field(name="extent", label=gettext_lazy("What is kept")),
    Field(name="url", label=gettext_lazy("Address where it was read")),
    Field(name="rights", label=gettext_lazy("Rights")),
    Field(name="translation_of", label=gettext_lazy("Translation of")),
)
AS_WRITTEN: Final = ("title", "author", "published", "language", "extent", "url", "rights")

KINDS: Final[dict[str, Any]] = {
    "incident": Incident,
    "question": Question,
    "answer": Answer,
    "party": Party,
    "source": Source,
}


@require_safe
@editors_only
def sources(request: HttpRequest) -> HttpResponse:
    """Every source with a text, to be searched."""
    words, number = searched(request)
    page = source_list(viewer=request.user, words=words, page=number)
    if page is None:
        raise Http404(_("This list has fewer pages."))
    return show(request, "sources", {"here": "sources", "page": page, "q": words})


@require_http_methods(["GET", "POST"])
@editors_only
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """A source's title, publisher, dates and rights."""
    row = one(Source, request, slug=slug)

    def work(values: dict[str, str], faults: Faults) -> Work | None:
        assert isinstance(request.user, User)
        editor = request.user
        publisher = Party.objects.all().visible_to(editor).filter(key=values["publisher"]).first()
        original = Source.objects.all().visible_to(editor).filter(key=values["translation_of"]).first()
        if publisher is None:
            faults.add("publisher", _("Choose who published it."))
            return None
        return lambda: (
            edit_source(
                by=editor,
                note=values["note"],
                source=row,
                seen=revision_of(values["seen"]),
                publisher=publisher,
                translation_of=original,
                **{name: values[name] for name in AS_WRITTEN},
            ).key
        )

    def page(values: dict[str, str], faults: Faults, outcome: Outcome[Any] | None, status: int) -> HttpResponse:
        context = {
            "here": "sources",
            "source": row,
            "values": values,
            "errors": faults.of,
            "outcome": outcome,
            "party_options": party_options(viewer=request.user),
            "source_options": source_options(viewer=request.user, but=row),
        }
        return show(request, "source", context, status=status)

    room = Room(
        kind="source",
        row=row,
        title=row.title,
        here=reverse("editor:source", args=[slug]),
        fields=SOURCE,
        fill=_filled,
        work=work,
        incidents=lambda: incidents_of_source(source=row.pk),
        page=page,
        read=_read,
    )
    return edited(request, room)


def _filled(row: Row) -> dict[str, str]:
    original = Source.objects.filter(pk=row["translation_of_id"]).values_list("key", flat=True).first()
    return {name: row[name] for name in AS_WRITTEN} | {
        "publisher": Party.objects.values_list("key", flat=True).get(pk=row["publisher_id"]),
        "translation_of": original or "",
    }


def _read(versions: Any, fields: Any) -> list[dict[str, str]]:
    """The texts of forms, with names for keys. Two queries."""
    texts = plainly(versions, fields)
    names = dict(Party.objects.filter(key__in=[each["publisher"] for each in texts]).values_list("key", "name"))
    titles = dict(Source.objects.filter(key__in=[each["translation_of"] for each in texts]).values_list("key", "title"))
    return [
        each
        | {
            "publisher": names.get(each["publisher"], ""),
            "translation_of": titles.get(each["translation_of"], ""),
        }
        for each in texts
    ]


@require_POST
@only("publish_record")
def publish(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Make a record public by itself, and show it again."""
    assert isinstance(request.user, User)
    if kind not in KINDS:
        raise Http404(_("There is no such record at this address."))
    row = one(KINDS[kind], request, key=key)
    try:
        publish_record(by=request.user, note=request.POST.get("note", ""), record=row)
    except Refused as refused:
        if refused.rule == "not_allowed":
            raise PermissionDenied from None
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Public now, with what its page names."))
    return HttpResponseRedirect(_page_of(kind, row))


def _page_of(kind: str, row: Any) -> str:
    if kind == "answer":
        return reverse("editor:question", args=[row.question.key]) + "#answers"
    return reverse(f"editor:{kind}", args=[row.key if kind == "question" else row.slug])
