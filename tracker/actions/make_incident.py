"""Name what is disputed."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.actions.change import change
from tracker.actions.texts import bounds, free_slug, kept, line
from tracker.models import Incident, Party, Side, User


def make_incident(
    *, by: User, note: str, title: str, occurred: str, sides: Sequence[Party] = (), summary: str = "", place: str = ""
) -> Incident:
    """A new incident with its sides in this order; `occurred` is EDTF.

    Not public until a claim on one of its questions is. Three queries, and one for each side.
    """
    when = bounds(occurred, field="incident_occurred")
    with change(by=by, note=note, may="make_incident"):
        name = line(title, field="incident_title")
        incident = Incident.objects.create(
            slug=free_slug(name, taken=Incident.objects.all(), field="incident_title"),
            title=name,
            summary=kept(summary, field="incident_summary").strip(),
            occurred=occurred.strip(),
            occurred_start=when.start,
            occurred_end=when.end,
            place=line(place, field="incident_place"),
        )
        for order, party in enumerate(sides):
            Side.objects.create(incident=incident, party=party, order=order)
        return incident
