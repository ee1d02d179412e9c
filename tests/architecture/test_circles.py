"""No module of the package stands in a circle of imports, not even one made of annotations only.

import-linter's contracts order rooms; a circle of two modules inside one room passes them.
"""

from __future__ import annotations

from functools import cache

import grimp
import pytest
from grimp import ImportGraph


def circles(graph: ImportGraph) -> list[list[str]]:
    """Give the groups of modules of which each reaches every other (Tarjan, 1972)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_now: list[str] = []
    found: list[list[str]] = []

    def walk(module: str) -> None:
        number[module] = lowest[module] = len(number)
        open_now.append(module)
        for other in sorted(graph.find_modules_directly_imported_by(module)):
            if other not in number:
                walk(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in open_now:
                lowest[module] = min(lowest[module], number[other])
        if lowest[module] == number[module]:
            group = open_now[open_now.index(module) :]
            del open_now[open_now.index(module) :]
            if len(group) > 1:
                found.append(sorted(group))

    for module in sorted(graph.modules):
        if module not in number:
            walk(module)
    return found


@cache
def _package() -> ImportGraph:
    return grimp.build_graph("polima_desktop", exclude_type_checking_imports=False, cache_dir=None)


def test_no_modules_import_each_other_round_in_a_circle() -> None:
    assert circles(_package()) == []


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        ([("a", "b"), ("b", "c")], []),
        ([("a", "b"), ("b", "a")], [["a", "b"]]),
        ([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")], [["a", "b", "c"]]),
        ([("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")], []),
    ],
)
def test_a_circle_is_found_and_nothing_else(
    imports: list[tuple[str, str]], expected: list[list[str]]
) -> None:
    graph = ImportGraph()
    for importer, imported in imports:
        graph.add_import(importer=importer, imported=imported)
    assert circles(graph) == expected
