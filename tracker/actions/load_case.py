"""Loading a whole case: all or nothing, the same again without effect, changes only as corrections."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, connection, transaction

from tracker.actions.case_claims import load_claims, load_texts
from tracker.actions.case_rows import AffiliationRow, Case, ClaimRow, Fault, LoadRefused, SourceRow
from tracker.actions.case_tables import Correction, Loading, Progress, Table, fault_of
from tracker.actions.change import change
from tracker.actions.refusals import Refused
from tracker.models import Affiliation, Answer, Distinction, Incident, Party, Question, Side, Source, User

ACCOUNT: Final = "counterclaim"
"""The account of the product itself: it records what comes with it, and nobody can sign in with it."""

PARTIES: Final = Table("parties", Party)
INCIDENTS: Final = Table("incidents", Incident)
SIDES: Final = Table(
    "sides",
    Side,
    identity=("incident_id", "party_id"),
    refs={"incident": "incidents", "party": "parties"},
    order_within="incident_id",
)
AFFILIATIONS: Final = Table(
    "affiliations",
    Affiliation,
    identity=("member_id", "organisation_id"),
    refs={"member": "parties", "organisation": "parties"},
)
SOURCES: Final = Table("sources", Source, refs={"publisher": "parties", "translation_of": "sources"})
QUESTIONS: Final = Table("questions", Question, refs={"incident": "incidents"}, order_within="incident_id")
ANSWERS: Final = Table(
    "answers", Answer, refs={"question": "questions", "about": "parties"}, order_within="question_id"
)
DISTINCTIONS: Final = Table(
    "distinctions",
    Distinction,
    identity=("question_id", "other_id"),
    refs={"question": "questions", "other": "questions"},
    symmetric=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a load did, or would do: records made, made public and left as they stood, by table; corrections.

    `at` is the instant of the change, None where nothing was written.
    """

    at: datetime | None
    added: Mapping[str, int]
    published: Mapping[str, int]
    unchanged: Mapping[str, int]
    corrections: tuple[Correction, ...]

    @property
    def changed(self) -> bool:
        return bool(self.added or self.published or self.corrections)


def load_case(
    *,
    case: Case,
    by: User | None = None,
    note: str = "",
    correct: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Loaded:
    """Record the whole case, published, by an account (None: the product's own), in one transaction.

    What is there already, by its key, and says the same, stays as it is; what says something else is refused,
    unless `correct` makes it a revision, for which `note` says why. Records of the database that the case does
    not have are left alone. Raises LoadRefused with every fault, nothing written; Refused where the account
    may not do this, or a correction has no note. A dry run finds and does the same, then rolls back. Cost:
    about 70 queries and 1 ms a claim; the other writers wait meanwhile.
    """
    if correct and not note.strip():
        raise Refused(rule="correction_has_note", field="note", message="A correction must say why.")
    with transaction.atomic():
        account = by or _own_account()
        with change(by=account, note=note.strip() or "A case was loaded.", may="publish_record") as at:
            load = Loading(at=at, correcting=correct, progress=progress)
            _load(load, case, account)
            if load.faults:
                raise LoadRefused(faults=sorted(set(load.faults)))
        loaded = Loaded(
            at=at,
            added=+load.added,
            published=+load.published,
            unchanged=+load.unchanged,
            corrections=tuple(load.corrections),
        )
        if dry_run or not loaded.changed:
            transaction.set_rollback(True)
            return Loaded(
                at=None,
                added=loaded.added,
                published=loaded.published,
                unchanged=loaded.unchanged,
                corrections=loaded.corrections,
            )
    return loaded


def _own_account() -> User:
    """The product's account, made on demand. Its password is none, so that nobody signs in with it."""
    account, made = User.objects.get_or_create(username=ACCOUNT, defaults={"role": "editor"})
    if made:
        account.set_unusable_password()
        account.save(update_fields=["password"])
    return account


def _load(load: Loading, case: Case, account: User) -> None:
    """Table by table, so that every record is there before another names it."""
    steps: Sequence[Callable[[], object]] = (
        lambda: load.bring(table=PARTIES, wanted=load.wanted(table=PARTIES, rows=case.parties)),
        lambda: load.bring(table=INCIDENTS, wanted=load.wanted(table=INCIDENTS, rows=case.incidents)),
        lambda: load.bring(table=SIDES, wanted=load.wanted(table=SIDES, rows=case.sides)),
        lambda: _sides_stay(load, case),
        lambda: _load_affiliations(load, case.affiliations),
        lambda: _load_sources(load, case.sources),
        lambda: load_texts(load=load, texts=case.texts),
        lambda: load.bring(table=QUESTIONS, wanted=load.wanted(table=QUESTIONS, rows=case.questions)),
        lambda: load.bring(table=ANSWERS, wanted=load.wanted(table=ANSWERS, rows=case.answers)),
        lambda: load.bring(table=DISTINCTIONS, wanted=load.wanted(table=DISTINCTIONS, rows=case.distinctions)),
        lambda: load_claims(load=load, claims=case.claims, by=account.pk),
    )
    for step in steps:
        step()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        load.faults.append(fault_of("the case", error))


# whom a member speaks for, and those in turn, on days that all these affiliations share
_CIRCLES: Final = """
WITH RECURSIVE spoken AS (
    SELECT a.member_id AS who, a.organisation_id AS party, a.during FROM tracker_affiliation a
    WHERE a.speaks_for AND a.member_id = ANY(%s)
  UNION
    SELECT spoken.who, a.organisation_id, a.during * spoken.during FROM spoken
    JOIN tracker_affiliation a ON a.member_id = spoken.party AND a.speaks_for AND a.during && spoken.during
    WHERE spoken.party <> spoken.who
)
SELECT DISTINCT p.key FROM spoken JOIN tracker_party p ON p.id = spoken.who WHERE spoken.party = spoken.who
"""


def _load_affiliations(load: Loading, affiliations: Sequence[AffiliationRow]) -> None:
    """What the file alone does not show: circles that close through affiliations of the database. One query more."""
    brought = load.bring(table=AFFILIATIONS, wanted=load.wanted(table=AFFILIATIONS, rows=affiliations))
    changed = {want.columns["member_id"] for _, want in brought.made}
    changed |= {want.columns["member_id"] for _, want, _ in brought.corrected}
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(_CIRCLES, [sorted(changed)])
        for (member,) in cursor.fetchall():
            load.fault(
                f"affiliations of {member}",
                "organisation",
                "speaks for the member already, itself or through others; nobody speaks for himself in a circle",
            )


def _load_sources(load: Loading, sources: Sequence[SourceRow]) -> None:
    """Originals before their translations."""
    left = list(sources)
    done: set[str] = set()
    while left:
        ready = [source for source in left if source.translation_of is None or source.translation_of in done]
        if not ready:
            load.faults += [Fault(source.label, "translation_of", "goes round in a circle") for source in left]
            return
        load.bring(table=SOURCES, wanted=load.wanted(table=SOURCES, rows=ready))
        done |= {source.key for source in ready}
        left = [source for source in left if source.key not in done]


def _sides_stay(load: Loading, case: Case) -> None:
    """A side that was public stays one: the case may add sides, and not drop them."""
    named = {(side.incident, side.party) for side in case.sides}
    for incident, party in Side.objects.filter(incident__in=load.ids["incidents"].values()).values_list(
        "incident__key", "party__key"
    ):
        if (incident, party) not in named:
            load.fault(
                f"incidents {incident}", "sides", f"leave out {party}, which is recorded as a side and stays one"
            )


__all__ = ["ACCOUNT", "Case", "ClaimRow", "LoadRefused", "Loaded", "load_case"]
