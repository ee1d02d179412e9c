"""The papers about the code are true where a machine can tell."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from polima_desktop.domain.access import ROLE_LABELS

ROOT = Path(__file__).resolve().parents[2]


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_dependency_has_its_sentence() -> None:
    project = tomllib.loads(_text("pyproject.toml"))["project"]
    named = {_plain(word) for word in re.findall(r"[\w-]+", _text("docs/architecture.md"))}
    needed = [re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]]
    assert [name for name in needed if _plain(name) not in named] == []


def test_every_room_is_described() -> None:
    rooms = [p.parent.name for p in (ROOT / "polima_desktop").glob("*/__init__.py")]
    text = _text("docs/architecture.md")
    assert [room for room in rooms if f"`{room}/`" not in text] == []


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        *sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "docs").glob("*.md")),
    ],
)
def test_links_between_the_papers_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)", _text(page))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_the_guide_names_every_role() -> None:
    guide = _text("docs/panduan.md")
    assert [role for role in ROLE_LABELS if f"`{role.value}`" not in guide] == []


def test_the_guide_explains_every_name_a_rule_may_use() -> None:
    from polima_desktop.domain.rules import SUPPLIED

    guide = _text("docs/panduan.md")
    rows = {name: supplied.label for name, supplied in SUPPLIED.items()}
    missing = {n: label for n, label in rows.items() if f"| `{n}` | {label} |" not in guide}
    assert missing == {}
