"""What another page hands to the capture form: by the bookmarklet, or by "share" on a phone."""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpRequest

LONGEST: Final = 20_000
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)

BOOKMARKLET: Final = (
    "javascript:(()=>{const s=String(getSelection()).slice(0,4000),"
    'q=new URLSearchParams({url:location.href,title:document.title,text:s});open("%s?"+q)})()'
)
"""A bookmark that opens the form (%s) with address, title and selected words of the page in hand."""


def handed_over(request: HttpRequest) -> dict[str, str]:
    """The form's fields out of the address's `title`, `text` and `url`: nothing is saved by that.

    Phones put the address into the text; what stands beside it there is the page's title.
    """
    title, text, url = (request.GET.get(name, "").strip()[:LONGEST] for name in ("title", "text", "url"))
    within = _ADDRESS.search(text)
    if within and not url:
        url, beside = within[0], (text[: within.start()] + text[within.end() :]).strip()
        title, text = title or " ".join(beside.split()), ""
    given = {"title": title, "text": text, "url": url} | ({"extent": "extract"} if text else {})
    return {name: value for name, value in given.items() if value}
