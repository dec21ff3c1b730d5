"""Who sees a row: one place for every table that is published."""

from __future__ import annotations

from typing import Self

from django.db import models

from tracker.domain import policy
from tracker.models.known_by import RecordQuerySet
from tracker.models.people import role_of


class PublicQuerySet(RecordQuerySet):
    """Rows with `published_at`."""

    def visible_to(self, viewer: object) -> Self:
        """What this viewer may see: everything for who may see proposals, else what is published."""
        if policy.allowed(role=role_of(viewer), action="view_proposed"):
            return self
        return self.published()

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)


class Published(models.Model):
    """A row that is public from `published_at` on."""

    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
