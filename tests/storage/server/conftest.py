"""One guarded city for all of this room: its January went from freezing to locking by login."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from polima_desktop.domain.progress import Progress
from polima_desktop.services.months import run
from tests.guarded_world import Guarded, guarded
from tests.month_world import JANUARY
from tests.postgres import Server


@pytest.fixture(scope="session")
def city(postgres: Server) -> Iterator[Guarded]:
    """Give a server that guards itself; each step was taken by its role's own login."""
    with guarded(postgres) as built:
        finance, chief = built.enter("keuangan"), built.enter("pimpinan")
        run.freeze(finance, JANUARY, Progress())
        run.calculate(finance, JANUARY, Progress())
        run.submit(finance, JANUARY)
        run.approve(chief, JANUARY)
        run.lock(finance, JANUARY)
        finance.database.close()
        chief.database.close()
        yield built
