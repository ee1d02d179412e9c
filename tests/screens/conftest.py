"""After the walk over pages and dialogs: the list of what was covered is printed."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print by page or dialog what the tests noted as walked, in whichever process they ran."""
    walked: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("passed", []):
        for name, noted in getattr(report, "user_properties", ()):
            if name == "walked":
                walked.setdefault(noted[0], []).append(noted[1])
    if walked:
        terminalreporter.section("manners walked")
    for place, what in sorted(walked.items()):
        terminalreporter.write_line(f"{place}: {', '.join(what)}")
