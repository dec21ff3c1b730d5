"""`visible_to` says about rows what the policy says about actions."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.models.world import World
from tracker.domain import policy
from tracker.models import (
    Affiliation,
    Answer,
    Claim,
    Distinction,
    Draft,
    Excerpt,
    Incident,
    Party,
    Question,
    Reason,
    Relay,
    Side,
    Snapshot,
    Source,
    User,
)
from tracker.models.people import role_of

PUBLISHED: tuple[Any, ...] = (Party, Incident, Question, Answer, Source, Claim)

# whether a row is public, said here a second time and in another way than the queries do
PUBLIC: dict[Any, Callable[[Any], bool]] = {
    **{model: lambda row: row.published_at is not None for model in PUBLISHED},
    Side: lambda side: side.incident.published_at is not None,
    Affiliation: lambda tie: None not in (tie.member.published_at, tie.organisation.published_at),
    Distinction: lambda pair: None not in (pair.question.published_at, pair.other.published_at),
    Snapshot: lambda snapshot: snapshot.source.published_at is not None,
    Excerpt: lambda excerpt: any(claim.published_at for claim in excerpt.claims.all()),
    Relay: lambda relay: relay.claim.published_at is not None,
    Reason: lambda reason: None not in (reason.claim.published_at, reason.answer.published_at),
}
ROLES = ("reader", "editor", "admin")


def psycopg_world() -> World:
    """A world in Django's own transaction, so that the queries see it."""
    connection.ensure_connection()
    return World(connection.connection)


def viewers(world: World) -> list[Any]:
    accounts = [world.insert("user", role=role, is_active=active) for role in ROLES for active in (True, False)]
    known = list(User.objects.filter(pk__in=[*accounts, world["editor"]]))
    assert len(known) == 7
    return [None, AnonymousUser(), SimpleNamespace(role="admin", is_active=True), *known]


def test_every_table_says_who_sees_its_rows() -> None:
    for model in {*PUBLIC, Draft}:
        assert callable(model.objects.all().visible_to), model


@given(data=st.data())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_viewer_sees_what_the_policy_allows_and_nothing_else(db: None, data: st.DataObject) -> None:
    with transaction.atomic():
        world = psycopg_world()
        world.fill()
        for state in ("proposed", "published", "withdrawn"):
            world.rows[state] = world.insert("claim", speaker_id="@north", excerpt_id="@excerpt", manner="direct")
            world.insert("relay", claim_id=world[state])
            world.insert("reason", claim_id=world[state])
        world.insert("excerpt", pieces="{[0,1)}", exact=["S"])
        public = st.booleans()
        for model in PUBLISHED:
            table = model._meta.model_name
            for row in model.objects.exclude(pk__in=[world["published"], world["withdrawn"]]).order_by("pk"):
                if data.draw(public, label=f"{table} {row.pk} is published"):
                    if table == "claim":  # one place for each, so that none is published twice
                        world.update("claim", row.pk, speaker_id=world.insert("party"))
                    world.publish(table, row.pk)
        if data.draw(public, label="there are a published and a withdrawn claim"):
            world.publish("claim", world["withdrawn"])
            world.update("claim", world["withdrawn"], withdrawn_at="@instant")
            world.publish("claim", world["published"])
        for viewer in viewers(world):
            role = role_of(viewer)
            for model, is_public in PUBLIC.items():
                seen = set(model.objects.all().visible_to(viewer))
                allowed = {
                    row
                    for row in model.objects.all()
                    if policy.allowed(role=role, action="view_public" if is_public(row) else "view_proposed")
                }
                assert seen == allowed, (role, model)
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("active", [True, False], ids=["active", "inactive"])
def test_a_draft_is_its_owners_alone_and_only_while_they_are_an_editor(db: None, role: str, active: bool) -> None:
    world = psycopg_world()
    owner = world.insert("user", role=role, is_active=active)
    draft = world.insert("draft", owner_id=owner)
    for viewer in viewers(world):
        assert not Draft.objects.all().visible_to(viewer).exists()
    mine = User.objects.get(pk=owner)
    allowed = policy.allowed(role=role_of(mine), action="view_draft", is_owner=True)
    assert [row.pk for row in Draft.objects.all().visible_to(mine)] == [draft] * allowed
    assert allowed == (active and role != "reader")


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_withdrawn_claim_is_still_seen_and_a_proposed_one_never(db: None, withdrawn: bool) -> None:
    world = psycopg_world()
    world.fill()
    mine: dict[type[models.Model], Any] = {Claim: "claim", Relay: "relay", Reason: "reason", Excerpt: "excerpt"}
    world.publish("answer", world["theSouth"])

    def seen() -> set[Any]:
        return {
            model
            for model, table in mine.items()
            if model.objects.all().visible_to(None).filter(pk=world[table]).exists()  # type: ignore[attr-defined]
        }

    assert seen() == set()
    world.publish("claim", world["claim"])
    if withdrawn:
        world.update("claim", world["claim"], withdrawn_at="@instant")
    assert seen() == set(mine)
    assert Claim.objects.all().counted().exists() is not withdrawn
