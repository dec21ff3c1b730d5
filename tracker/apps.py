"""The one app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TrackerConfig(AppConfig):
    name = "tracker"

    def ready(self) -> None:
        from tracker.models.grants import grant_serving_role

        post_migrate.connect(grant_serving_role, sender=self)
