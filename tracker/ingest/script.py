"""The language that a text's letters alone can tell."""

from __future__ import annotations

import re
from typing import Final

from tracker.ingest.found import Proposal

_LETTER: Final = re.compile(r"[^\W\d_]")
_HANGUL: Final = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_KANA: Final = re.compile("[\u3041-\u30fa\u30fc-\u30ff]")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def language_of(text: str, declared: Proposal | None) -> Proposal | None:
    """Korean or Japanese by its letters, whatever is declared; else what is declared, where it is a tag."""
    sample = text[:20_000]
    letters = len(_LETTER.findall(sample))
    hangul, kana = len(_HANGUL.findall(sample)), len(_KANA.findall(sample))
    seen = "ko" if hangul * 2 > letters else "ja" if kana * 5 > letters else ""
    tag = declared.value.strip().replace("_", "-") if declared else ""
    if declared and _TAG.fullmatch(tag) and (not seen or tag.lower().startswith(seen)):
        return Proposal(tag, declared.origin)
    return Proposal(seen, "text") if seen else None
