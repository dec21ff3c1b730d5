"""What the serving role may do, granted anew after every migration.

The role that migrates owns the tables. The role that serves reads and writes the present, reads the
history, and may neither change nor empty it.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import connections, transaction
from psycopg import sql

from tracker.models.history import Event

READ_ONLY = ("tracker_change", "django_migrations")


def grant_serving_role(*, using: str, **_: Any) -> None:
    """Grant the role of the `default` connection its rights on the database behind `using`."""
    serving = connections["default"].settings_dict["USER"]
    connection = connections[using]
    if not serving or serving == connection.settings_dict["USER"]:
        return
    history = [model._meta.db_table for model in apps.get_models() if issubclass(model, Event)]
    role = sql.Identifier(serving)
    statements = [
        sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC"),  # a database made before Postgres 15 has it
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(role),
        sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(role),
        sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}").format(
            sql.SQL(", ").join(sql.Identifier(table) for table in (*history, *READ_ONLY)), role
        ),
        sql.SQL("GRANT EXECUTE ON FUNCTION tracker_instant(bigint, text) TO {}").format(role),
    ]
    # all at once: not for a moment may the serving role write what it may only read
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.as_string(connection.connection))
