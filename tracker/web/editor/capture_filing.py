"""Filing what the capture form holds: a new source, another capture of one that is known, a translation of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.actions.capture_source import capture_source, recapture
from tracker.actions.captures import drop_capture
from tracker.actions.change import change
from tracker.actions.drafts import discard_draft
from tracker.actions.make_party import make_party
from tracker.actions.refusals import Refused
from tracker.models import Capture, Party, Snapshot, Source, User
from tracker.queries.already import Known, already_captured
from tracker.web.editor.filing import NEW, Faults
from tracker.web.editor.views import done

PURPOSE: Final = "source:new"
AS_NEW: Final = "new"
AGAIN: Final = "again:"
TRANSLATION: Final = "translation:"
OFFERED: Final = 6
"""Known sources that are offered to file under, the nearest first."""


def ways(*, user: User, known: Sequence[Known], chosen: str) -> list[tuple[str, str]]:
    """How this can be filed, (value, label): as new first. Empty where nothing is known and nothing was chosen."""
    sources = {each.slug: each.title for each in known[:OFFERED]}
    slug = chosen.partition(":")[2]
    if slug and slug not in sources and (source := _source(user, chosen)) is not None:
        sources[slug] = source.title
    if not sources:
        return []
    offered = [(AS_NEW, _("A new source"))]
    for slug, title in sources.items():
        offered += [
            (AGAIN + slug, _("Another capture of “%(title)s”") % {"title": title}),
            (TRANSLATION + slug, _("A translation of “%(title)s”") % {"title": title}),
        ]
    return offered


def file_source(request: HttpRequest, values: dict[str, str], key: str, faults: Faults) -> HttpResponse | None:
    """Capture what the form holds, with the bytes of the file that its text was read from; on to its workbench."""
    user = request.user
    assert isinstance(user, User)
    snapshot = _filed(user, values, key, faults)
    if snapshot is None:
        return None
    discard_draft(by=user, key=key)
    drop_capture(by=user, key=key)
    counter = request.GET.get("counter", "")
    messages.success(
        request,
        _("Captured again. Words that are quoted from the earlier text are looked for in this one.")
        if values["filed_as"].startswith(AGAIN)
        else _("Captured. Readers see it with the first claim that is published on it."),
    )
    page = reverse("editor:workbench", args=[snapshot.source.slug])
    return done(page, key, **({"counter": counter} if counter else {}))


def _filed(user: User, values: dict[str, str], key: str, faults: Faults) -> Snapshot | None:
    chosen, source = values["filed_as"], _source(user, values["filed_as"])
    again = source if chosen.startswith(AGAIN) else None
    if not values["text"].strip():
        faults.add("text", _("Paste the text that was read."))
    if chosen not in ("", AS_NEW) and source is None:
        faults.add("filed_as", _("There is no such source. Choose again."))
    elif not chosen and not faults and already_captured(viewer=user, text=values["text"], url=values["url"]):
        faults.add("filed_as", _("This may be captured already. Look at what is known, and say what it is."))
        return None  # what else is missing depends on that
    publisher = Party.objects.all().visible_to(user).filter(key=values["publisher"]).first()
    if again is None:
        if publisher is None and values["publisher"] != NEW:
            faults.add("publisher", _("Choose who published it, or name a new party."))
        if not values["title"].strip():
            faults.add("title", _("Give the source’s title."))
    if faults:
        return None
    try:
        if again is not None:
            return recapture(by=user, note="", source=again, text=values["text"], **_file_of(user, key))
        with change(by=user, note="", may="capture_source"):
            if publisher is None:
                publisher = make_party(
                    by=user,
                    note="",
                    name=values["party_name"],
                    kind=values["party_kind"],
                    monogram=values["party_monogram"],
                )
            return capture_source(
                by=user,
                note="",
                publisher=publisher,
                text=values["text"],
                title=values["title"],
                author=values["author"],
                published=values["published"],
                language=values["language"],
                rights=values["rights"],
                extent=values["extent"],
                url=values["url"],
                translation_of=source,
                **_file_of(user, key),
            )
    except Refused as refused:
        faults.add(refused.field, refused.message)
        return None


def _source(user: User, chosen: str) -> Source | None:
    slug = chosen.partition(":")[2]
    known = chosen.startswith((AGAIN, TRANSLATION))
    return Source.objects.all().visible_to(user).filter(slug=slug).first() if known else None


def _file_of(user: User, key: str) -> dict[str, Any]:
    """What is kept of the file or page beside the text: nothing where the text was pasted."""
    found = Capture.objects.all().visible_to(user).filter(key=key, state="ready").first()
    if found is None:
        return {}
    return {
        "captured_from": found.name,
        "original": bytes(found.original) if found.original is not None else None,
        "media_type": found.media_type,
        "fetched": found.fetched,
    }
