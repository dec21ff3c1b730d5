"""Correct what is recorded of an incident, a party, an affiliation or a source; publish a record by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from tracker.actions.change import change, publish, save
from tracker.actions.make_party import days_of, refuse_circle
from tracker.actions.publish_claim import unpublished
from tracker.actions.refusals import Refused, Stale
from tracker.actions.sentences import SENTENCES
from tracker.actions.steps import remember_revision
from tracker.actions.texts import bounds, chosen, kept, line
from tracker.models import Affiliation, Answer, Incident, Party, Question, Side, Source, User
from tracker.models.base import Versioned
from tracker.models.party import PARTY_KINDS
from tracker.models.source import EXTENTS

R = TypeVar("R", bound=Versioned)


def as_seen(row: R, *, seen: int) -> R:
    """The row as it stands now, inside a change; `Stale` where that is not what was seen. One query."""
    current: R = type(row)._default_manager.get(pk=row.pk)
    if current.revision != seen:
        raise Stale(rule="revision_is_next", message=_(SENTENCES["revision_is_next"][1]))
    return current


def revise(row: Any, *, seen: int, **fields: Any) -> None:
    """Write the fields that differ from what was seen, as a step that can be taken back; refused where none does.
    Inside a change. Two queries."""
    write_over(row, seen=seen, **fields)
    remember_revision(kind="correct", of=type(row).__name__.lower(), row=row, seen=seen)


def write_over(row: Any, *, seen: int, **fields: Any) -> None:
    """Write the fields that differ from what was seen; refused where none does. Inside a change. One query."""
    different = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if not different:
        raise Refused(rule="correction_changes_something", message=_("Nothing is different from what is recorded."))
    save(row, seen=seen, **different)


def edit_incident(
    *, by: User, note: str, incident: Incident, seen: int, title: str, occurred: str, summary: str = "", place: str = ""
) -> Incident:
    """A revision of the incident that was seen at revision `seen`; `occurred` is EDTF. Its address stays.

    Refused: `Stale` where somebody was faster; a change of nothing; of something public without a note. Three
    queries.
    """
    when = bounds(occurred, field="incident_occurred")
    with change(by=by, note=note, may="correct_record"):
        current = as_seen(incident, seen=seen)
        revise(
            current,
            seen=seen,
            title=line(title, field="incident_title"),
            summary=kept(summary, field="incident_summary").strip(),
            occurred=occurred.strip(),
            occurred_start=when.start,
            occurred_end=when.end,
            place=line(place, field="incident_place"),
        )
        return current


def edit_party(
    *,
    by: User,
    note: str,
    party: Party,
    seen: int,
    name: str,
    kind: str,
    monogram: str,
    also_known_as: Sequence[str] = (),
    country_code: str = "",
    wikidata: str = "",
) -> Party:
    """A revision of the party that was seen at revision `seen`. Its address stays. Refused as in `edit_incident`,
    and a change of its kind once published claims rest on it. Three queries."""
    the_kind = chosen(kind, among=PARTY_KINDS, field="party_kind")
    with change(by=by, note=note, may="correct_record"):
        current = as_seen(party, seen=seen)
        revise(
            current,
            seen=seen,
            name=line(name, field="party_name"),
            kind=the_kind,
            monogram=line(monogram, field="party_monogram"),
            also_known_as=[other for each in also_known_as if (other := line(each, field="party_also"))],
            country_code=line(country_code, field="party_country").upper(),
            wikidata=line(wikidata, field="party_wikidata").upper(),
        )
        return current


def edit_affiliation(
    *,
    by: User,
    note: str,
    affiliation: Affiliation,
    seen: int,
    organisation: Party,
    grounds: str,
    speaks_for: bool,
    role: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Affiliation:
    """A revision of the affiliation that was seen at revision `seen`; its member stays. Refused as in
    `edit_incident` and `add_affiliation`. Six queries at most, and one for each party that becomes public."""
    during = days_of(since=since, until=until)
    with change(by=by, note=note, may="correct_record") as at:
        current = as_seen(affiliation, seen=seen)
        member = Party.objects.get(pk=current.member_id)
        if speaks_for:
            refuse_circle(member, organisation, during)
        revise(
            current,
            seen=seen,
            organisation_id=organisation.pk,
            role=line(role, field="role"),
            speaks_for=speaks_for,
            during=during,
            grounds=line(grounds, field="grounds"),
        )
        if speaks_for and member.published_at is not None:
            publish(*unpublished([organisation.pk]), at=at)
        return current


def edit_source(
    *,
    by: User,
    note: str,
    source: Source,
    seen: int,
    title: str,
    publisher: Party,
    published: str,
    language: str,
    extent: str,
    author: str = "",
    url: str = "",
    rights: str = "",
    translation_of: Source | None = None,
) -> Source:
    """A revision of what is recorded of a source, not of its text. Its address stays; `published` is EDTF.

    Refused as in `edit_incident`. A public source makes its new publisher public. Five queries at most, and one
    for each party that becomes public.
    """
    when = bounds(published, field="published")
    the_extent = chosen(extent, among=EXTENTS, field="extent")
    with change(by=by, note=note, may="correct_record") as at:
        current = as_seen(source, seen=seen)
        revise(
            current,
            seen=seen,
            title=line(title, field="title"),
            publisher_id=publisher.pk,
            author=line(author, field="author"),
            published=published.strip(),
            published_start=when.start,
            published_end=when.end,
            url=line(url, field="url"),
            language=line(language, field="language"),
            rights=kept(rights, field="rights").strip(),
            extent=the_extent,
            translation_of_id=translation_of.pk if translation_of else None,
        )
        if current.published_at is not None:
            publish(*unpublished([publisher.pk]), at=at)
        return current


def publish_record(*, by: User, note: str, record: Incident | Question | Answer | Party | Source) -> None:
    """Make a record public by itself, with what its page names: a question's incident, an incident's sides, the
    party that an answer is laid to, a source's publisher, and whom these parties speak for.

    Without effect on what is public already. Five queries at most, and one for each row that becomes public.
    """
    with change(by=by, note=note, may="publish_record") as at:
        current = type(record)._default_manager.get(pk=record.pk)
        parties: set[int] = set()
        rows: list[Any] = [current]
        if isinstance(current, Answer):
            parties |= {current.about_id} if current.about_id is not None else set()
            rows.append(Question.objects.get(pk=current.question_id))
        if isinstance(rows[-1], Question):
            rows.append(Incident.objects.get(pk=rows[-1].incident_id))
        if isinstance(rows[-1], Incident):
            parties |= set(Side.objects.filter(incident=rows[-1]).values_list("party", flat=True))
        if isinstance(current, Source):
            parties.add(current.publisher_id)
        if isinstance(current, Party):
            parties.add(current.pk)
            rows = []
        publish(*rows, *unpublished(parties), at=at)
