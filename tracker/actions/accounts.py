"""Accounts: an admin makes them, says what each may do, and closes them. Nobody locks out the last admin."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from tracker.actions.change import change, permit
from tracker.actions.refusals import Refused
from tracker.actions.texts import chosen, line
from tracker.models import User
from tracker.models.people import DIGESTS, ROLES


def make_account(*, by: User, note: str, username: str, role: str, email: str = "") -> User:
    """A new account without a password: whoever has its `welcome` link chooses one.

    Refused: a name that is taken, empty or of other signs than letters, digits and @ . + - _; an address that is
    none; an account that is no admin's. Three queries.
    """
    name = line(username, field="username")
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError:
        raise Refused(
            rule="username_is_plain",
            message=_("A name has letters, digits and @ . + - _ only, and no space."),
            field="username",
        ) from None
    if len(name) > 150:
        raise Refused(rule="username_is_short", message=_("A name has 150 characters at most."), field="username")
    the_role = chosen(role, among=ROLES, field="role")
    address = _address(email)
    with change(by=by, note=note, may="manage_accounts"):
        if User.objects.filter(username__iexact=name).exists():
            raise Refused(rule="username_stands_once", message=_("This name is taken."), field="username")
        user = User(username=name, role=the_role, email=address)
        user.set_unusable_password()
        user.save()
        return user


def welcome(*, by: User, user: User) -> tuple[str, str]:
    """The two parts of the link with which the person chooses a password: for one use, until it runs out
    (PASSWORD_RESET_TIMEOUT). By an admin, for an account that is open. No query."""
    permit(by=by, may="manage_accounts")
    if not user.is_active:
        raise Refused(rule="account_is_open", message=_("This account is closed. Open it again first."))
    return urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


def govern_account(*, by: User, note: str, user: User, role: str, active: bool) -> User:
    """Give an account this role, and open or close it. A closed one is signed out everywhere at once, and what it
    wrote stays under its name.

    Refused: whatever would leave the site without an admin; an account that is no admin's. Changes are put in
    order, so that two admins cannot remove each other. Four queries.
    """
    the_role = chosen(role, among=ROLES, field="role")
    with change(by=by, note=note, may="manage_accounts"):
        current = User.objects.get(pk=user.pk)
        stays = the_role == "admin" and active
        if not stays and not User.objects.filter(role="admin", is_active=True).exclude(pk=current.pk).exists():
            raise Refused(
                rule="an_admin_stays",
                message=_("This is the last admin: without one nobody could manage accounts. Make another first."),
                field="role",
            )
        current.role, current.is_active = the_role, active
        current.save(update_fields=["role", "is_active"])
        return current


def set_digest(*, by: User, often: str, email: str) -> None:
    """How often the inbox is mailed to this account, and where to. Off until its owner asks for it.

    Refused: a digest without an address; an address that is none. No part of the record: it takes no instant of
    it. One query.
    """
    permit(by=by, may="watch")
    rhythm, address = chosen(often, among=DIGESTS, field="digest"), _address(email)
    if rhythm != "never" and not address:
        raise Refused(rule="digest_has_an_address", message=_("Give the address that it goes to."), field="email")
    User.objects.filter(pk=by.pk).update(digest=rhythm, email=address)


def _address(email: str) -> str:
    address = line(email, field="email")
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(rule="email_is_an_address", message=_("This is no e-mail address."), field="email") from None
    if len(address) > 254:
        raise Refused(rule="email_is_an_address", message=_("This is no e-mail address."), field="email")
    return address
