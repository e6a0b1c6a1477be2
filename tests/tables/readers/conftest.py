"""What readers give as rows of texts, workbooks by hand, and a PostgreSQL for the tests alone."""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Connection, create_engine

from pmo_lib.tables.readers import Heading, Headings, Reading, Repeat

PASSWORD = "p@ss/word:1"


@dataclass
class Answer:
    """Texts of each record by field, the kinds of the fields, and how many records a batch had."""

    reading: Reading
    rows: list[tuple[str, ...]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    places: list[tuple[tuple[int, str], ...]] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)


def _ask(reader: Any, path: Path, *names: str, repeat: Repeat | None = None) -> Answer:
    """Read the named fields; all others are left out by a rule."""
    wanted = {name: Heading((name,)) for name in names if not repeat or name != repeat.field}
    found = Answer(reader.open(path, Headings(wanted, ((".", "not wanted"),), repeat)))
    for batch in found.reading.batches:
        cells = [batch.cells[name] for name in names]
        found.sizes.append(batch.size)
        found.rows += zip(*(cell.raw.tolist() for cell in cells), strict=True)
        kinds = [["t"] * batch.size if c.kind is None else c.kind.tolist() for c in cells]
        found.kinds += ["".join(one) for one in zip(*kinds, strict=True)]
        places = [list(zip(c.row.tolist(), c.references().tolist(), strict=True)) for c in cells]
        found.places += zip(*places, strict=True)
    return found


@pytest.fixture(scope="session")
def made() -> Any:
    """Writers of workbooks, byte by byte."""
    spec = importlib.util.spec_from_file_location("made", Path(__file__).with_name("made.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ask() -> Callable[..., Answer]:
    """Read all that a reader gives of the named fields."""
    return _ask


def _run(command: list[str], folder: Path) -> None:
    """Run a program of the server; it refuses to run as root, so then as its own user."""
    if os.geteuid() == 0:
        user = ["--reuid=postgres", "--regid=postgres", "--init-groups"]
        command = ["setpriv", *user, *command]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """Start a PostgreSQL on loopback, with an account that owns all of it."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        pytest.skip("no PostgreSQL server in /usr/lib/postgresql (apt-get install postgresql)")
    programs = versions[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="pmo-postgresql-"))
    try:
        (folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            for path in (folder, folder / "password"):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        data = f"{folder / 'data'}"
        account = ["--username=owner", f"--pwfile={folder / 'password'}", "--auth=scram-sha-256"]
        _run([f"{programs / 'initdb'}", "--pgdata", data, *account, "--encoding=UTF8"], folder)
        port = _free_port()
        settings = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        )
        control = [f"{programs / 'pg_ctl'}", "--pgdata", data, "--wait", "--silent"]
        _run([*control, "start", "--log", f"{folder / 'log'}", "--options", settings], folder)
        try:
            yield URL.create("postgresql+psycopg", "owner", PASSWORD, "127.0.0.1", port, "postgres")
        finally:
            _run([*control, "stop", "--mode=immediate"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def owner(postgresql: URL) -> Iterator[Connection]:
    """Connect as the owner, in a database of the test's own that is emptied afterwards."""
    engine = create_engine(postgresql)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.commit()
    engine.dispose()
