"""The embedded server: started for whoever comes first, ended by whoever leaves last, back after any end."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.setup.conftest import forget
from tracker.postgres.embedded import OWNER, SERVING, Embedded
from tracker.postgres.trouble import Trouble


@pytest.fixture
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder such as a clone may lie in."""
    folder = tmp_path_factory.mktemp("clone") / ("with space 한글 " + "x" * 100)
    folder.mkdir()
    yield folder
    forget(folder)


def ask(server: Embedded, role: str, question: str = "SELECT current_user") -> object:
    with psycopg.connect(host=str(server.socket), user=role, dbname="counterclaim") as connection:
        return connection.execute(question).fetchone()[0]  # type: ignore[index]


def test_both_roles_may_enter_and_only_one_may_make_tables(clone: Path) -> None:
    with Embedded(clone) as server:
        assert (ask(server, OWNER), ask(server, SERVING)) == (OWNER, SERVING)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(server, SERVING, "CREATE TABLE t ()")
        assert ask(server, OWNER, "SHOW listen_addresses") == ""


def test_the_last_to_leave_ends_it(clone: Path) -> None:
    with Embedded(clone) as first:
        with Embedded(clone) as second:
            assert second.socket == first.socket
        assert ask(first, SERVING) == SERVING
        folder = first.socket
    assert first.pid() is None
    assert not folder.exists()


def test_what_was_written_survives_a_kill(clone: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from tracker.postgres.embedded import Embedded\n"
        "with Embedded(Path(sys.argv[1])) as s: print(s.pid(), s.socket, flush=True); time.sleep(60)"
    )
    user = subprocess.Popen([sys.executable, "-c", program, clone], stdout=subprocess.PIPE, text=True)
    assert user.stdout
    pid, folder = user.stdout.readline().split()
    with psycopg.connect(host=folder, user=OWNER, dbname="counterclaim") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        connection.commit()
        user.kill()
        os.kill(int(pid), signal.SIGKILL)
    user.wait()
    with Embedded(clone) as server:
        assert ask(server, OWNER, "SELECT one FROM kept") == 1


def test_it_comes_back_when_it_dies_under_those_who_use_it(clone: Path) -> None:
    with Embedded(clone) as server:
        before, folder = server.pid(), server.socket
        assert not server.revive()
        assert before
        os.kill(before, signal.SIGKILL)
        until = time.monotonic() + 10
        while not server.revive():
            assert time.monotonic() < until
            time.sleep(0.01)
        assert server.socket == folder
        assert ask(server, SERVING) == SERVING


def test_it_is_started_anew_when_its_socket_was_cleaned_away(clone: Path) -> None:
    with Embedded(clone) as first:
        shutil.rmtree(first.socket)
        with Embedded(clone) as second:
            assert ask(second, SERVING) == SERVING


def test_a_half_made_cluster_is_made_again(clone: Path) -> None:
    with Embedded(clone) as server:
        folder = server.place.folder
    (folder / "data").rename(folder / "data.new")
    (folder / "data.new" / "PG_VERSION").unlink()
    with Embedded(clone) as server:
        assert ask(server, SERVING) == SERVING


def test_a_stale_note_with_the_number_of_another_process_is_no_server(clone: Path) -> None:
    with Embedded(clone) as server:
        note = (server.place.data / "postmaster.pid").read_text()
    (server.place.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *note.splitlines()[1:]]) + "\n")
    with Embedded(clone) as server:
        assert ask(server, SERVING) == SERVING


def test_data_of_another_version_are_refused_in_words(clone: Path) -> None:
    with Embedded(clone) as server:
        version = server.place.data / "PG_VERSION"
    version.write_text("9\n")
    with pytest.raises(Trouble, match="are PostgreSQL 9's"), Embedded(clone):
        pass
