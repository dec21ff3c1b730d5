"""Who may publish on an incident, and whether anything of it may change."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tracker.actions.change import change, save
from tracker.actions.refusals import Refused, Stale
from tracker.actions.sentences import SENTENCES
from tracker.models import Incident, User


def govern_incident(*, by: User, note: str, incident: Incident, seen: int, four_eyes: bool, frozen: bool) -> Incident:
    """Ask for four eyes on an incident, or freeze it, or end either; by a steward, who says why.

    With four eyes a claim is published by another than who wrote its present revision; while it is frozen nothing
    of it changes. Refused: no note; `Stale` where the incident was changed meanwhile; a change of nothing. Three
    queries.
    """
    with change(by=by, note=note, may="govern_incident"):
        current = Incident.objects.get(pk=incident.pk)
        if current.revision != seen:
            raise Stale(rule="revision_is_next", message=_(SENTENCES["revision_is_next"][1]))
        if (current.four_eyes, current.frozen) == (four_eyes, frozen):
            raise Refused(rule="governing_changes_something", message=_("That is how it is already."))
        if not note.strip():
            raise Refused(rule="governing_says_why", message=_("Say why: colleagues meet it."), field="note")
        save(current, seen=seen, four_eyes=four_eyes, frozen=frozen)
        return current
