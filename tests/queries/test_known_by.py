"""One query, two clocks: what `known_by` reads is the record as it stood, however the query is built."""

from collections.abc import Callable, Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, Subquery

from tests.databases import Databases, parameters, pointed_at
from tests.models.world import VERSIONED, World
from tracker.models import Claim, Excerpt, Incident, Party, Question, Relay, Side, Snapshot, Source, latest_instant
from tracker.queries.record import load_record


@pytest.fixture(scope="module")
def past(databases: Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A record at three instants: `proposed`, `public`, and `corrected`, after which it is as it is now."""
    with (
        django_db_blocker.unblock(),
        databases.copy(databases.template) as name,
        pointed_at(name),
        psycopg.connect(**parameters("default")) as serving,
    ):
        world = World(serving)
        world.fill()
        world.rows["doomed"] = world.insert("claim", speaker_id="@north")
        proposed = world["instant"]
        serving.commit()

        world.begin("Publish")
        for table in ("incident", "question", "source"):
            world.publish(table, world[table] if table != "question" else world["who"])
        for party in ("south", "paper"):
            world.publish("party", world[party])
        world.publish("answer", world["theNorth"])
        world.publish("claim", world["claim"])
        public = world["instant"]
        serving.commit()

        world.begin("Correct")
        world.update("claim", world["claim"], polarity="denies", answer_id="@theSouth", cue="denies")
        world.update("relay", world["relay"], position=2)
        world.insert("relay", position=1, party_id="@spokesman")
        world.update("question", world["who"], text="Who fired first?")
        world.update("party", world["south"], name="Republic of Korea")
        world.update("party", world["south"], monogram="ROK")
        world.delete("claim", world["doomed"])
        world.insert("snapshot")
        world.insert("claim", speaker_id="@paper", published_at="@instant")
        corrected = world["instant"]
        serving.commit()
        yield SimpleNamespace(world=world, proposed=proposed, public=public, corrected=corrected)


def polarities(claims: Any) -> list[str]:
    return list(claims.order_by("id").values_list("polarity", flat=True))


def test_rows_come_back_as_they_stood(past: Any) -> None:
    claims = Claim.objects.filter(question=past.world["who"])
    assert polarities(claims.known_by(past.proposed)) == ["affirms", "affirms"]
    assert polarities(claims.known_by(past.public)) == ["affirms", "affirms"]
    assert polarities(claims.known_by(past.corrected)) == ["denies", "affirms"]
    assert polarities(claims.known_by(None)) == polarities(claims) == ["denies", "affirms"]


def test_of_several_versions_in_one_change_the_last_one_counts(past: Any) -> None:
    party = Party.objects.known_by(past.corrected).get(pk=past.world["south"])
    assert (party.name, party.monogram, party.revision) == ("Republic of Korea", "ROK", 4)
    before = Party.objects.known_by(past.public).get(pk=past.world["south"])
    assert (before.name, before.monogram, before.revision) == ("south", "AP", 2)


def test_nothing_was_known_before_the_first_instant(past: Any) -> None:
    before = past.proposed.replace(year=2000)
    for model in (Claim, Party, Excerpt, Snapshot, Incident, Side):
        assert not model.objects.known_by(before).exists()
    assert load_record(viewer=None, known_at=before).claims == {}
    assert latest_instant(known_by=before) is None


def test_every_field_of_every_table_is_read_from_the_past(past: Any) -> None:
    from django.apps import apps

    for table in VERSIONED:
        model = apps.get_model("tracker", table)
        now = sorted(model.objects.values_list(), key=repr)
        assert sorted(model.objects.known_by(past.corrected).values_list(), key=repr) == now
        assert {row.pk for row in model.objects.known_by(past.corrected)} == {row.pk for row in model.objects.all()}
        assert list(model.objects.known_by(past.proposed).filter(revision__gt=1)) == []


QUERIES: dict[str, Callable[[Any], Any]] = {
    "count": lambda claims: claims.count(),
    "count of a slice": lambda claims: claims[:1].count(),
    "exists": lambda claims: claims.filter(polarity="denies").exists(),
    "contains": lambda claims: claims.contains(Claim(pk=claims.order_by("id").first().pk)),
    "aggregate": lambda claims: claims.aggregate(n=Count("id"), last=Max("revision")),
    "aggregate of distinct": lambda claims: claims.values("polarity").distinct().aggregate(n=Count("*")),
    "grouped": lambda claims: list(claims.values_list("polarity").annotate(n=Count("id")).order_by("polarity")),
    "count of related": lambda claims: list(
        claims.annotate(n=Count("relays")).order_by("id").values_list("n", flat=True)
    ),
    "filter over a join": lambda claims: claims.filter(relays__party__name="spokesman").count(),
    "exclude over a join": lambda claims: claims.exclude(relays__party__name="spokesman").count(),
    "values over joins": lambda claims: list(
        claims.order_by("id", "relays__position").values_list("question__text", "answer__text", "relays__party__name")
    ),
    "select_related": lambda claims: [
        (c.question.text, c.speaker.name) for c in claims.select_related().order_by("id")
    ],
    "subquery": lambda claims: list(
        claims.order_by("id")
        .annotate(name=Subquery(Party.objects.filter(pk=OuterRef("speaker")).values("name")))
        .values_list("name", flat=True)
    ),
    "exists of another": lambda claims: claims.filter(
        Exists(Relay.objects.filter(claim=OuterRef("pk"), position=2))
    ).count(),
    "in another": lambda claims: claims.filter(speaker__in=Party.objects.filter(monogram="ROK")).count(),
    "in visible ones": lambda claims: claims.filter(question__in=Question.objects.all().visible_to(None)).count(),
    "visible": lambda claims: claims.visible_to(None).count(),
    "counted": lambda claims: claims.counted().count(),
    "or": lambda claims: (claims.filter(polarity="denies") | claims.filter(answer__text="The North")).count(),
    "union": lambda claims: sorted(
        claims.filter(polarity="denies").union(claims.filter(Q(act="state"))).values_list("polarity", "id")
    ),
    "count of a union": lambda claims: claims.filter(polarity="denies").union(claims.filter(act="state")).count(),
    "intersection": lambda claims: claims.filter(polarity="denies").intersection(claims.all()).count(),
    "first and last": lambda claims: (claims.order_by("id").first().cue, claims.order_by("id").last().cue),
    "in bulk": lambda claims: sorted(claims.in_bulk()),
    "iterator": lambda claims: sorted(row.cue for row in claims.iterator(chunk_size=1)),
    "dates": lambda claims: list(claims.dates("said_start", "year")),
    "an expression": lambda claims: claims.filter(said_end__gte=F("said_start")).values("cue").distinct().count(),
    "prefetch": lambda claims: [
        [relay.position for relay in claim.relays.all()]
        for claim in claims.order_by("id").prefetch_related(
            Prefetch("relays", Relay.objects.known_by(claims.query.known_at).order_by("position"))
        )
    ],
}


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_of_any_form_reads_the_past(past: Any, name: str) -> None:
    """As it was read then: each form is asked within a transaction that turns the tables back."""
    claims = Claim.objects.filter(question=past.world["who"])
    run = QUERIES[name]
    assert run(claims.known_by(past.corrected)) == run(claims)
    assert run(claims.known_by(past.public)) == run(turned_back(claims, past.public))


def turned_back(claims: Any, instant: datetime) -> Any:
    """The same query over temporary tables that hold the history's rows; an independent way to the past."""
    with connection.cursor() as cursor:
        for table in (*VERSIONED, "snapshot"):
            cursor.execute(f'CREATE TEMP TABLE IF NOT EXISTS "tracker_{table}" (LIKE public.tracker_{table})')
            cursor.execute(f'TRUNCATE pg_temp."tracker_{table}"')
            if table == "snapshot":
                cursor.execute(
                    "INSERT INTO pg_temp.tracker_snapshot SELECT * FROM public.tracker_snapshot WHERE captured_at <= %s",
                    [instant],
                )
                continue
            cursor.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0",
                [f"public.tracker_{table}"],
            )
            names = ", ".join(f'"{column}"' for (column,) in cursor.fetchall())
            cursor.execute(
                f"INSERT INTO pg_temp.tracker_{table} ({names}) SELECT {names} FROM ("
                f"SELECT DISTINCT ON (pgh_obj_id) * FROM tracker_{table}event WHERE pgh_created_at <= %s"
                " ORDER BY pgh_obj_id, revision DESC) latest WHERE pgh_label <> 'delete'",
                [instant],
            )
    return claims


@pytest.fixture(autouse=True)
def no_temporary_tables_stay(past: Any) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_part_without_a_clock_of_its_own_reads_as_the_whole_does(past: Any) -> None:
    renamed = Party.objects.filter(name="Republic of Korea")
    assert Claim.objects.filter(speaker__in=renamed).exists()
    assert not Claim.objects.filter(speaker__in=renamed).known_by(past.public).exists()


def test_a_part_with_a_clock_of_its_own_keeps_it(past: Any) -> None:
    once = Party.objects.filter(name="south").known_by(past.public)
    assert Claim.objects.filter(speaker__in=once).values_list("polarity", flat=True).get() == "denies"
    assert Claim.objects.filter(speaker__in=once).known_by(past.corrected).get().polarity == "denies"
    later = Snapshot.objects.known_by(past.corrected)
    assert Source.objects.known_by(past.public).filter(Exists(later.filter(source=OuterRef("pk")))).count() == 1
    assert (
        Source.objects.known_by(past.public)
        .annotate(n=Subquery(later.values("source").annotate(n=Count("*")).values("n")))
        .get()
        .n
        == 2
    )


def test_two_clocks_in_one_union_are_read_each_by_its_own(past: Any) -> None:
    parties = Party.objects.filter(pk=past.world["south"]).values_list("name", flat=True)
    assert set(parties.known_by(past.public).union(parties)) == {"south", "Republic of Korea"}
    assert set(parties.union(parties.known_by(past.public))) == {"south", "Republic of Korea"}
    with pytest.raises(TypeError, match="two instants"):
        parties | parties.known_by(past.public)


def test_snapshots_are_known_from_their_capture_on(past: Any) -> None:
    source = Source.objects.filter(pk=past.world["source"])
    assert Snapshot.objects.known_by(past.public).count() == 1
    assert Snapshot.objects.known_by(past.corrected).count() == Snapshot.objects.count() == 2
    assert source.known_by(past.public).aggregate(n=Count("snapshots"))["n"] == 1
    assert source.known_by(past.corrected).aggregate(n=Count("snapshots"))["n"] == 2


def test_what_was_not_yet_public_was_not_visible_then(past: Any) -> None:
    for model in (Claim, Relay, Excerpt, Question, Snapshot, Side):
        rows = model.objects.all().visible_to(None)
        assert not rows.known_by(past.proposed).exists(), model
        assert rows.known_by(past.public).exists(), model


def test_the_record_of_the_rules_is_read_as_it_stood(past: Any) -> None:
    key = Claim.objects.get(pk=past.world["claim"]).key
    then, now = (load_record(viewer=None, known_at=at) for at in (past.public, None))
    assert then.claims[key].polarity == "affirms"
    assert (
        now == load_record(viewer=None, known_at=past.corrected) == load_record(viewer=None, known_at=latest_instant())
    )
    assert now.claims[key].polarity == "denies"
    assert load_record(viewer=None, known_at=past.proposed).incidents == {}


WRITES: dict[str, Callable[[Any], Any]] = {
    "update": lambda parties: parties.update(name="x"),
    "update of nothing": lambda parties: parties.none().update(name="x"),
    "delete": lambda parties: parties.filter(name="nobody").delete(),
    "create": lambda parties: parties.create(slug="x", name="x", monogram="x", kind="state"),
    "get or create": lambda parties: parties.get_or_create(slug="x"),
    "update or create": lambda parties: parties.update_or_create(slug="x"),
    "bulk create": lambda parties: parties.bulk_create([]),
    "bulk update": lambda parties: parties.bulk_update(list(Party.objects.all()), ["name"]),
    "select for update": lambda parties: list(parties.select_for_update()),
}


@pytest.mark.parametrize("name", WRITES)
def test_the_past_is_not_written(past: Any, name: str) -> None:
    before = list(Party.objects.order_by("id").values_list())
    with pytest.raises(TypeError, match="The past can be read, not written"):
        WRITES[name](Party.objects.known_by(past.public))
    with pytest.raises(TypeError, match="The past can be read, not written"):
        WRITES[name](Party.objects.all().visible_to(None).known_by(past.public).order_by("id"))
    assert list(Party.objects.order_by("id").values_list()) == before


def test_a_manager_deletes_nothing_at_large() -> None:
    assert not hasattr(Party.objects, "delete")
    assert Party.objects.all().delete.alters_data is True  # so that no template can call it


def test_a_row_read_from_the_past_does_not_overwrite_the_present(past: Any) -> None:
    party = Party.objects.known_by(past.public).get(pk=past.world["south"])
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        party.save()
    assert caught.value.__cause__.diag.constraint_name == "revision_is_next"  # type: ignore[union-attr]
