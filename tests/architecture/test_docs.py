"""The papers about the code are true where a machine can tell."""

from __future__ import annotations

import ast
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


QUESTIONS = 20


def _questions() -> list[tuple[str, str, str]]:
    """Give the rows of the table of questions: question, room, module and names."""
    part = _text("docs/architecture.md").split("## Where is it?")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+\?) \| `([\w/]+/)` \| (.+) \|$", part, re.MULTILINE)
    return [(question, room, place) for question, room, place in rows]


def _defined(path: Path) -> set[str]:
    """Give what a module defines for others: functions, classes, constants."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names.update(target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return names


def _place(room: str, module: str) -> Path:
    inside = ROOT / "polima_desktop" / room / module
    return inside if inside.exists() else ROOT / "polima_desktop" / module


def test_the_twenty_questions_are_there() -> None:
    assert len({question for question, _, _ in _questions()}) >= QUESTIONS


@pytest.mark.parametrize(("question", "room", "places"), _questions())
def test_every_answer_is_where_the_question_sends_one(
    question: str, room: str, places: str
) -> None:
    named = re.findall(r"`([\w/]+\.py)` `(\w+)`", places)
    assert named, question
    assert (ROOT / "polima_desktop" / room / named[0][0]).is_file(), question
    for module, name in named:
        path = _place(room, module)
        assert path.is_file(), module
        assert name in _defined(path), f"{module}: {name}"


PACKAGE_PATH = re.compile(
    r"`((?:domain|storage|imports|reports|demo|services|views|cli)/[\w/]+\.py)`"
)


def test_every_module_the_architecture_names_exists() -> None:
    named = set(PACKAGE_PATH.findall(_text("docs/architecture.md")))
    assert len(named) > QUESTIONS // 2
    assert [path for path in sorted(named) if not (ROOT / "polima_desktop" / path).exists()] == []
