"""Nothing heavy is loaded before the first paint; verbs and window do not load each other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from polima_desktop.__main__ import Opening, opening

HEAVY = {"pandas", "reportlab", "alembic", "keyring", "typer", "sqlalchemy", "numpy", "lark"}

FIRST_PAINT = """
import json, sys
from polima_desktop import app
made = app.make_application()
settings = app.Settings()
app.theme.apply(made, "light")
desktop = app.Desktop(made, settings, sys.argv[1], "")
desktop.start.show()
made.processEvents()
assert not desktop.start.grab().isNull()
print(json.dumps(sorted(sys.modules)))
desktop.close()
"""

MAIN_WINDOW = """
import json, os, sys
from polima_desktop import app
made = app.make_application()
settings = app.Settings()
app.theme.apply(made, "light")
desktop = app.Desktop(made, settings, sys.argv[1], "admin")
desktop.start.show()
desktop.begin()
desktop.jobs.settle()
assert desktop.window is not None
made.processEvents()
print(json.dumps(sorted(sys.modules)))
desktop.window.close()
desktop.close()
"""


def modules_of(program: str, *arguments: str, **environment: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
        timeout=60,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_nothing_heavy_is_loaded_before_the_first_paint(tmp_path: Path) -> None:
    loaded = modules_of(FIRST_PAINT, str(tmp_path / "none.db"))
    assert not loaded & HEAVY


def test_the_main_window_comes_up_without_reading_lists_or_printing(
    empty_office: Path,
) -> None:
    loaded = modules_of(MAIN_WINDOW, str(empty_office), POLIMA_PASSWORD="rahasia")
    assert not loaded & {"pandas", "reportlab", "alembic", "keyring", "typer"}


def test_a_verb_loads_nothing_of_qt() -> None:
    program = (
        "import json, sys\n"
        "from polima_desktop.__main__ import main\n"
        "sys.argv = ['polima', '--version']\n"
        "status = main()\n"
        "print(json.dumps(sorted(sys.modules)))\n"
        "sys.exit(status)\n"
    )
    assert not {name for name in modules_of(program) if name.startswith("PySide6")}


EVERY_PAGE = """
import json, os, sys
from polima_desktop import app
made = app.make_application()
settings = app.Settings()
app.theme.apply(made, "light")
desktop = app.Desktop(made, settings, sys.argv[1], "admin")
desktop.start.show()
desktop.begin()
desktop.jobs.settle()
for place in range(len(app.PAGES)):
    desktop.window.show_place(place)
    desktop.jobs.settle()
print(json.dumps([page.key for page in app.PAGES]))
desktop.window.close()
desktop.close()
"""


@pytest.mark.parametrize("language", ["tr_TR", "id_ID"])
def test_every_page_opens_in_a_locale_with_other_capitals_or_a_decimal_comma(
    language: str, empty_office: Path, tmp_path: Path
) -> None:
    """Where the locale cannot be made, the rule against keywords for Qt's classes still stands."""
    if shutil.which("localedef") and Path("/usr/share/i18n/locales", language).exists():
        made = ["localedef", "-i", language, "-f", "UTF-8", str(tmp_path / f"{language}.UTF-8")]
        subprocess.run(made, check=True, timeout=60)
    environment = {"LC_ALL": f"{language}.UTF-8", "LANG": f"{language}.UTF-8"}
    if (tmp_path / f"{language}.UTF-8").exists():
        environment["LOCPATH"] = str(tmp_path)
    seen = modules_of(EVERY_PAGE, str(empty_office), POLIMA_PASSWORD="rahasia", **environment)
    assert {"beranda", "bobot", "atur"} <= seen


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], Opening("", "")),
        (["--store", "kota.db"], Opening("kota.db", "")),
        (["--store=kota.db", "--user", "bkpsdm"], Opening("kota.db", "bkpsdm")),
        (["month", "status", "2021-01"], None),
        (["--store", "kota.db", "demo"], None),
        (["--help"], None),
        (["--store"], None),
    ],
)
def test_only_store_and_user_open_the_window(
    arguments: list[str], expected: Opening | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POLIMA_STORE", raising=False)
    assert opening(arguments) == expected


def test_store_and_user_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLIMA_STORE", "kota.db")
    monkeypatch.setenv("POLIMA_USER", "keuangan")
    assert opening([]) == Opening("kota.db", "keuangan")
