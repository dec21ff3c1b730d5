"""Making accounts, what they may do, closing them; and the mail that nobody gets unasked."""

from __future__ import annotations

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.utils.http import urlsafe_base64_decode

from tests.actions.world import account
from tracker.actions.accounts import govern_account, make_account, set_digest, welcome
from tracker.actions.refusals import Refused
from tracker.models import User

pytestmark = pytest.mark.usefixtures("cloned_db")


@pytest.fixture
def admin(cloned_db: str) -> User:
    return account("root", role="admin")


def test_an_account_has_no_password_until_its_person_chooses_one(admin: User) -> None:
    made = make_account(by=admin, note="", username="dora", role="contributor")
    assert (made.role, made.has_usable_password(), made.digest) == ("contributor", False, "never")
    uid, token = welcome(by=admin, user=made)
    assert urlsafe_base64_decode(uid).decode() == str(made.pk)
    assert default_token_generator.check_token(made, token)
    made.set_password("correct horse battery")
    made.save()
    assert not default_token_generator.check_token(made, token)


@pytest.mark.parametrize("role", ["reader", "contributor", "editor", "steward"])
def test_only_admins_manage_accounts(admin: User, role: str) -> None:
    somebody = account("somebody", role=role)
    for attempt in (
        lambda: make_account(by=somebody, note="", username="dora", role="editor"),
        lambda: govern_account(by=somebody, note="", user=somebody, role="admin", active=True),
        lambda: welcome(by=somebody, user=admin),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.rule == "not_allowed"
    somebody.refresh_from_db()
    assert (somebody.role, User.objects.count()) == (role, 2)


@pytest.mark.parametrize(
    ("given", "rule", "field"),
    [
        ({"username": ""}, "username_is_plain", "username"),
        ({"username": "two words"}, "username_is_plain", "username"),
        ({"username": "a" * 151}, "username_is_short", "username"),
        ({"username": "ROOT"}, "username_stands_once", "username"),
        ({"role": "king"}, "role_is_known", "role"),
        ({"email": "nowhere"}, "email_is_an_address", "email"),
    ],
)
def test_what_is_no_account_is_refused_beside_its_field(admin: User, given: dict, rule: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        make_account(**{"by": admin, "note": "", "username": "dora", "role": "editor"} | given)
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert User.objects.count() == 1


@pytest.mark.parametrize(("role", "active"), [("editor", True), ("admin", False), ("reader", False)])
def test_nobody_locks_out_the_last_admin(admin: User, role: str, active: bool) -> None:
    account("closed", role="admin")
    User.objects.filter(username="closed").update(is_active=False)
    with pytest.raises(Refused, match="last admin") as refused:
        govern_account(by=admin, note="", user=admin, role=role, active=active)
    assert refused.value.rule == "an_admin_stays"
    second = account("second", role="admin")
    govern_account(by=admin, note="", user=admin, role=role, active=active)
    with pytest.raises(Refused):
        govern_account(by=second, note="", user=second, role=role, active=active)


def test_a_closed_account_gets_no_link_and_may_be_opened_again(admin: User) -> None:
    dora = make_account(by=admin, note="", username="dora", role="editor")
    closed = govern_account(by=admin, note="left", user=dora, role="editor", active=False)
    with pytest.raises(Refused, match="closed"):
        welcome(by=admin, user=closed)
    assert govern_account(by=admin, note="", user=dora, role="steward", active=True).role == "steward"


def test_a_digest_is_asked_for_by_its_owner_with_an_address(admin: User) -> None:
    with pytest.raises(Refused) as refused:
        set_digest(by=admin, often="daily", email=" ")
    assert (refused.value.rule, refused.value.field) == ("digest_has_an_address", "email")
    set_digest(by=admin, often="weekly", email="root@example.org")
    admin.refresh_from_db()
    assert (admin.digest, admin.email) == ("weekly", "root@example.org")
    set_digest(by=admin, often="never", email="")
    admin.refresh_from_db()
    assert (admin.digest, admin.email) == ("never", "")
    with pytest.raises(Refused):
        set_digest(by=account("charlie", role="reader"), often="daily", email="c@example.org")
