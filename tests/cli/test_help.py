"""The help of every verb is Indonesian, its headings and notes as well."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from typer._click import Command
from typer.main import get_command

from polima_desktop.cli.main import build, main

ENGLISH = re.compile(
    r"\b(usage|options?|commands?|arguments?|args|show|message|exit|default|required|deprecated|env"
    r"|dynamic|the|file|name|kind|month|number|decision|reason|text|integer|path|directory)\b"
    r"|<(str|int|float|path|file|dir|bool)>",
    re.IGNORECASE,
)
"""Words of the parser, and names that the code gives to what is typed."""


def verbs(command: Command, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield above
    for name, below in getattr(command, "commands", {}).items():
        yield from verbs(below, (*above, name))


@pytest.mark.parametrize("verb", list(verbs(get_command(build()))), ids=" ".join)
def test_the_help_of_a_verb_is_indonesian(
    verb: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*verb, "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Pemakaian: {' '.join(('polima', *verb))} ")
    assert "Tampilkan bantuan ini." in said
    words = re.sub(r"--[\w-]+|^  [a-z-]+  +", "", said, flags=re.MULTILINE)  # what is typed so
    words = re.sub(r"polima( [a-z-]+)+", "", words)
    assert [found[0] for found in ENGLISH.finditer(words)] == []
