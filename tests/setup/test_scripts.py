"""The three scripts, as a person at a terminal meets them."""

import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.setup.conftest import Clone, Server

Serve = Callable[..., Server]


@pytest.fixture(scope="module", autouse=True)
def first(clone: Clone) -> str:
    """What the very first start said."""
    server = clone.serve()
    assert server.health() == (200, "The database answers.\n")
    server.end()
    return server.said()


def test_the_first_start_makes_the_database_loads_the_case_and_names_the_demo_editor(first: str) -> None:
    said = [line.split(":")[0] for line in first.splitlines()]
    assert said[:2] == ["Preparing the database.", "Loading the case."]
    assert said[-3:] == ["Collecting the static files.", "Demo editor", "Serving http"], first


def test_the_second_start_has_nothing_to_do_and_needs_no_network(serve: Serve) -> None:
    server = serve()
    assert server.said() == f"Serving {server.url} - Ctrl-C ends it.\n"


def test_ctrl_c_ends_everything(clone: Clone, serve: Serve) -> None:
    server = serve()
    socket_folder = Path((clone.root / ".data/postgres/data/postmaster.pid").read_text().splitlines()[4])
    assert len(clone.processes()) > 3
    assert server.end() == 130
    assert clone.processes() == {}
    assert not socket_folder.exists()
    assert "Traceback" not in server.said()


def test_the_database_stays_while_another_script_uses_it(clone: Clone, serve: Serve) -> None:
    one, other = serve(), serve()
    one.end()
    assert other.health() == (200, "The database answers.\n")
    other.end(signal.SIGTERM)
    assert clone.processes() == {}


def test_a_kill_of_everything_leaves_nothing_to_repair(clone: Clone, serve: Serve) -> None:
    serve()
    clone.kill_everything()
    again = serve()
    assert again.said() == f"Serving {again.url} - Ctrl-C ends it.\n"
    assert again.health() == (200, "The database answers.\n")


def test_the_server_that_is_killed_alone_takes_its_workers_with_it(clone: Clone, serve: Serve) -> None:
    server = serve()
    server.process.kill()
    server.process.wait()
    until = time.monotonic() + 15
    while (
        clone.root in clone.processes().values()
    ):  # the database, which stands in its own folder, waits for the next start
        assert time.monotonic() < until
        time.sleep(0.05)


def test_health_is_503_with_the_reason_while_the_database_hangs_and_200_again_when_it_died(
    clone: Clone, serve: Serve
) -> None:
    server = serve()
    postgres = int((clone.root / ".data/postgres/data/postmaster.pid").read_text().splitlines()[0])
    os.kill(postgres, signal.SIGSTOP)
    assert server.health() == (503, "The database does not answer: no word from it within 2 seconds.\n")
    os.kill(postgres, signal.SIGKILL)
    until = time.monotonic() + 10
    while server.health()[0] != 200:
        assert time.monotonic() < until, server.said()
        time.sleep(0.05)


def test_a_taken_port_is_said_and_the_next_free_one_used(serve: Serve) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = serve(PORT=str(port))
        assert server.said().startswith(f"Port {port} is taken; using ")
        assert server.health()[0] == 200


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"DATABASE_URL": "postgresql:/nonsense"}, "DATABASE_URL must be an address like"),
        (
            {"DATABASE_URL": "postgresql://a:hunter2@127.0.0.1:9/b"},
            "named by DATABASE_URL does not answer: Connection refused.",
        ),
        ({"DATABASE_URL": "postgresql://a@/b?host=/nowhere"}, "named by DATABASE_URL does not answer"),
        ({"MIGRATE_DATABASE_URL": "postgresql://a@/b"}, "MIGRATE_DATABASE_URL is set without DATABASE_URL"),
        ({"PORT": "eighty"}, "PORT must be a number up to 65535, not 'eighty'."),
        ({"SITE_URL": "example.org"}, "SITE_URL must be an http or https address"),
    ],
)
def test_wrong_surroundings_are_one_sentence(clone: Clone, variables: dict[str, str], sentence: str) -> None:
    done = clone.run("server", **variables)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "hunter2" not in done.stderr + done.stdout


def test_manage_stands_where_the_caller_stands_and_passes_the_status_on(clone: Clone, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    done = clone.run("manage", "load_case", "broken.json", cwd=tmp_path)
    assert done.returncode == 1
    assert "broken.json" in done.stderr
    assert "No such file" not in done.stderr


def test_a_new_password_for_the_demo_editor(clone: Clone) -> None:
    one, other = clone.run("manage", "demo_editor"), clone.run("manage", "demo_editor")
    assert one.stdout.startswith("Demo editor: name demo, password ")
    assert other.stdout != one.stdout


def test_without_python_or_with_an_old_one_a_sentence_says_so(bare_clone: Clone, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "basename", "cmp", "mkdir"):
        (programs / name).symlink_to(next(p for p in (Path("/bin", name), Path("/usr/bin", name)) if p.exists()))
    none = bare_clone.run("server", PATH=str(programs))
    assert (none.returncode, none.stderr.partition(": ")[2]) == (
        1,
        "Python 3.11 or newer is needed, and there is no python3 on PATH.\n",
    )
    old = programs / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n')
    old.chmod(0o755)
    done = bare_clone.run("test", PATH=str(programs))
    assert done.returncode == 1
    assert done.stderr == "script/test: Python 3.11 or newer is needed, and python3 here is Python 3.9.2.\n"


def test_the_first_start_without_network_says_so(bare_clone: Clone) -> None:
    done = bare_clone.run("server")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "script/server: The first start needs the network, to install Python packages, "
        "and the package index cannot be reached."
    )
