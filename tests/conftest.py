"""What every test gets: no screen, no keyring, folders of its own, and no warning overlooked."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher

from polima_desktop.storage.database import create_store
from tests.postgres import NoPostgres, Server, running_server

# Before anything makes an application, opens a keyring or starts a program.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
os.environ["NO_COLOR"] = "1"
for _name in ("POLIMA_STORE", "POLIMA_USER", "POLIMA_PASSWORD", "FORCE_COLOR", "QT_SCALE_FACTOR"):
    os.environ.pop(_name, None)

hypothesis.settings.register_profile(
    "suite", max_examples=40, deadline=None, database=None, print_blob=True
)
hypothesis.settings.register_profile(
    "long", parent=hypothesis.settings.get_profile("suite"), max_examples=2_000
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run what is marked long")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("long" if config.getoption("--long") else "suite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is long unless asked for, and what measures time unless it is named."""
    unwanted = set() if config.getoption("--long") else {"long"}
    if "bench" not in (config.getoption("-m") or ""):
        unwanted.add("bench")
    left_out = [item for item in items if unwanted & {mark.name for mark in item.iter_markers()}]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def _shared_cache() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="polima-cache-") as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, _shared_cache: Path) -> None:
    """Give the test a home of its own; only what can be made again is shared."""
    home = tmp_path / "home"
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(_shared_cache))


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords of tests in no time: the real cost (seen in one test) was half of a run."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("polima_desktop.storage.office.accounts._hasher", cheap)


# --- stores ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Give a running server, one a test process, with the schema in the database ``polima``."""
    try:
        with running_server() as server:
            server.execute("CREATE DATABASE polima")
            create_store(server.url("polima")).close()
            yield server
    except NoPostgres as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL tests may not be skipped here: {reason}", pytrace=False)
        pytest.skip(str(reason))


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """Give the address of a fresh PostgreSQL store with the schema and no data."""
    name = postgres.create(template="polima")
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("template") / "polima.db"
    create_store(str(path)).close()
    return path.read_bytes()


@pytest.fixture
def sqlite_url(tmp_path: Path, _sqlite_template: bytes) -> str:
    """Give the path of a fresh SQLite store with the schema and no data."""
    path = tmp_path / "polima.db"
    path.write_bytes(_sqlite_template)
    return str(path)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """Give a fresh store of each kind in turn, as ``--store`` takes it."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(name))
