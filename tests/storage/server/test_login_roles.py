"""The program itself, each user connected as the own login role of a guarded server."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
import pytest

from polima_desktop.cli.main import main
from polima_desktop.domain.access import Role
from polima_desktop.domain.errors import NotAllowed, PasswordExpired, Refused
from polima_desktop.domain.progress import Progress
from polima_desktop.domain.review import Decision
from polima_desktop.services.months import desk, explaining, payments, reopening
from polima_desktop.services.office import accounts, proving, recovery
from polima_desktop.services.papers import writing
from polima_desktop.services.papers.kinds import Chosen, Paper
from polima_desktop.services.review import claims, decisions
from polima_desktop.services.staff import roster
from polima_desktop.storage.database import open_store
from polima_desktop.storage.months import months
from tests import month_world as world
from tests.guarded_world import PASSWORD, Guarded
from tests.month_world import FAJRIN, JANUARY, NIPS
from tests.services import test_permissions as matrix


def test_the_locked_month_is_what_the_owner_would_have_made(city: Guarded) -> None:
    """Grants, masks and row security took nothing from what was frozen and paid."""
    plain = city.server.create(template="polima")
    database = world.standing(city.server.url(plain))
    world.run_to("frozen", world.session(database), world.session(database, Role.PIMPINAN))
    guarded = open_store(city.server.url(city.database))
    found = []
    for each in (database, guarded):
        with each.reading() as connection:
            row = months.month_row(connection, JANUARY)
            assert row is not None
            assert row.frozen_id is not None
            found.append(months.frozen_row(connection, row.frozen_id).sha256)
        each.close()
    assert found[0] == found[1]
    city.server.drop(plain)


def test_work_after_the_lock_and_the_proof_of_it(city: Guarded) -> None:
    finance, chief, auditor = (city.enter(name) for name in ("keuangan", "pimpinan", "auditor"))
    school, clerk = city.enter("verif.sd"), city.enter("bkpsdm")
    waiting = claims.queue(school, JANUARY)[-1].id
    decisions.decide(school, waiting, Decision.MANUAL, "Bukti cocok")
    payments.pay(finance, JANUARY, "SP2D-1", date(2021, 2, 8))
    world.change(clerk.database, world.set_class(FAJRIN, 8), 90_000)
    reopening.propose(finance, JANUARY, NIPS[FAJRIN], "kelas keliru", Progress())
    reopening.approve(chief, JANUARY, NIPS[FAJRIN], Progress())
    assert explaining.explain(chief, JANUARY, NIPS[FAJRIN]).nip == NIPS[FAJRIN]
    assert writing.print_bytes(school, Paper.SLIPS, JANUARY, Chosen(), Progress())
    with pytest.raises(NotAllowed, match="satu kantor"):
        explaining.explain(school, JANUARY, NIPS[world.KARMILA])
    found = proving.prove(auditor)
    assert found.intact, found.findings
    assert not found.unread
    for role in ("admin", "pimpinan"):
        partly = proving.prove(city.enter(role))
        assert partly.intact, partly.findings
        assert "masuk sebagai Pemeriksa" in partly.vouched
    totals = {desk.status(city.enter(name), JANUARY).net for name in ("kominfo", "admin", "bkpsdm")}
    assert len(totals) == 1


def test_masks_are_the_windows(city: Guarded) -> None:
    file = roster.person_file(city.enter("kominfo"), FAJRIN, JANUARY.last)
    assert file.now.person.identity.account_number == "••••5678"
    clerk = roster.person_file(city.enter("bkpsdm"), FAJRIN, JANUARY.last)
    assert clerk.now.person.identity.account_number == "0012345678"


def test_users_are_made_reset_moved_and_shut_with_their_logins(city: Guarded) -> None:
    admin = city.enter("admin")
    accounts.add(admin, "budi", "Budi", Role.KOMINFO, "rahasia-budi")
    budi = city.enter("budi", "rahasia-budi")
    with pytest.raises(NotAllowed):
        accounts.change_own_password(budi, "salah", "lebih-baru")
    accounts.change_own_password(budi, "rahasia-budi", "lebih-baru")
    assert budi.database.settle()
    with pytest.raises(NotAllowed, match="tidak cocok"):
        city.enter("budi", "rahasia-budi")
    code = recovery.reset_password(admin, "budi")
    with pytest.raises(PasswordExpired):
        city.enter("budi", code)
    recovery.replace_one_time(city.address, "budi", code, "milik-sendiri")
    accounts.change_role(admin, "budi", Role.AUDITOR)
    assert city.enter("budi", "milik-sendiri").actor.role is Role.AUDITOR
    with pytest.raises(NotAllowed):  # the open session was Kominfo's
        accounts.change_own_password(budi, "milik-sendiri", "lain-lagi")
    accounts.disable(admin, "budi")
    with pytest.raises(NotAllowed, match="tidak cocok"):
        city.enter("budi", "milik-sendiri")
    with pytest.raises(Refused, match="tidak dibatasi"):
        accounts.add(admin, "siti", "Siti", Role.KEUANGAN, PASSWORD, 1)
    assert proving.prove(city.enter("auditor")).intact


@pytest.mark.long
@pytest.mark.parametrize("role", list(Role))
def test_each_role_does_what_the_table_grants(city: Guarded, role: Role, tmp_path: Path) -> None:
    session = city.enter(role.value)
    try:
        wrong = [
            f"{service}: {'refused' if refused else 'allowed'}"
            for service in matrix.TABLE
            if service not in (*matrix.UNCALLED, *NEEDS_A_KIND)
            and (refused := matrix._is_refused(session, service, tmp_path))
            == matrix._granted(role, service)
        ]
    finally:
        session.database.close()
    assert not wrong, "\n".join(wrong)


NEEDS_A_KIND = {"imports.undo", "months.arrears.find_until"}
"""Ask for the permission of the import they find, or of no month at all: here there are some."""


def test_the_doctor_looks_at_the_server(
    city: Guarded, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLIMA_PASSWORD", PASSWORD)
    status = main(["--store", city.address, "--user", "admin", "doctor"])
    out, err = capsys.readouterr()
    # The tests' server waits for no disk, and says so; all else is well.
    assert (status, out.count("BENAHI"), out.count("baik ")) == (1, 3, 7), out + err
    assert "fsync" in out
    assert main(["--store", city.address, "server", "script"]) == 0
    out, _ = capsys.readouterr()
    with psycopg.connect(city.server.url(city.database), autocommit=True) as connection:
        connection.execute(out.encode())  # again, by the owner: nothing is lost
    assert proving.prove(city.enter("auditor")).intact
