"""The rule set on the page with its history: shown, before, after, saved. Knows no Qt."""

from __future__ import annotations

from polima_desktop.domain.rules.model import RuleSet

DEEPEST = 200


class Draft:
    """A rule set under edit; undo and redo walk over whole sets, which are cheap to keep."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.now = ruleset
        self.saved = ruleset
        self._before: list[RuleSet] = []
        self._after: list[RuleSet] = []

    def change(self, ruleset: RuleSet) -> bool:
        """Make an edit; tell whether it changed anything."""
        if same(ruleset, self.now):
            return False
        self._before = [*self._before[-DEEPEST:], self.now]
        self._after = []
        self.now = ruleset
        return True

    def undo(self) -> bool:
        """Go back one edit; tell whether there was one."""
        if not self._before:
            return False
        self._after.append(self.now)
        self.now = self._before.pop()
        return True

    def redo(self) -> bool:
        """Go forward one edit; tell whether there was one."""
        if not self._after:
            return False
        self._before.append(self.now)
        self.now = self._after.pop()
        return True

    @property
    def dirty(self) -> bool:
        """Tell whether something is not saved yet."""
        return not same(self.now, self.saved)


def same(one: RuleSet, other: RuleSet) -> bool:
    """Tell whether two sets are alike, the order of their lines and parts too: the slip has it."""
    return one == other and all(
        list(getattr(one, part)) == list(getattr(other, part))
        for part in ("lines", "activities", "bands", "tables", "inputs")
    )
