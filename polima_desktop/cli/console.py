"""The two streams a verb prints to: no letter and no closed pipe ever stops a verb.

What a console cannot show is replaced. Data for other programs stays exact: JSON is escaped where a
letter has no place, see ``common.print_json``, and a CSV into a file is UTF-8.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

_PLAIN = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "−": "-", "…": "...", "·": "-", "→": "->"}
)


def _replace(error: UnicodeError) -> tuple[str, int]:
    """Give plain marks for our typographic ones, and ``?`` for any other letter."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end].translate(_PLAIN)
    return letters.encode("ascii", "replace").decode("ascii"), error.end


codecs.register_error("polima", _replace)


class _Patient:
    """A stream that swallows what cannot be written, and remembers why."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.problem: OSError | None = None
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="polima")

    def write(self, text: str) -> int:
        """Write a text, if there is still somebody who reads."""
        if self.problem is None:
            try:
                return self.stream.write(text)
            except OSError as problem:
                self.give_up(problem)
        return len(text)

    def flush(self) -> None:
        """Hand on what was written."""
        if self.problem is None:
            try:
                self.stream.flush()
            except OSError as problem:
                self.give_up(problem)

    def give_up(self, problem: OSError) -> None:
        """Write no more; what is still kept back must not be told at the program's end."""
        self.problem = problem
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.stream.fileno())
        os.close(nowhere)

    @property
    def cut_off(self) -> bool:
        """Tell whether the output is incomplete though somebody still waits for it."""
        return self.problem is not None and self.problem.errno != errno.EPIPE

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - all else is the stream's
        return getattr(self.stream, name)


@contextmanager
def patient_output() -> Iterator[_Patient]:
    """Let the verb print through patient streams; give the one of its results."""
    before = sys.stdout, sys.stderr
    nowhere = io.StringIO()  # a program without a console has no streams
    out, err = _Patient(before[0] or nowhere), _Patient(before[1] or nowhere)
    sys.stdout, sys.stderr = out, err
    try:
        yield out
        out.flush()
        err.flush()
    finally:
        sys.stdout, sys.stderr = before


@contextmanager
def exact_output() -> Iterator[None]:
    """Write UTF-8 into a file or a pipe whatever the console's letters are: data, not words."""
    wrapper: object = getattr(sys.stdout, "stream", sys.stdout)
    if not isinstance(wrapper, io.TextIOWrapper) or wrapper.isatty():
        yield
        return
    encoding = wrapper.encoding
    wrapper.reconfigure(encoding="utf-8")
    try:
        yield
    finally:
        sys.stdout.flush()  # what cannot be written is noticed here
        wrapper.reconfigure(encoding=encoding)
