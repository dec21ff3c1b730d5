"""Accounts. Sign-up is closed: an admin makes them."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from tracker.models.base import one_of

ROLES = [(role, role) for role in ("reader", "contributor", "editor", "steward", "admin")]
DIGESTS = [(often, often) for often in ("never", "daily", "weekly")]


class User(AbstractUser):
    """Somebody who signs in. What a role may do is said in `tracker.domain.policy`.

    `letter_keys` lets single letters act in the workbench's text; `digest` says how often their inbox is mailed;
    up to `seen_at` they have read what changed; `digested_at` is when the last digest went out.
    """

    role = models.TextField(choices=ROLES, default="reader")
    letter_keys = models.BooleanField(default=True, db_default=True)
    digest = models.TextField(choices=DIGESTS, default="never", db_default="never")
    digested_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta(AbstractUser.Meta):
        constraints = [one_of("user", "role", ROLES), one_of("user", "digest", DIGESTS)]


def role_of(viewer: object) -> str:
    """The role of a viewer: "anonymous" for nobody, or for somebody who is not signed in."""
    return viewer.role if isinstance(viewer, User) and viewer.is_active else "anonymous"
