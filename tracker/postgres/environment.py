"""What the environment says about the database and the secret key, read strictly.

Every refusal is one sentence that names the variable and never shows a password.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

EXAMPLE = "postgresql://user:password@host:5432/database"
DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def connection_settings(environ: Mapping[str, str] = os.environ) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` serves (DATABASE_URL), `owner` migrates (MIGRATE_DATABASE_URL, else the same).

    Raises ImproperlyConfigured. Opens no connection.
    """
    if not environ.get("DATABASE_URL"):
        raise ImproperlyConfigured(
            "DATABASE_URL is not set: run Django's commands through script/manage, which starts the embedded database."
        )
    # Persistent connections: a thread of the server keeps its own. A new one per request costs four times the
    # rate of cheap pages. The check (see backend) lets the site go on after the database was restarted.
    serving = database(
        environ,
        "DATABASE_URL",
        application_name="counterclaim",
        statement_timeout=environ.get("STATEMENT_TIMEOUT") or "0",
        idle_in_transaction_session_timeout="5min",
    )
    owner = "MIGRATE_DATABASE_URL" if environ.get("MIGRATE_DATABASE_URL") else "DATABASE_URL"
    return {
        "default": serving | {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True},
        "owner": database(environ, owner, application_name="counterclaim-owner"),
    }


def database(environ: Mapping[str, str], variable: str, **parameters: str) -> dict[str, Any]:
    """One entry of DATABASES from the address in `variable`; `parameters` are set at the start of each session."""
    given = address(environ, variable)
    settings: dict[str, Any] = {name: given.pop(key, "") for key, name in DJANGO_NAMES.items()}
    name = parameters.pop("application_name")
    session = " ".join([f"-c {key}={value}" for key, value in parameters.items()] + [given.pop("options", "")])
    options = {"connect_timeout": "5", "application_name": name} | given
    if session.strip():
        options["options"] = session.strip()
    return settings | {"ENGINE": "tracker.postgres.backend", "OPTIONS": options}


def address(environ: Mapping[str, str], variable: str) -> dict[str, str]:
    """The connection parameters in `variable`, as libpq reads them. Raises ImproperlyConfigured."""
    value = environ[variable]
    expected = f"{variable} must be an address like {EXAMPLE}"
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        raise ImproperlyConfigured(f"{expected}, and this one cannot be read.") from None
    if scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"{expected}: it must begin with postgresql://.")
    try:
        given = {key: str(item) for key, item in conninfo_to_dict(value).items() if item is not None}
    except ProgrammingError:  # libpq's own words may quote the password
        raise ImproperlyConfigured(f"{expected}, and this one cannot be read.") from None
    for key, word in (("dbname", "database"), ("user", "user")):
        if not given.get(key):
            raise ImproperlyConfigured(f"{expected}: it names no {word}.")
    port = given.get("port", "")
    if any(not part.isdecimal() or not 0 < int(part) < 65536 for part in port.split(",") if part):
        raise ImproperlyConfigured(f"{expected}: its port is not a number from 1 to 65535.")
    return given


def secret_key(base: Path, environ: Mapping[str, str] = os.environ) -> str:
    """SECRET_KEY, else a random one kept in `.data/secret_key`, readable by its owner alone.

    Raises ImproperlyConfigured where the file can be neither read nor made, or the key is too short.
    """
    given = environ.get("SECRET_KEY", "")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters.")
        return given
    file = base / ".data" / "secret_key"
    try:
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            fresh = file.with_name(f"secret_key.{os.getpid()}")
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(descriptor, "w") as handle:
                handle.write(secrets.token_urlsafe(64))
                handle.flush()
                os.fsync(handle.fileno())
            try:
                os.link(fresh, file)  # of two that start at once, the first wins and both read its key
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        key = file.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"The secret key {file} cannot be read or made: {error.strerror}.") from None
    if len(key) < 50:
        raise ImproperlyConfigured(f"{file} holds no usable secret key: delete it and a new one is made.")
    return key
