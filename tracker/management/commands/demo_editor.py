"""Makes the demo editor, or gives it a new password. On the embedded database only."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from tracker.models import User
from tracker.postgres.embedded import Embedded

NAME = "demo"


class Command(BaseCommand):
    help = "Makes an editor named demo with a random password, or gives it a new one. Only on the embedded database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new-only", action="store_true", help="do nothing when it exists already")

    def handle(self, *args: Any, new_only: bool = False, **options: Any) -> None:
        if not Embedded(settings.BASE_DIR).serves(connection.settings_dict["HOST"]):
            raise CommandError(
                "The demo editor exists only on the embedded database; this one is named by DATABASE_URL."
            )
        user = User.objects.filter(username=NAME).first()
        if user and new_only:
            return
        user = user or User(username=NAME)
        user.role = "editor"
        user.is_active = True
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.save()
        self.stdout.write(f"Demo editor: name {NAME}, password {password}")
