"""The shape of the code: short modules, short functions, and no back doors."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "polima_desktop"
WRITTEN_BY_TOOLS = re.compile(r"forms/ui_\w+\.py$|migrations/versions/\w+\.py$")

LONGEST_MODULE = 500
LONGEST_FUNCTION = 60
MEDIAN_FUNCTION = 8
LONG_FUNCTION = 25
"""Nine functions of ten are at most this long."""


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _sources() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.py")) if not WRITTEN_BY_TOOLS.search(p.as_posix())]


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    """Give each function with the number of its lines of code, without its docstring."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = node.body[0]
            documented = ast.get_docstring(node) is not None
            docstring = (start.end_lineno or 0) - start.lineno + 1 if documented else 0
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - docstring
            yield f"{_name(path)}:{node.lineno} {node.name}", length


def _calls(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def _where(wrong: Callable[[Path], Iterator[int]]) -> list[str]:
    return [f"{_name(path)}:{line}" for path in _sources() for line in wrong(path)]


def test_no_module_is_long() -> None:
    lengths = {_name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in _sources()}
    assert {n: lines for n, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_function_is_long() -> None:
    found = dict(f for path in _sources() for f in _functions(path))
    assert {n: lines for n, lines in found.items() if lines > LONGEST_FUNCTION} == {}


def test_most_functions_are_short() -> None:
    lengths = sorted(lines for path in _sources() for _, lines in _functions(path))
    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert lengths[len(lengths) * 9 // 10] <= LONG_FUNCTION


def test_every_module_says_what_lives_in_it() -> None:
    silent = [p for p in _sources() if not ast.get_docstring(_tree(p))]
    assert [_name(p) for p in silent] == []


EDGES = {"views/jobs.py", "cli/main.py", "views/window/main_window.py", "app.py"}
"""Where an unforeseen error is caught, told and logged: the edge of a job and of the program."""


def test_errors_are_caught_by_name_except_at_the_edges() -> None:
    def wrong(path: Path) -> Iterator[int]:
        if _name(path) in EDGES:
            return
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                reraises = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
                if caught in {"Exception", "BaseException", "everything"} and not reraises:
                    yield node.lineno

    assert _where(wrong) == []


READERS = {"files.py", "logs.py"}
"""Who opens files: with the guard for the store's own, or a log that no one else names."""
_OPENERS = re.compile(r"\.(open|(read|write)_(bytes|text))$|^open$|^shutil\.copy")
_ELSEWHERE = re.compile(r"^(asset|files|Image|webbrowser)\b|^\(files\(|^zipfile\.")
"""What ships with the program, and what was read already."""


def test_files_are_opened_in_one_place() -> None:
    """Whoever opens the store's own files drops the locks SQLite holds on them."""

    def opens(node: ast.Call) -> bool:
        name = ast.unparse(node.func)
        if not _OPENERS.search(name) or _ELSEWHERE.match(name):
            return False
        first = node.args[0] if node.args else None
        mode = isinstance(first, ast.Constant) and isinstance(first.value, str)
        named = any(keyword.arg in {"encoding", "mode"} for keyword in node.keywords)
        if name.endswith(".open"):
            return mode or named or "Path(" in name
        return True

    def wrong(path: Path) -> Iterator[int]:
        if _name(path) in READERS or _name(path).startswith("demo/"):
            return
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and opens(node):
                yield node.lineno

    assert _where(wrong) == []


def test_file_dialogs_come_from_one_place() -> None:
    """The others open the files they show, see ``views/file_dialog.py``."""

    def wrong(path: Path) -> Iterator[int]:
        text = path.read_text(encoding="utf-8")
        if _name(path) != "views/file_dialog.py":
            found = re.finditer(r"QFileDialog|QFileSystemModel|QMimeDatabase|QFileIcon", text)
            yield from (text.count("\n", 0, match.start()) + 1 for match in found)

    assert _where(wrong) == []


def test_style_sheets_are_set_in_one_place() -> None:
    def wrong(path: Path) -> Iterator[int]:
        if _name(path) != "views/theme.py":
            yield from (n for n, call in _calls(path) if call.endswith(".setStyleSheet"))

    assert _where(wrong) == []


def test_the_domain_does_not_look_at_the_clock() -> None:
    def wrong(path: Path) -> Iterator[int]:
        if _name(path).startswith("domain/"):
            yield from (n for n, c in _calls(path) if re.search(r"\b(today|now|utcnow)$", c))

    assert _where(wrong) == []


def test_nothing_prints_but_the_command_line() -> None:
    def wrong(path: Path) -> Iterator[int]:
        if not _name(path).startswith("cli/"):
            yield from (n for n, call in _calls(path) if call == "print")

    assert _where(wrong) == []


def test_qt_classes_are_made_without_keywords() -> None:
    """PySide looks up ``interval`` by the locale's capitals; in Turkish there is no such setter."""

    def wrong(path: Path) -> Iterator[int]:
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and node.keywords:
                name = ast.unparse(node.func).rpartition(".")[2]
                if re.fullmatch(r"Q[A-Z]\w+", name):
                    yield node.lineno

    assert _where(wrong) == []


EXACT = ("domain/formula/", "domain/incentive.py", "domain/rules/", "domain/arrears.py")
WORDS = "domain/formula/errors.py"
"""How like two words are is no money."""


def test_money_is_never_a_float() -> None:
    def wrong(path: Path) -> Iterator[int]:
        if not _name(path).startswith(EXACT) or _name(path) == WORDS:
            return
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Name) and node.id == "float":
                yield node.lineno
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                yield node.lineno

    assert _where(wrong) == []
