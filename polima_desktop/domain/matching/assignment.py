"""One to one: among all pairs that may be linked, the choice with the most evidence in all.

Pairs fall into small connected components; each is solved exactly (Hungarian method, O(n³) of its
own few rows), so scipy's 30 MB are not needed. A component that is too large loses its weakest
pairs until it falls apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

Edge = tuple[int, int]

LARGEST = 150
"""Rows of one side that are still solved exactly together."""


def assign(scores: Mapping[Edge, int]) -> list[Edge]:
    """Give the pairs of the best one-to-one choice, in order; every score must be positive."""
    chosen: list[Edge] = []
    for edges in _components(scores):
        chosen += _solve_component(edges, scores)
    return sorted(chosen)


def _solve_component(edges: list[Edge], scores: Mapping[Edge, int]) -> list[Edge]:
    if len(edges) == 1:
        return edges
    lefts, rights = {edge[0] for edge in edges}, {edge[1] for edge in edges}
    if len(lefts) == 1 or len(rights) == 1:
        return [min(edges, key=lambda edge: (-scores[edge], edge))]
    if max(len(lefts), len(rights)) > LARGEST:
        ordered = sorted(edges, key=lambda edge: (-scores[edge], edge))
        return assign({edge: scores[edge] for edge in ordered[: len(ordered) * 3 // 4]})
    return _hungarian(sorted(lefts), sorted(rights), {edge: scores[edge] for edge in edges})


def _components(edges: Iterable[Edge]) -> list[list[Edge]]:
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    ordered = sorted(edges)
    for left, right in ordered:
        parent[root((0, left))] = root((1, right))
    groups: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for left, right in ordered:
        groups[root((0, left))].append((left, right))
    return list(groups.values())


def _hungarian(lefts: list[int], rights: list[int], scores: Mapping[Edge, int]) -> list[Edge]:
    """Solve one component; staying alone is worth 0 and always possible."""
    if len(lefts) > len(rights):
        turned = {(right, left): score for (left, right), score in scores.items()}
        return [(left, right) for right, left in _hungarian(rights, lefts, turned)]
    cost = [[-scores.get((left, right), 0) for right in rights] for left in lefts]
    matched = _cheapest(cost)
    pairs = ((lefts[row], rights[column]) for row, column in matched)
    return [pair for pair in pairs if pair in scores]


def _cheapest(cost: list[list[int]]) -> list[tuple[int, int]]:
    """Give for each row its column in the cheapest assignment (rows ≤ columns), by potentials."""
    rows, columns = len(cost), len(cost[0])
    of_row, of_column = [0] * (rows + 1), [0] * (columns + 1)
    holder, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        holder[0] = row
        column = 0
        least: list[float] = [float("inf")] * (columns + 1)
        used = [False] * (columns + 1)
        while holder[column] != 0:
            used[column] = True
            column = _widen(cost, column, of_row, of_column, holder, way, least, used)
        while column:
            holder[column] = holder[way[column]]
            column = way[column]
    return sorted((holder[c] - 1, c - 1) for c in range(1, columns + 1) if holder[c])


def _widen(
    cost: list[list[int]],
    column: int,
    of_row: list[int],
    of_column: list[int],
    holder: list[int],
    way: list[int],
    least: list[float],
    used: list[bool],
) -> int:
    """Let the alternating tree grow by one column; give that column."""
    row, delta, nearest = holder[column], float("inf"), 0
    for c in range(1, len(used)):
        if used[c]:
            continue
        reduced = cost[row - 1][c - 1] - of_row[row] - of_column[c]
        if reduced < least[c]:
            least[c], way[c] = reduced, column
        if least[c] < delta:
            delta, nearest = least[c], c
    step = int(delta)
    for c in range(len(used)):
        if used[c]:
            of_row[holder[c]] += step
            of_column[c] -= step
        else:
            least[c] -= step
    return nearest
