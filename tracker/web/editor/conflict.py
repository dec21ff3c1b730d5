"""Whoever saves second sees what both found, what the other saved and what they typed, field by field, and chooses.

One thing for every record that is edited in a page: fields in, choice out. A page describes its form in a `Both` and
asks it twice:

    both = Both(kind="party", row=party, fields=FIELDS, at=values_at, title=…, here=address, back=address)
    if request.POST.get("settle"):  # the answer to the question below
        merged, undecided = both.settled(request.POST, values)
        if undecided:
            return both.ask(request, values, undecided=undecided)
        values = merged  # settle is "save", or "form": show the page's own form with these values
    try:
        correct_party(seen=int(values["seen"]), …)
    except Stale:
        return both.ask(request, values)

The form carries `seen`, the revision that it shows. What is chosen is saved on top of the revision that was shown as
theirs; where a third one was faster, the same question comes again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from tracker.domain.text import Change, word_changes
from tracker.models import User
from tracker.queries.history import saved_since
from tracker.web.editor.access import form_token

Values = Mapping[str, str]
"""A form: what stands under each name."""

Side = Literal["mine", "theirs"]
SETTLED: Final = frozenset({"settle", "found"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to choose: the names of the form that go together, `name` alone where none are given."""

    name: str
    label: Any
    of: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return self.of or (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A field that reads otherwise on both sides; each side is told as what it changed of what both found.

    Where one side alone changed it, that one is chosen beforehand.
    """

    name: str
    label: Any
    found: str
    theirs: tuple[Change, ...]
    mine: tuple[Change, ...]
    changed: Literal["mine", "theirs", "both"]
    chosen: Side | Literal[""]


def plainly(versions: Sequence[Values], fields: Sequence[Field]) -> list[dict[str, str]]:
    """Each version as it was typed: what each field reads."""
    return [
        {each.name: " ".join(filter(None, (values.get(name, "").strip() for name in each.names))) for each in fields}
        for values in versions
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """A record that two may be editing, and its form.

    `at(revision)` gives the form as it was filled at that revision, and as it was at the first where there is no such
    one; `read` turns several such forms into texts (keys into names, say). `here` is where the form is sent, `back`
    where the record is seen. `confirm` asks whether the words say this; `note` labels the note.
    """

    kind: str
    row: Any
    fields: tuple[Field, ...]
    at: Callable[[int], Values]
    title: str
    here: str
    back: str
    note: Any = ""
    confirm: bool = False
    read: Callable[[Sequence[Values], Sequence[Field]], list[dict[str, str]]] = field(default=plainly)

    def choices(self, *, found: Values, theirs: Values, mine: Values, picked: Values) -> tuple[Choice, ...]:
        """The fields in which both part. Costs what `read` costs."""
        was, their, my = self.read((found, theirs, mine), self.fields)
        return tuple(
            Choice(
                name=each.name,
                label=each.label,
                found=was[each.name],
                theirs=word_changes(before=was[each.name], after=their[each.name]),
                mine=word_changes(before=was[each.name], after=my[each.name]),
                changed=changed,
                chosen=side(picked.get(each.name, "") or ("" if changed == "both" else changed)),
            )
            for each in self.fields
            if their[each.name] != my[each.name]
            for changed in (_changed(was[each.name], their[each.name], my[each.name]),)
        )

    def settled(self, post: QueryDict, values: Values) -> tuple[dict[str, str], frozenset[str]]:
        """What was chosen, as a form on the revision that was shown as theirs; and the fields still undecided."""
        theirs = self.at(revision_of(values.get("seen", "")))
        their, my = self.read((theirs, values), self.fields)
        merged, undecided = dict(values), set()
        for each in self.fields:
            pick = side(post.get(f"choose-{each.name}", ""))
            if pick == "theirs":
                merged |= {name: theirs.get(name, "") for name in each.names}
            elif not pick and their[each.name] != my[each.name]:
                undecided.add(each.name)
        return merged, frozenset(undecided)

    def ask(
        self,
        request: HttpRequest,
        values: Values,
        *,
        do: str = "save",
        draft: str = "",
        draft_seen: str = "",
        purpose: str = "",
        undecided: frozenset[str] = frozenset(),
        status: int = 0,
    ) -> HttpResponse:
        """The page that asks: 409, or 422 where something was left undecided. `do` is what the form was sent for."""
        assert isinstance(request.user, User)
        if undecided:
            now = revision_of(values.get("seen", ""))
            found = revision_of(request.POST.get("found", ""))
        else:
            now, found = self.row.revision, revision_of(values.get("seen", ""))
        picked = {each.name: request.POST.get(f"choose-{each.name}", "") for each in self.fields if undecided}
        context = {
            "both": self,
            "choices": self.choices(found=self.at(found), theirs=self.at(now), mine=values, picked=picked),
            "saved": saved_since(kind=self.kind, pk=self.row.pk, seen=found, until=now),
            "undecided": undecided,
            "values": {name: value for name, value in values.items() if value and name not in _SHOWN},
            "note": values.get("note", ""),
            "now": now,
            "found": found,
            "do": do,
            "draft": draft,
            "draft_seen": draft_seen or request.POST.get("draft_seen", ""),
            "purpose": purpose,
            "token": form_token(request.user),
        }
        return render(request, "editor/conflict.html", context, status=status or (422 if undecided else 409))


_SHOWN: Final = frozenset({"seen", "note", "says_this"})
"""What the page carries by itself."""


def revision_of(text: str) -> int:
    """The revision that a form says it shows; 0 where it says none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def side(text: str) -> Side | Literal[""]:
    """The side that was chosen."""
    return "mine" if text == "mine" else "theirs" if text == "theirs" else ""


def _changed(was: str, theirs: str, mine: str) -> Literal["mine", "theirs", "both"]:
    return "mine" if theirs == was else "theirs" if mine == was else "both"
