"""Accounts. Sign-up is closed: an admin makes them."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from tracker.models.base import one_of

ROLES = [("reader", "reader"), ("editor", "editor"), ("admin", "admin")]


class User(AbstractUser):
    """Somebody who signs in. What a role may do is said in `tracker.domain.policy`."""

    role = models.TextField(choices=ROLES, default="reader")

    class Meta(AbstractUser.Meta):
        constraints = [one_of("user", "role", ROLES)]


def role_of(viewer: object) -> str:
    """The role of a viewer: "anonymous" for nobody, or for somebody who is not signed in."""
    return viewer.role if isinstance(viewer, User) and viewer.is_active else "anonymous"
