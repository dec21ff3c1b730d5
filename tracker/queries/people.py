"""Who has an account: for those who manage them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from tracker.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`claims` counts what they proposed and is still there; `waits` says that no password was chosen yet."""

    pk: int
    name: str
    role: str
    email: str
    active: bool
    waits: bool
    claims: int
    last_seen: datetime | None


def people() -> tuple[Person, ...]:
    """Every account, the open ones first, by name. One query."""
    rows = (
        User.objects.annotate(filed=Count("claims"))
        .order_by("-is_active", "username")
        .values_list("pk", "username", "role", "email", "is_active", "password", "filed", "last_login")
    )
    return tuple(
        Person(
            pk=pk,
            name=name,
            role=role,
            email=email,
            active=active,
            waits=password.startswith("!"),
            claims=filed,
            last_seen=last_login,
        )
        for pk, name, role, email, active, password, filed, last_login in rows
    )
