"""The city's store saved in the evening, deleted, and put back: how long each takes, all there."""

from __future__ import annotations

from polima_desktop.domain.access import Role
from polima_desktop.services.office import backup
from polima_desktop.storage import backup as stored
from tests.bench.city import FOLDER, scratch_store, session
from tests.bench.figures import Figure, keep, seconds

SAVED = FOLDER / "malam.cadangan"


def figures() -> list[Figure]:
    """Save, delete, restore, and hold what is there against what was."""
    store = scratch_store()
    before = stored.contents_of(store)
    admin = session(store, Role.ADMIN)
    saving = seconds(lambda: backup.create(admin, SAVED))
    admin.database.close()
    for old in FOLDER.glob("scratch.db*"):
        old.unlink()
    restoring = seconds(lambda: backup.restore(SAVED, str(store)))
    after = stored.contents_of(store)
    gained = {name: after.rows[name] - rows for name, rows in before.rows.items()}
    note = {name: more for name, more in gained.items() if more}
    assert set(note) <= {"audit", "seals", "acts", "settings"}, note
    megabytes = SAVED.stat().st_size / 1e6
    size = f"{before.total:,} rows, {megabytes:.0f} MB"
    return [
        Figure(f"backup of the city made and proved, {size}", saving, "s", 60),
        Figure("the deleted store restored from it, everything back", restoring, "s", 60),
    ]


if __name__ == "__main__":
    keep(figures())
