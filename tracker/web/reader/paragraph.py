"""The words of a paragraph: one sentence for each clause, from fixed sentences alone, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.domain.paragraph import Clause
from tracker.queries.display import Display, QuestionRow
from tracker.web.jinja import edtf, listed
from tracker.web.reader.vocabulary import Words

ASIDE: Final[Words] = {
    "unnamed": gettext_lazy("It holds no position: the speaker is not named."),
    "media": gettext_lazy("It holds no position: it is a medium’s own voice."),
    "unnamed relay": gettext_lazy("It holds no position: somebody unnamed tells it."),
    "conditional": gettext_lazy("It holds no position: it says “if”."),
    "out of office": gettext_lazy("It holds no position: the speaker was out of office that day."),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the keys of the claims that it rests on."""

    text: str
    claims: tuple[str, ...]


def sentences(
    *, clauses: tuple[Clause, ...], question: QuestionRow, display: Display, sources: int
) -> tuple[Sentence, ...]:
    """The paragraph on one question. `sources` counts those in which nothing of a party is recorded. No query."""
    return tuple(
        Sentence(
            text=_unheard(clause, display, sources) if clause.tells == "unheard" else _told(clause, question, display),
            claims=clause.claims,
        )
        for clause in clauses
    )


def _names(clause: Clause, display: Display) -> str:
    return listed([display.parties[key].name for key in clause.parties])


def _unheard(clause: Clause, display: Display, sources: int) -> str:
    told = {"parties": _names(clause, display), "count": sources}
    return (
        ngettext(
            "Of %(parties)s nothing is recorded, in %(count)s source.",
            "Of %(parties)s nothing is recorded, in %(count)s sources.",
            sources,
        )
        % told
    )


def _told(clause: Clause, question: QuestionRow, display: Display) -> str:
    answer = next((row.text for row in question.answers if row.key == clause.answer), "")
    told = {
        "parties": _names(clause, display),
        "day": edtf(display.claims[clause.claims[0]].said),
        "answer": answer,
        "ground": ASIDE[clause.ground] if clause.ground else "",
    }
    return _sentence(clause, len(clause.parties)) % told


def _sentence(clause: Clause, count: int) -> str:
    """The sentence for a clause, its names not yet filled in."""
    if clause.tells == "affirms":
        return ngettext(
            "%(parties)s has affirmed since %(day)s: “%(answer)s”.",
            "%(parties)s have affirmed since %(day)s: “%(answer)s”.",
            count,
        )
    if clause.tells == "denies":
        return ngettext(
            "%(parties)s has denied since %(day)s: “%(answer)s”.",
            "%(parties)s have denied since %(day)s: “%(answer)s”.",
            count,
        )
    if clause.tells == "declines":
        if clause.answer is None:
            return _("%(parties)s declined to say, on %(day)s.")
        return _("%(parties)s declined to say, on %(day)s, whether “%(answer)s” is so.")
    if clause.tells == "earlier":
        if clause.denied:
            return _("On %(day)s %(parties)s had denied “%(answer)s”, and later said otherwise.")
        return _("On %(day)s %(parties)s had affirmed “%(answer)s”, and later said otherwise.")
    if clause.tells == "took back":
        if clause.denied:
            return _("On %(day)s %(parties)s had denied “%(answer)s”, and took that back.")
        return _("On %(day)s %(parties)s had affirmed “%(answer)s”, and took that back.")
    if clause.answer is None:
        return _("On %(day)s %(parties)s declined to say. %(ground)s")
    if clause.denied:
        return _("On %(day)s %(parties)s denied “%(answer)s”. %(ground)s")
    return _("On %(day)s %(parties)s affirmed “%(answer)s”. %(ground)s")
