"""Which act a version of the rules offers to whom, on plain values and without a window."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from polima_desktop.assets import asset
from polima_desktop.domain.access import Actor, Role
from polima_desktop.domain.rules.editing import with_points
from polima_desktop.domain.rules.model import Finding
from polima_desktop.storage.rules.versions import VersionRow
from polima_desktop.views.rules.shown import Shown

TOML = asset("resources", "rulesets", "contoh.toml").read_text(encoding="utf-8")
NOW = datetime(2021, 1, 5, 8, tzinfo=UTC)


def _row(state: str, number: int = 3, proposed_by: str | None = None) -> VersionRow:
    return VersionRow(
        id=number, number=number, state=state, title="Contoh", decree_number="1",
        decree_date=date(2021, 1, 4), valid_from=date(2021, 1, 1), toml=TOML, sha256="",
        engine="1", edited_by="a", edited_at=NOW, proposed_by=proposed_by, proposed_at=None,
        published_by=None, published_at=None, comparison=None, version=1,
    )  # fmt: skip


def _shown(role: Role, row: VersionRow) -> Shown:
    shown = Shown(Actor("wa.ode", "Wa Ode", role))
    shown.rows = [row]
    shown.open(row)
    return shown


@pytest.mark.parametrize(
    ("role", "state", "proposed_by", "act"),
    [
        (Role.ORGANISASI, "draft", None, "Ajukan v3"),
        (Role.PIMPINAN, "draft", None, ""),
        (Role.ORGANISASI, "proposed", "la.ode", "Terbitkan v3"),
        (Role.ORGANISASI, "proposed", "wa.ode", "Buat draf dari v3"),
        (Role.PIMPINAN, "proposed", "la.ode", "Terbitkan v3"),
        (Role.PIMPINAN, "proposed", "wa.ode", ""),
        (Role.KEUANGAN, "proposed", "la.ode", ""),
        (Role.ORGANISASI, "published", "la.ode", "Buat draf dari v3"),
        (Role.PIMPINAN, "published", "la.ode", ""),
    ],
)
def test_the_filled_button_goes_by_role_state_and_second_person(
    role: Role, state: str, proposed_by: str | None, act: str
) -> None:
    assert _shown(role, _row(state, proposed_by=proposed_by)).act_words() == act


def test_a_draft_says_how_many_mistakes_or_failed_examples_stand_before_it() -> None:
    shown = _shown(Role.ORGANISASI, _row("draft"))
    assert shown.next_step().startswith("v3 lolos pemeriksaan.")
    name = shown.ruleset.examples[0].name
    shown.findings = [Finding("error", f"examples.{name}.expect.net", None, "beda")]
    assert shown.next_step().startswith("1 contoh belum sesuai.")
    shown.findings += [
        Finding("error", "lines.kotor", None, "salah"),
        Finding("warning", "bands", None, "?"),
    ]
    assert shown.next_step() == "Betulkan 2 kesalahan, lalu ajukan untuk diterbitkan."
    assert shown.status().endswith("2 kesalahan, 1 peringatan")


def test_only_a_draft_of_ones_own_trade_takes_edits_and_undoes_them() -> None:
    shown = _shown(Role.ORGANISASI, _row("draft"))
    before, code = shown.ruleset, next(iter(shown.ruleset.activities))
    edited = with_points(before, code, "7")
    assert shown.change(edited)
    assert not shown.change(edited)
    assert shown.undo()
    assert shown.ruleset == before
    assert shown.redo()
    assert shown.ruleset == edited
    for role, state in ((Role.ORGANISASI, "published"), (Role.PIMPINAN, "draft")):
        assert not _shown(role, _row(state)).change(edited)


def test_a_user_begins_with_the_version_that_waits_for_them() -> None:
    for role, number in ((Role.ORGANISASI, 2), (Role.PIMPINAN, 3)):
        shown = _shown(role, _row("published", 4))
        shown.rows = [_row("published", 4), _row("proposed", 3), _row("draft", 2)]
        assert shown.first().number == number


def test_a_version_saved_elsewhere_is_renewed_without_touching_what_is_typed() -> None:
    shown = _shown(Role.ORGANISASI, _row("draft"))
    draft = shown.draft
    shown.replace(_row("draft")._replace(version=2))
    assert shown.row is not None
    assert (shown.row.version, shown.rows[0].version) == (2, 2)
    assert shown.draft is draft
