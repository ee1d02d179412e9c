"""What is shipped and what is installed: the wheel, the pins, the script."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build the wheel with the pinned back end and give the names inside it."""
    folder = tmp_path_factory.mktemp("wheel")
    quietly = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *quietly, "--wheel-dir", folder, ROOT],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    with ZipFile(next(folder.glob("*.whl"))) as archive:
        return set(archive.namelist())


def _files(folder: str) -> list[str]:
    found = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    return [p.relative_to(ROOT).as_posix() for p in found if "__pycache__" not in p.parts]


def _led_to() -> set[str]:
    """Give what the guide leads to and shows, by its name below ``docs``."""
    guide = (ROOT / "docs" / "panduan.md").read_text(encoding="utf-8")
    return set(re.findall(r"\]\(([\w/-]+\.(?:md|png))\)", guide)) | {"impor.md", "kota-contoh.md"}


def test_the_wheel_carries_every_asset(wheel: set[str]) -> None:
    guides = ["docs/panduan.md", *(f"docs/{name}" for name in _led_to())]
    assets = [*_files("resources"), *guides]
    assert len(assets) > 40
    assert {f"polima_desktop/_assets/{name}" for name in assets} <= wheel


def test_the_wheel_carries_every_module_and_migration(wheel: set[str]) -> None:
    assert set(_files("polima_desktop")) <= wheel


def test_the_wheel_carries_no_tests(wheel: set[str]) -> None:
    assert [name for name in wheel if name.startswith(("tests", "installer"))] == []


def _pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in pins), "only name==version"
    return {_plain(name): version for name, _, version in (line.partition("==") for line in pins)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for group in project["optional-dependencies"].values() for name in group]
    needed = {
        _plain(re.match(r"[\w.-]+", requirement)[0])  # type: ignore[index]
        for requirement in [*project["dependencies"], *extras, "hatchling", "editables"]
    }
    assert needed <= _pins().keys()


NAMED_AT_RUN_TIME = {
    "psycopg": "SQLAlchemy loads the driver of the address",
    "python-calamine": "pandas loads the reader it is told",
    "rl-accel": "reportlab looks for it",
    "fontpkg-inter": "read as a resource",
}


def test_what_is_imported_is_declared_and_what_is_declared_is_used() -> None:
    owners = packages_distributions()
    imported = {
        _plain(owner)
        for path in (ROOT / "polima_desktop").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else _names(node))
        for owner in owners.get(name.partition(".")[0], [])
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_plain(re.split(r"[\[<>=]", line)[0]) for line in project["dependencies"]}
    ours = {"polima-desktop"} | {"shiboken6"}  # shiboken6 is a part of PySide6
    assert imported - declared - ours == set()
    assert declared - imported - NAMED_AT_RUN_TIME.keys() == set()


def _names(node: ast.Import) -> list[str]:
    return [alias.name for alias in node.names]


def test_qt_is_the_version_that_keeps_its_references() -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference to True with each signal, then aborts."""
    assert _pins()["pyside6-essentials"] < "6.12"


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
def test_the_script_is_plain_posix_shell(shell: str) -> None:
    try:
        done = subprocess.run(
            [shell, "-n", ROOT / "dev"], capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        pytest.skip(f"{shell} is not on this machine")
    assert done.stderr == ""
    assert done.returncode == 0


def test_the_script_names_its_verbs_and_refuses_others() -> None:
    told = subprocess.run([ROOT / "dev", "help"], capture_output=True, text=True, check=True).stdout
    for verb in ("setup", "run", "test", "check", "screens", "bench", "package"):
        assert f"./dev {verb} " in told
    assert (
        subprocess.run([ROOT / "dev", "terbang"], capture_output=True, check=False).returncode == 2
    )


def test_whatever_the_script_installs_comes_as_a_wheel() -> None:
    """What is built from source on a machine with a compiler fails on the next one without."""
    script = (ROOT / "dev").read_text(encoding="utf-8").replace("\\\n", " ")
    installing = [line for line in script.splitlines() if "pip install" in line]
    assert installing
    for line in installing:
        assert "--only-binary :all:" in line
        assert "--constraint constraints.txt" in line


def test_continuous_integration_starts_with_an_empty_package_cache() -> None:
    """A wheel built once and cached would hide a broken set-up."""
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "PIP_CACHE_DIR=$(mktemp -d)" in lines
    assert lines.index("export PIP_CACHE_DIR") < lines.index("./dev check")


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_the_script_takes_the_python_that_the_path_names(version: str, tmp_path: Path) -> None:
    """``python3`` first, then the versions by name; what cannot run is passed over."""
    broken, chosen = tmp_path / "python3", tmp_path / f"python{version}"
    broken.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    chosen.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    for each in (broken, chosen):
        each.chmod(0o755)
    script = (ROOT / "dev").read_text(encoding="utf-8")
    functions = script[script.index("recent_enough() {") : script.index("make_environment() {")]
    found = subprocess.run(
        ["/bin/sh", "-c", f"PATH={tmp_path}\n{functions}\nfind_python"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == str(chosen)
