"""The list of components a build is made of, as CycloneDX JSON, from the installed metadata.

Only what the program needs at run time: the closure of its own requirements, not the tools.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = "polima-desktop"


def write(path: Path) -> int:
    """Write the list to ``path``; gives the number of components besides the program."""
    packages = closure(PROJECT)
    own = packages.pop(PROJECT)
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": _component(own, "application")},
        "components": [_component(d, "library") for _, d in sorted(packages.items())],
        "dependencies": [
            {"ref": _reference(d), "dependsOn": sorted(_reference(n) for n in _needed(d))}
            for _, d in sorted([*packages.items(), (PROJECT, own)])
        ],
    }
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return len(packages)


def closure(name: str) -> dict[str, Distribution]:
    """Give the installed distribution and everything it needs here, by canonical name."""
    found: dict[str, Distribution] = {}
    waiting = [distribution(name)]
    while waiting:
        package = waiting.pop()
        key = canonicalize_name(package.name)
        if key not in found:
            found[key] = package
            waiting.extend(_needed(package))
    return found


def _needed(package: Distribution) -> Iterator[Distribution]:
    for text in package.requires or []:
        requirement = Requirement(text)
        # psycopg[binary] and the like: an extra we ask for ourselves.
        extras = {"binary"} if package.name == "psycopg" else {""}
        wanted = requirement.marker is None or any(
            requirement.marker.evaluate({"extra": extra}) for extra in extras
        )
        if wanted:
            try:
                yield distribution(requirement.name)
            except PackageNotFoundError:
                continue  # an optional part that is not in this environment is not in the build


def _reference(package: Distribution) -> str:
    return f"pkg:pypi/{canonicalize_name(package.name)}@{package.version}"


def _component(package: Distribution, kind: str) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": kind,
        "bom-ref": _reference(package),
        "name": package.name,
        "version": package.version,
        "purl": _reference(package),
    }
    licence = _licence(package)
    if licence:
        component["licenses"] = [{"license": {"name": licence}}]
    return component


def _licence(package: Distribution) -> str:
    """Give the licence as its author wrote it: the expression, the field or the classifier."""
    metadata = package.metadata
    for field in ("License-Expression", "License"):
        texts = metadata.get_all(field) or [""]
        if texts[0] and "\n" not in texts[0]:
            return str(texts[0])
    trove = [c for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    return trove[0].rpartition(" :: ")[2] if trove else ""
