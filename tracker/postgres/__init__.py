"""Finds or starts the database, and tells Django how to reach it.

`environment` reads DATABASE_URL and its fellows, `binaries` finds a PostgreSQL on this machine,
`embedded` starts and ends the server of this clone. None of them needs Django to be set up.
"""

from tracker.postgres.environment import connection_settings, secret_key

__all__ = ["connection_settings", "secret_key"]
