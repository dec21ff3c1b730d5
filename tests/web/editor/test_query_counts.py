"""What each room asks of the database, as a number that does not grow with what it shows."""

from __future__ import annotations

from django.test import Client

from tests.actions.world import World, account
from tracker.actions.drafts import save_draft
from tracker.actions.review import comment_claim

SIGNED_IN = 2
"""The session and the account."""


def count(client: Client, address: str, django_assert_num_queries, number: int) -> None:
    client.get(address)
    with django_assert_num_queries(number + SIGNED_IN):
        assert client.get(address).status_code == 200


def fill(world: World, claims: int) -> None:
    """That many claims on one source, each with words, speaker and draft of its own."""
    text = " ".join(f"The party {n} says so." for n in range(claims))
    snapshot = world.capture(text=text, title="Many")
    for n in range(claims):
        words = world.words(f"The party {n} says so.", snapshot=snapshot)
        world.published(words=words, speaker=world.party(f"Party {n}"))
        save_draft(by=world.alice, key=f"k{n:08}", purpose=f"claim:{snapshot.source.key}", payload={"words": "x"})


def test_rooms_with_one_three_and_fifty_claims(world: World, alice: Client, django_assert_num_queries) -> None:
    for claims, address in ((1, "many"), (3, "many-2"), (50, "many-3")):
        fill(world, claims)
        page = f"/edit/sources/{address}/"
        count(alice, "/edit/", django_assert_num_queries, 11)
        count(alice, "/edit/review/", django_assert_num_queries, 1)
        count(alice, page, django_assert_num_queries, 9)
        count(alice, f"{page}proposals?pieces=0-5", django_assert_num_queries, 6)
        count(alice, "/edit/sources/new", django_assert_num_queries, 6)


def test_the_page_of_a_claim_and_its_history(world: World, alice: Client, django_assert_num_queries) -> None:
    claim = world.published()
    count(alice, f"/edit/claims/{claim.key}/", django_assert_num_queries, 17)
    count(alice, f"/edit/history/claim/{claim.key}", django_assert_num_queries, 9)


def test_reading_a_proposal_again_and_governing_with_one_and_three(
    world: World, alice: Client, django_assert_num_queries
) -> None:
    steward, admin = Client(), Client()
    steward.force_login(account("steward", role="steward"))
    admin.force_login(account("admin", role="admin"))
    for claims in (1, 3):
        claim = world.record(speaker=world.party(f"Speaker {claims}"))
        for n in range(claims):
            world.record(speaker=world.party(f"Other {claims} {n}"))
            comment_claim(by=world.bob, claim=claim, seen=1, text="Is it?", field="said")
            account(f"somebody {claims} {n}")
        count(alice, "/edit/review/", django_assert_num_queries, 1)
        count(alice, f"/edit/review/{claim.key}/", django_assert_num_queries, 12)
        count(steward, "/edit/govern/", django_assert_num_queries, 1)
        count(admin, "/edit/people/", django_assert_num_queries, 1)
        count(alice, "/edit/account/", django_assert_num_queries, 0)
