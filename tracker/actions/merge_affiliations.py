"""What becomes of affiliations when two parties become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from tracker.actions.change import save
from tracker.actions.make_party import refuse_circle
from tracker.actions.refusals import Refused
from tracker.models import Affiliation, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that moves to the other party, or, since it stands there already, stays behind."""

    text: str
    moves: bool


def move_affiliations(old: Party, new: Party) -> tuple[Line, ...]:
    """The old party's affiliations become the new one's. Inside a merge.

    One between the two, and one that the new party has already for all of its days, stays with the old party,
    which speaks no more. Refused: one that would make a party speak for two on one day, or for itself through
    others. Two queries, and up to four for each affiliation.
    """
    ties = list(
        Affiliation.objects.filter(Q(member=old) | Q(organisation=old))
        .select_related("member", "organisation")
        .order_by("id")
    )
    there = list(Affiliation.objects.filter(Q(member=new) | Q(organisation=new)).order_by("id"))
    return tuple(Line(text=_told(tie), moves=_move(tie, there, old, new)) for tie in ties)


def _told(tie: Affiliation) -> str:
    words = (
        _("%(member)s speaks for %(organisation)s") if tie.speaks_for else _("%(member)s belongs to %(organisation)s")
    )
    return words % {"member": tie.member.name, "organisation": tie.organisation.name}


def _move(tie: Affiliation, there: list[Affiliation], old: Party, new: Party) -> bool:
    member = new if tie.member_id == old.pk else tie.member
    organisation = new if tie.organisation_id == old.pk else tie.organisation
    if member.pk == organisation.pk:
        if tie.member_id == new.pk and tie.speaks_for:  # else it would speak for the party that it is
            save(tie, seen=tie.revision, speaks_for=False)
        return False
    for other in there:
        same = (other.member_id, other.organisation_id, other.speaks_for)
        if same == (member.pk, organisation.pk, tie.speaks_for) and _holds(other.during, tie.during):
            return False
    if tie.speaks_for:
        _refuse_two(tie, member)
        refuse_circle(member, organisation, tie.during)
    save(tie, seen=tie.revision, member=member, organisation=organisation)
    return True


def _holds(during: Any, other: Any) -> bool:
    """Whether all days of the other are days of the first."""
    begins = during.lower is None or (other.lower is not None and during.lower <= other.lower)
    ends = during.upper is None or (other.upper is not None and during.upper >= other.upper)
    return begins and ends


def _refuse_two(tie: Affiliation, member: Party) -> None:
    clash = (
        Affiliation.objects.filter(member=member, speaks_for=True, during__overlap=tie.during)
        .exclude(pk=tie.pk)
        .select_related("organisation")
        .first()
    )
    if clash is not None:
        raise Refused(
            rule="affiliation_speaks_for_one_at_a_time",
            message=_(
                "%(member)s speaks for %(organisation)s on days on which %(other)s speaks for %(another)s."
                " Nobody speaks for two on one day: mend the days of one of the two first."
            )
            % {
                "member": tie.member.name,
                "organisation": tie.organisation.name,
                "other": member.name,
                "another": clash.organisation.name,
            },
            field="into",
        )
