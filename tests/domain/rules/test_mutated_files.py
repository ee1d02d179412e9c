"""A rule-set file damaged anywhere gives findings or works, never a traceback."""

from __future__ import annotations

from random import Random

import pytest

from polima_desktop.domain.rules import RulesRefused, check, dump, load
from tests.domain.rules.test_gate import SOUND

_PIECES = [
    *"\"'[]{}=,;\n#.0\\é😀\x00",
    *("-1", "0.5", "true", "1e9", "[[lines]]", "2021-02-30", '""', "nan", "inf"),
    *("decimals = 99", "[inputs]", "9" * 40),
]


def mutated(text: str, random: Random) -> str:
    """Damage a file in one to four places."""
    for _ in range(random.randint(1, 4)):
        at = random.randint(0, len(text))
        match random.randrange(5):
            case 0:
                text = text[:at] + text[at + random.randint(1, 30) :]
            case 1:
                text = text[:at] + random.choice(_PIECES) + text[at:]
            case 2:
                text = text[:at] + random.choice(_PIECES) + text[at + 1 :]
            case 3:
                end = at + random.randint(1, 80)
                text = text[:at] + text[at:end] + text[at:]
            case _:
                text = text[:at]
    return text


def assert_survives(seed: int) -> None:
    text = mutated(SOUND, Random(seed))
    findings = check(text, publishing=bool(seed % 2))
    for finding in findings:
        assert finding.where
        assert finding.message
    try:
        ruleset = load(text)
    except RulesRefused as refused:
        assert_says_why(refused)
    else:
        assert load(dump(ruleset)) == ruleset


def assert_says_why(refused: RulesRefused) -> None:
    assert any(finding.severity == "error" for finding in refused.findings)


def test_a_damaged_file_never_gives_a_traceback() -> None:
    for seed in range(400):
        assert_survives(seed)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_damaged_file_never_gives_a_traceback_for_long() -> None:
    for seed in range(1000, 40_000):
        assert_survives(seed)
