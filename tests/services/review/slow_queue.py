"""The queue the slow way, claim by claim: what its columns must come to."""

from __future__ import annotations

from collections.abc import Sequence

from polima_desktop.domain.review import Decision, Finding
from polima_desktop.domain.review_columns import DECISIONS, FINDINGS
from polima_desktop.services.review.claims import Claim
from polima_desktop.services.review.opened import Opened


def assert_same(queue: Opened, claims: Sequence[Claim]) -> None:
    """Hold every column of a queue to its claims, one by one."""
    columns = queue.columns
    assert columns.id.tolist() == [claim.id for claim in claims]
    assert columns.person.tolist() == [claim.row.person_id for claim in claims]
    assert columns.unit.tolist() == [claim.unit.id for claim in claims]
    assert [FINDINGS[n] for n in columns.finding] == [claim.finding for claim in claims]
    assert columns.minutes.tolist() == [claim.comparison.minutes for claim in claims]
    assert [_outcome(n) for n in columns.outcome] == [
        claim.decided.outcome if claim.decided else None for claim in claims
    ]
    assert columns.doubted.tolist() == [bool(claim.doubts) for claim in claims]
    assert [queue.verdicts[n] for n in columns.verdict] == [claim.policy for claim in claims]
    assert queue.open.tolist() == [claim.open for claim in claims]
    assert {who: name for who, (name, _) in queue.names.items()} == {
        claim.row.person_id: claim.name for claim in claims
    }
    for finding in Finding:
        told = [claim.finding is finding for claim in claims]
        assert queue.with_finding([finding]).tolist() == told


def _outcome(number: int) -> Decision | None:
    return None if number < 0 else DECISIONS[number]
