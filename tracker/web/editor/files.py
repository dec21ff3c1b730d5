"""A file or a fetched page in the capture form: what was read from it, kept until its source is captured."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.actions.captures import Reading
from tracker.ingest.extract import extract
from tracker.ingest.found import LARGEST
from tracker.ingest.reading import reading_of
from tracker.models import Capture, Party, User
from tracker.web.editor.filing import NEW
from tracker.web.reader.errors import refused

BODY: Final = LARGEST + 9 * 1024 * 1024
"""Bytes of the largest request: the largest file, and what else a form may hold."""

DRAINED: Final = 128 * 1024 * 1024
"""Bytes of a larger one that are taken and dropped, so that the browser hears the answer."""

FIELDS: Final = {
    "title": "title",
    "byline": "author",
    "published": "published",
    "language": "language",
    "address": "url",
}
"""The form's field for each proposal. That of the publisher is two: one in the list, or a new one by name."""

DEFAULTS: Final = {"language": "en", "extent": "whole", "party_kind": "media"}

ORIGINS: Final[dict[str, Any]] = {
    "json-ld": gettext_lazy("the page’s JSON-LD"),
    "open-graph": gettext_lazy("the page’s Open Graph"),
    "meta": gettext_lazy("a meta element of the page"),
    "markup": gettext_lazy("the page’s markup"),
    "properties": gettext_lazy("the file’s properties"),
    "text": gettext_lazy("the text itself"),
}
KINDS: Final[dict[str, Any]] = {
    "text/html": gettext_lazy("Web page"),
    "application/pdf": gettext_lazy("PDF"),
    "text/plain": gettext_lazy("Plain text"),
}

Proposed = dict[str, tuple[str, str]]
"""For each field of the form, (value, origin)."""


def bounded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, with one sentence in its place where more is sent than it takes. Outside of the check for forgery,
    which reads the whole form."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if int(request.META.get("CONTENT_LENGTH") or 0) <= BODY:
                return view(request, *args, **kwargs)
        except RequestDataTooBig:
            pass
        _drain(request)
        return refused(
            request,
            status=413,
            title=_("This is too large"),
            message=_(
                "A file may have 20 MB, a pasted text two million characters. Nothing was saved. Go back: what you"
                " typed is still in the page before. Take the part that you need."
            ),
        )

    return guarded


def _drain(request: HttpRequest) -> None:
    for _chunk in range(DRAINED // 65_536):
        if not request.read(65_536):
            return


def read_upload(*, upload: UploadedFile) -> Reading:
    """What is in the file that was sent. Raises NotRead."""
    extra = upload.content_type_extra or {}
    charset = extra.get("charset", b"").decode("ascii", "ignore") or upload.charset or ""
    name = "".join(sign for sign in upload.name or "" if sign.isprintable())
    declared = f"{upload.content_type or ''}; charset={charset}" if charset else upload.content_type or ""
    data = upload.read()
    return reading_of(
        name=name[-200:], data=data, found=extract(data=data, name=name or "file", declared_type=declared)
    )


def capture_of(*, user: User, key: str) -> Capture | None:
    """The capture of this draft, without its bytes: under way, refused, or ready. One query."""
    return Capture.objects.all().visible_to(user).defer("original").filter(key=key).first() if key else None


def proposed_by(*, user: User, capture: Capture | None) -> Proposed:
    """What a capture that is ready proposes for the form. One query where it names a publisher."""
    if capture is None or capture.state != "ready":
        return {}
    given = {field: (str(value), str(origin)) for field, (value, origin) in capture.facts["proposed"].items()}
    proposed = {FIELDS[ours]: pair for ours, pair in given.items() if ours in FIELDS}
    if "publisher" in given:
        name, origin = given["publisher"]
        known = Party.objects.all().visible_to(user).filter(Q(name__iexact=name) | Q(also_known_as__contains=[name]))
        party = known.order_by("id").first()
        proposed["publisher"] = (party.key if party else NEW, origin)
        if party is None:
            proposed["party_name"] = (name, origin)
    return proposed


def typed(values: dict[str, str], capture: Capture | None, proposed: Proposed) -> dict[str, str]:
    """The form without what an earlier capture put into it."""
    put = {name: value for name, (value, _origin) in proposed.items()}
    if capture is not None and capture.state == "ready":
        put["text"] = capture.text
    return {name: "" if value == put.get(name) else value for name, value in values.items()}


def filled(values: dict[str, str], capture: Capture, proposed: Proposed) -> dict[str, str]:
    """The form with the capture's text and proposals where the editor wrote nothing."""
    put = {name: value for name, (value, _origin) in proposed.items()} | {"text": capture.text}
    return {
        name: put[name] if name in put and value in ("", DEFAULTS.get(name, "")) else value
        for name, value in values.items()
    }


def marked(values: dict[str, str], proposed: Proposed) -> dict[str, str]:
    """For each field with a proposal the sentence that marks it as one and says where it is from."""
    sentences = {}
    for name, (value, origin) in proposed.items():
        said = {"value": value, "origin": ORIGINS[origin]}
        taken = values[name] == value
        sentences[name] = (
            _("Proposed from %(origin)s.") % said
            if taken or name == "publisher"
            else _("The file says “%(value)s” (%(origin)s).") % said
        )
    return sentences


def described(capture: Capture) -> str:
    """What kind of file it is and what to look at."""
    facts, kind = capture.facts, str(KINDS.get(capture.media_type, _("Word document")))
    said = [kind]
    if facts["pages"]:
        pages = ngettext("%(count)s page", "%(count)s pages", facts["pages"]) % {"count": facts["pages"]}
        said = [f"{kind}, {pages}"]
    if facts["pages"] > 1:
        said.append(_("The sign for a new page (form feed) stands between its pages: leave it there."))
    if facts["blank"]:
        numbers = ", ".join(map(str, facts["blank"][:20]))
        said.append(_("No text was found on page %(numbers)s: look whether it is a picture.") % {"numbers": numbers})
    if facts["charset"] and facts["charset"] not in ("utf-8", "ascii"):
        said.append(_("Read as %(charset)s: look whether the letters are right.") % {"charset": facts["charset"]})
    return " ".join(f"{each.rstrip('.')}." for each in said)
