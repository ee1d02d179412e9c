"""No key, token or password of anybody lies in the repository; it looks at no history.

Passwords in assignments are the linter's (S105 to S107); here are what it cannot know in data,
papers and scripts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__", "node_modules"}
LARGEST = 2_000_000

SECRETS = {
    "private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{20}",
    "access key of a cloud": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "token of a code host": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40,}|glpat-[\w-]{20,})",
    "token of a chat": r"\bxox[abpr]-[A-Za-z0-9-]{20,}",
    "token of a package index": r"\bpypi-AgEI[\w-]{40,}",
    "password of a server": r"\b\w+(?:\+\w+)?://[\w.-]+:(?!rahasia@|\{|\$|<)[^\s:/@'\"{}<]+@[\w.-]+",
    "password hash": r"\$argon2id?\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{20,}",
}
_ANY = re.compile(
    "|".join(f"(?P<s{place}>{words})" for place, words in enumerate(SECRETS.values()))
)


def _files() -> Iterator[Path]:
    for folder, inside, names in os.walk(ROOT):
        inside[:] = [n for n in inside if n not in NOT_OURS and not n.endswith("_cache")]
        yield from (Path(folder) / name for name in sorted(names) if name != ".git")


def secrets_in(text: str) -> list[str]:
    """Give the kind of every secret in a text."""
    kinds = list(SECRETS)
    return [kinds[int((found.lastgroup or "s0")[1:])] for found in _ANY.finditer(text)]


def test_no_secret_lies_in_the_repository() -> None:
    found = []
    for path in _files():
        if path.is_symlink() or path.stat().st_size > LARGEST:
            continue
        data = path.read_bytes()
        if b"\0" not in data[:4096]:
            kinds = secrets_in(data.decode("utf-8", "replace"))
            found += [f"{path.relative_to(ROOT)}: {kind}" for kind in kinds]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("private key", "-----BEGIN EC PRIVATE KEY-" + "----\nMHcCAQEEIBkg4LVWM9nuwNSk3yByxZpYRT"),
        ("access key of a cloud", "key = AKIA" + "IOSFODNN7EXAMPLE"),
        ("token of a code host", "ghp_" + "a1B2" * 9),
        ("token of a chat", "xoxb-" + "1234567890-abcdefghij"),
        ("token of a package index", "pypi-AgEI" + "x" * 44),
        ("password of a server", "postgresql+psycopg://budi:" + "Bau2Bau@10.1.2.3/polima"),
        ("password hash", "$argon2id$v=19$" + "m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$abc"),
    ],
)
def test_a_secret_of_each_kind_is_found(kind: str, text: str) -> None:
    assert secrets_in(f"x {text}\n") == [kind]


@pytest.mark.parametrize(
    "text", ["postgresql://pemilik@server/polima", "http://127.0.0.1:8080/a@b", "f'{u}:{p}@host'"]
)
def test_what_is_none_is_left_alone(text: str) -> None:
    assert secrets_in(text) == []
