"""A file or a fetched page in the capture form: what was read from it, kept until its source is captured.

It waits in the cache, which the database holds, under its editor and draft: nobody else comes to it, and a draft
that is opened again after a week has its text still, but no longer the file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypedDict

from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.ingest.extract import Extracted, extract
from tracker.ingest.fetch import fetch
from tracker.ingest.found import LARGEST
from tracker.models import Party, User
from tracker.web.editor.filing import NEW
from tracker.web.reader.errors import refused

KEPT_FOR: Final = 60 * 60 * 24 * 7
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


class Read(TypedDict):
    """What is kept of a file besides its bytes. `name`: the file's, or the address that was arrived at.
    `proposed`: for each field of the form, (value, origin)."""

    name: str
    media_type: str
    charset: str
    text: str
    pages: int
    blank: list[int]
    proposed: dict[str, tuple[str, str]]


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


def read_file(*, user: User, draft: str, upload: UploadedFile) -> Read:
    """What is in the file that was sent, kept for the draft with its bytes. Raises NotRead, with nothing kept."""
    extra = upload.content_type_extra or {}
    charset = extra.get("charset", b"").decode("ascii", "ignore") or upload.charset or ""
    name = "".join(sign for sign in upload.name or "" if sign.isprintable())
    declared = f"{upload.content_type or ''}; charset={charset}" if charset else upload.content_type or ""
    data = upload.read()
    found = extract(data=data, name=name or "file", declared_type=declared)
    return _keep(user, draft, found, data=data, name=name[-200:])


def read_address(*, user: User, draft: str, url: str) -> Read:
    """As `read_file`, with what stands at an address of the open web: at most 20 s to fetch it, 20 s to read it."""
    page = fetch(url=url)
    found = extract(data=page.data, name="", declared_type=page.declared_type)
    return _keep(user, draft, found, data=page.data, name=page.address)


def _keep(user: User, draft: str, found: Extracted, *, data: bytes, name: str) -> Read:
    read = Read(
        name=name,
        media_type=found.media_type,
        charset=found.charset,
        text=found.text,
        pages=len(found.pages),
        blank=_blank(found),
        proposed=_proposed(user, found),
    )
    cache.set(_place(user, draft, "bytes"), data, KEPT_FOR)
    cache.set(_place(user, draft, "read"), read, KEPT_FOR)
    return read


def what_was_read(*, user: User, draft: str) -> Read | None:
    """What is kept of the draft's file; None where it has none."""
    found: Read | None = cache.get(_place(user, draft, "read")) if draft else None
    return found


def original(*, user: User, draft: str) -> bytes | None:
    """The bytes of the draft's file."""
    found: bytes | None = cache.get(_place(user, draft, "bytes")) if draft else None
    return found


def forget(*, user: User, draft: str) -> None:
    cache.delete_many([_place(user, draft, part) for part in ("bytes", "read")])


def filled(values: dict[str, str], read: Read, before: Read | None) -> dict[str, str]:
    """The form with the file's text and proposals. What the editor wrote stays; what an earlier file put goes."""
    result = values | {"text": read["text"]}
    earlier = before["proposed"] if before else {}
    for name in {*read["proposed"], *earlier}:
        untouched = {"", DEFAULTS.get(name, ""), earlier.get(name, ("", ""))[0]}
        if values[name] in untouched:
            result[name] = read["proposed"].get(name, (DEFAULTS.get(name, ""), ""))[0]
    return result


def marked(values: dict[str, str], read: Read | None) -> dict[str, str]:
    """For each field with a proposal the sentence that marks it as one and says where it is from."""
    sentences = {}
    for name, (value, origin) in (read["proposed"] if read else {}).items():
        said = {"value": value, "origin": ORIGINS[origin]}
        taken = values[name] == value
        sentences[name] = (
            _("Proposed from %(origin)s.") % said
            if taken or name == "publisher"
            else _("The file says “%(value)s” (%(origin)s).") % said
        )
    return sentences


def described(read: Read) -> str:
    """What kind of file it is and what to look at."""
    kind = str(KINDS.get(read["media_type"], _("Word document")))
    said = [kind]
    if read["pages"]:
        pages = ngettext("%(count)s page", "%(count)s pages", read["pages"]) % {"count": read["pages"]}
        said = [f"{kind}, {pages}"]
    if read["pages"] > 1:
        said.append(_("The sign for a new page (form feed) stands between its pages: leave it there."))
    if read["blank"]:
        numbers = ", ".join(map(str, read["blank"][:20]))
        said.append(_("No text was found on page %(numbers)s: look whether it is a picture.") % {"numbers": numbers})
    if read["charset"] and read["charset"] not in ("utf-8", "ascii"):
        said.append(_("Read as %(charset)s: look whether the letters are right.") % {"charset": read["charset"]})
    return " ".join(f"{each.rstrip('.')}." for each in said)


def _place(user: User, draft: str, part: str) -> str:
    return f"upload:{user.pk}:{draft}:{part}"


def _blank(found: Extracted) -> list[int]:
    """The numbers of the pages without text."""
    ends = [*found.pages[1:], len(found.text)]
    return [
        number
        for number, (start, end) in enumerate(zip(found.pages, ends, strict=False), 1)
        if not found.text[start:end].strip()
    ]


def _proposed(user: User, found: Extracted) -> dict[str, tuple[str, str]]:
    proposed = {}
    for ours, field in FIELDS.items():
        proposal = getattr(found, ours)
        if proposal is not None:
            proposed[field] = (proposal.value, proposal.origin)
    if found.publisher is not None:
        name, origin = found.publisher
        known = Party.objects.all().visible_to(user).filter(Q(name__iexact=name) | Q(also_known_as__contains=[name]))
        party = known.order_by("id").first()
        proposed["publisher"] = (party.key if party else NEW, origin)
        if party is None:
            proposed["party_name"] = (name, origin)
    return proposed
