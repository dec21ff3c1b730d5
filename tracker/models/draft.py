"""Half-written work of one editor."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from tracker.domain import policy
from tracker.models.base import Keyed
from tracker.models.people import User, role_of


class DraftQuerySet(models.QuerySet):
    def visible_to(self, viewer: object) -> Self:
        """A draft is its owner's alone, and only while they may have one."""
        if isinstance(viewer, User) and policy.allowed(role=role_of(viewer), action="view_draft", is_owner=True):
            return self.filter(owner=viewer)
        return self.none()


class Draft(Keyed):
    """Free in form, without history, deletable. `purpose` says what it is for, such as "claim:s01"."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    purpose = models.TextField()
    payload = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "purpose"], name="draft_by_owner_and_purpose")]
