"""The help of the command line in Indonesian: its headings, notes and the names of what is typed.

What a verb says of itself stands at the verb. The parser takes its words from a formatter of each
command's context; this one says them our way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from typer._click import Command, Context, HelpFormatter  # what typer itself builds on; pinned

_HEADINGS = {"Options": "Pilihan", "Arguments": "Isian", "Commands": "Perintah"}
_NOTES = (
    ("Show this message and exit.", "Tampilkan bantuan ini."),
    ("[required]", "[wajib]"),
    ("; required]", "; wajib]"),
    ("[default: ", "[bawaan: "),
    ("; default: ", "; bawaan: "),
    ("(dynamic)", "(menurut keadaan)"),
)
_TYPED = {
    "<str>": "TEKS",
    "<int>": "ANGKA",
    "<float>": "ANGKA",
    "<path>": "BERKAS",
    "<file>": "BERKAS",
    "<dir>": "FOLDER",
    "<bool>": "",
}
_USAGE = (
    ("[OPTIONS]", "[PILIHAN]"),
    ("COMMAND [ARGS]...", "PERINTAH [ISIAN]..."),
)


class Formatter(HelpFormatter):
    """Writes the help of one command."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line of how the command is typed."""
        for english, ours in _USAGE:
            args = args.replace(english, ours)
        prog = re.sub(r"^\S*python\S* -m polima_desktop", "polima", prog)
        super().write_usage(prog, args, prefix or "Pemakaian: ")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Write a heading, and what is inside it indented."""
        with super().section(_HEADINGS.get(name, name)):
            yield

    def write_dl(self, rows: Sequence[tuple[str, str]], *widths: int, **more: int) -> None:
        """Write names beside what they mean."""
        super().write_dl([(_typed(name), _noted(text)) for name, text in rows], *widths, **more)


class _Context(Context):
    formatter_class = Formatter


def speak_indonesian(command: Command) -> Command:
    """Let a command and all below it write their help with our words."""
    command.context_class = _Context
    for below in getattr(command, "commands", {}).values():
        speak_indonesian(below)
    return command


def _typed(name: str) -> str:
    return re.sub(r"<\w+>", lambda found: _TYPED.get(found[0].lower(), found[0]), name).strip()


def _noted(text: str) -> str:
    for english, ours in _NOTES:
        text = text.replace(english, ours)
    return text
