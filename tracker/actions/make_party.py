"""Name who speaks, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from tracker.actions.change import change, publish
from tracker.actions.publish_claim import unpublished
from tracker.actions.refusals import Refused
from tracker.actions.texts import chosen, free_slug, line
from tracker.models import Affiliation, Party, User
from tracker.models.party import PARTY_KINDS

# whom the organisation speaks for on one and the same day as the member would for it, and those in turn
_CYCLE = """
WITH RECURSIVE spoken AS (
    SELECT %(organisation)s::bigint AS party, %(during)s::daterange AS during
  UNION
    SELECT a.organisation_id, a.during * spoken.during FROM spoken
    JOIN tracker_affiliation a ON a.member_id = spoken.party AND a.speaks_for AND a.during && spoken.during
)
SELECT EXISTS (SELECT FROM spoken WHERE party = %(member)s)
"""


def make_party(
    *, by: User, note: str, name: str, kind: str, monogram: str = "", also_known_as: Sequence[str] = ()
) -> Party:
    """A new party. Without a monogram it gets the capitals of its name.

    Not public until a claim on it is. Three queries.
    """
    the_kind = chosen(kind, among=PARTY_KINDS, field="party_kind")
    with change(by=by, note=note, may="make_party"):
        called = line(name, field="party_name")
        return Party.objects.create(
            slug=free_slug(called, taken=Party.objects.all(), field="party_name"),
            name=called,
            monogram=line(monogram, field="party_monogram") or _monogram(called),
            kind=the_kind,
            also_known_as=[other for each in also_known_as if (other := line(each, field="party_also"))],
        )


def _monogram(name: str) -> str:
    initials = "".join(word[0] for word in name.split() if word[0].isalnum())
    return (initials if len(initials) > 1 else name.replace(" ", ""))[:3].upper()


def add_affiliation(
    *,
    by: User,
    note: str,
    member: Party,
    organisation: Party,
    grounds: str,
    speaks_for: bool,
    role: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Affiliation:
    """`member` belongs to `organisation` from `since` to the day before `until`; None is open or unknown.

    Where it speaks for it, it counts as it. Refused: an affiliation that would make the member speak, through
    others, for itself; an end before the beginning; what the database refuses. Four queries; two more where the
    member is public, since with it everybody is whom it speaks for.
    """
    during = days_of(since=since, until=until)
    with change(by=by, note=note, may="make_affiliation") as at:
        if speaks_for:
            refuse_circle(member, organisation, during)
        made = Affiliation.objects.create(
            member=member,
            organisation=organisation,
            role=line(role, field="role"),
            speaks_for=speaks_for,
            during=during,
            grounds=line(grounds, field="grounds"),
        )
        if speaks_for and Party.objects.filter(pk=member.pk, published_at__isnull=False).exists():
            publish(*unpublished([organisation.pk]), at=at)
        return made


def days_of(*, since: date | None, until: date | None) -> DateRange:
    """The days of an affiliation; refused where they end before they begin."""
    if since is not None and until is not None and until <= since:
        raise Refused(
            rule="affiliation_during_is_not_empty", message=_("The affiliation ends before it begins."), field="during"
        )
    return DateRange(since, until)


def refuse_circle(member: Party, organisation: Party, during: DateRange) -> None:
    """Refused: that the member would speak, through others, for itself. One query."""
    if member.pk != organisation.pk and _would_circle(member, organisation, during):
        raise Refused(
            rule="affiliation_makes_no_circle",
            message=_(
                "%(organisation)s speaks for %(member)s already, itself or through others:"
                " nobody speaks for himself in a circle."
            )
            % {"organisation": organisation.name, "member": member.name},
            field="organisation",
        )


def _would_circle(member: Party, organisation: Party, during: DateRange) -> bool:
    with connection.cursor() as cursor:
        values: Any = {"organisation": organisation.pk, "member": member.pk, "during": during}
        cursor.execute(_CYCLE, values)
        return bool(cursor.fetchone()[0])
