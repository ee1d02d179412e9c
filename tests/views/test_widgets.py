"""The kit's widgets: what they say, what keys they take, what they tell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from polima_desktop.domain.errors import Refused
from polima_desktop.views.widgets import (
    ActionStrip,
    Badge,
    BadgeButton,
    BadgeLabel,
    Button,
    ChoiceButton,
    DayRail,
    DetailPane,
    ElidedLabel,
    FilterButton,
    FilterRow,
    Link,
    Message,
    MessageBar,
    NoteLine,
    NoticePlace,
    OriginNode,
    OriginTree,
    PathStep,
    SearchField,
    Span,
    StepPath,
    Strip,
    SummaryBand,
    SummaryCell,
    Timeline,
    TimelineItem,
    label,
)
from polima_desktop.views.widgets.dayrail import differences

pytestmark = pytest.mark.usefixtures("qapp")
LEFT = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, widget: QWidget, width: int = 600, height: int = 0) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, height or widget.sizeHint().height())
    widget.show()
    qtbot.waitExposed(widget)


# --- search and filters ---


def test_typing_is_told_once_after_the_last_key(qtbot: QtBot) -> None:
    field = SearchField("Nama atau NIP")
    shown(qtbot, field)
    told: list[str] = []
    field.searched.connect(told.append)
    QTest.keyClicks(field, "la ode")
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["la ode"]


def test_enter_searches_at_once_and_escape_clears(qtbot: QtBot) -> None:
    field = SearchField("Nama")
    shown(qtbot, field)
    told: list[str] = []
    field.searched.connect(told.append)
    QTest.keyClicks(field, "wa")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert told == ["wa", ""]


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Return])
def test_from_the_search_one_goes_on_to_what_was_found(qtbot: QtBot, key: Qt.Key) -> None:
    page, field, hits = QWidget(), SearchField("Nama"), QListWidget()
    column = QVBoxLayout(page)
    for part in (field, QPushButton("Status: semua"), hits):
        column.addWidget(part)
    shown(qtbot, page)
    field.lead_to(hits)
    field.searched.connect(lambda text: hits.addItems([text, "lain"]))
    QTest.keyClicks(field, "laode")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, key)
    assert page.focusWidget() is hits
    assert hits.currentRow() == 0


def click_line(button: FilterButton, place: int) -> None:
    ticks = button.ticks
    at = ticks.visualItemRect(ticks.item(place)).center()
    QTest.mouseClick(ticks.viewport(), Qt.MouseButton.LeftButton, pos=at)


@pytest.mark.qt_log_ignore("This plugin does not support")  # popups without a screen
def test_a_filter_is_searched_ticked_by_group_and_stays_open(qtbot: QtBot) -> None:
    codes = [f"III/{each}" for each in "abcd"] + [f"IV/{each}" for each in "abcde"]
    groups = {"III": codes[:4], "IV": codes[4:]}
    button = FilterButton("Golongan", [(each, each) for each in codes], groups=groups)
    shown(qtbot, button)
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
    qtbot.waitUntil(button.search.hasFocus)
    QTest.keyClicks(button.search, "iii")
    QTest.keyClick(button.search, Qt.Key.Key_Down)
    assert button.ticks.currentItem().text() == "III (semua)"
    QTest.keyClick(button.ticks, Qt.Key.Key_Space)
    assert button.chosen() == set(codes[:4])
    QTest.keyClick(button.ticks, Qt.Key.Key_Down)
    QTest.keyClick(button.ticks, Qt.Key.Key_Return)
    assert button.chosen() == set(codes[1:4])
    assert button.menu().isVisible()
    button.menu().close()


def test_a_filter_reads_semua_until_it_narrows(qtbot: QtBot) -> None:
    button = FilterButton("Golongan", [("III/a", "III/a"), ("III/b", "III/b & lebih")])
    shown(qtbot, button)
    told: list[set[str]] = []
    button.changed.connect(lambda: told.append(button.chosen()))
    assert button.text() == "Golongan: semua"
    click_line(button, 2)
    assert button.text().replace("&&", "&") == "Golongan: III/b & lebih"
    assert button.property("narrowing") is True
    click_line(button, 1)
    assert button.text() == "Golongan: 2 pilihan"
    click_line(button, 0)
    assert button.text() == "Golongan: semua"
    assert told == [{"III/b"}, {"III/a", "III/b"}, set()]


def test_new_options_keep_what_is_still_there() -> None:
    button = FilterButton("Unit", [(1, "SD 1"), (2, "SD 2")])
    button.choose({1, 2})
    button.set_options([(2, "SD 2"), (3, "SD 3")])
    assert button.chosen() == {2}


def test_a_choice_tells_only_changes() -> None:
    button = ChoiceButton("Versi: ", [(4, "draf v4"), (3, "v3")])
    told: list[object] = []
    button.changed.connect(told.append)
    button.choose(4)
    button.choose(3)
    assert told == [3]
    assert button.text() == "Versi: v3"


# --- messages ---


def test_the_bar_shows_the_newer_message_and_counts_both(qtbot: QtBot) -> None:
    bar = MessageBar()
    shown(qtbot, bar)
    bar.show_message(Message.of(Refused("Baris 5 salah.", "Ganti koma.")))
    bar.show_message(Message("warn", "13 slip tertahan."))
    assert bar.accessibleName() == "13 slip tertahan."
    assert bar._more.text() == "2 pesan"
    QTest.mouseClick(bar._close, LEFT)
    assert bar.message == Message("bad", "Baris 5 salah.", "Ganti koma.")
    QTest.mouseClick(bar._close, LEFT)
    assert not bar.isVisible()


def test_a_good_message_goes_away_and_a_bad_one_stays(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = MessageBar()
    shown(qtbot, bar)
    monkeypatch.setattr(bar._away, "interval", lambda: 1)
    bar._away.setInterval(1)
    bar.show_message(Message("bad", "Salah."))
    bar.show_message(Message("ok", "Disimpan."))
    qtbot.waitUntil(lambda: bar.message == Message("bad", "Salah."))
    assert bar.isVisible()


def test_the_link_of_a_message_does_its_act_by_keyboard(qtbot: QtBot) -> None:
    bar, done = MessageBar(), []
    shown(qtbot, bar)
    bar.show_message(
        Message("ok", "91 klaim diterima.", link="Urungkan", on_link=lambda: done.append(1))
    )
    bar._link.setFocus()
    QTest.keyClick(bar._link, Qt.Key.Key_Return)
    assert done == [1]
    assert not bar.isVisible()


# --- decisions ---


def test_a_letter_presses_its_button_but_not_with_ctrl_or_when_disabled(qtbot: QtBot) -> None:
    strip, pressed = ActionStrip(), []
    accept = strip.add(Button("Terima klaim", on_press=lambda: pressed.append("Y"), key="Y"))
    shown(qtbot, strip)

    class Desk(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            strip.press_key(event)

    desk = Desk()
    qtbot.addWidget(desk)
    QTest.keyClick(desk, Qt.Key.Key_Y)
    QTest.keyClick(desk, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(desk, Qt.Key.Key_N)
    accept.setEnabled(False)
    QTest.keyClick(desk, Qt.Key.Key_Y)
    assert pressed == ["Y"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_the_button_in_focus(qtbot: QtBot, key: Qt.Key) -> None:
    pressed: list[str] = []
    button = Button("Hitung slip", on_press=lambda: pressed.append("hitung"))
    shown(qtbot, button)
    QTest.keyClick(button, key)
    assert pressed == ["hitung"]


def test_a_button_is_wide_enough_for_icon_words_and_key() -> None:
    plain, full = Button("Pakai elektronik"), Button("Pakai elektronik", "cek", key="N")
    assert full.sizeHint().width() >= plain.sizeHint().width() + 16 + 20


# --- drawn things ---

PATH = [
    PathStep("freeze", "Bekukan", "24 Feb", "done"),
    PathStep("run", "Hitung", "berikutnya", "now", "hitung"),
    PathStep("lock", "Kunci", "menunggu", "todo", "kunci"),
]


@pytest.mark.parametrize("beside", [False, True])
def test_a_step_of_the_path_opens_by_mouse_and_by_keyboard(qtbot: QtBot, beside: bool) -> None:
    path, opened = StepPath("Jalan bulan", beside=beside), []
    path.set_steps(PATH)
    shown(qtbot, path, 760)
    path.opened.connect(opened.append)
    QTest.mouseClick(path, LEFT, pos=path._cells()[2].center().toPoint())
    QTest.keyClick(path, Qt.Key.Key_Left)
    QTest.keyClick(path, Qt.Key.Key_Return)
    assert opened == ["lock", "run"]
    assert "Hitung: berikutnya" in path.accessibleDescription()
    assert not path.grab().isNull()


def test_a_timeline_says_its_facts_and_is_as_high_as_they_are(qtbot: QtBot) -> None:
    line = Timeline("Penugasan")
    line.set_items([TimelineItem("1 Jan 2021", "Guru Ahli Muda", ["SD 2", "SK 1"], now=True)])
    shown(qtbot, line)
    one = line.height()
    assert line.accessibleDescription() == "1 Jan 2021: Guru Ahli Muda, SD 2, SK 1"
    line.set_items([TimelineItem("a", "b"), TimelineItem("c", "d")])
    assert line.height() > one
    assert not line.grab().isNull()


def test_an_origin_tree_is_walked_by_keyboard(qtbot: QtBot) -> None:
    tree = OriginTree()
    leaf = OriginNode("kelas", "TPP kelas 9", "tabel", "Rp 4.355.208")
    wrong = OriginNode("pot", "Potongan", "baris 5", "salah tulis", state="bad")
    tree.set_tree(
        [OriginNode("bersih", "TPP bersih", "kotor - pph", "Rp 3.745.914", [leaf, wrong])]
    )
    shown(qtbot, tree, 400, 200)
    QTest.keyClick(tree, Qt.Key.Key_Down)
    assert tree.current_node() == leaf
    assert tree.currentIndex().data() == "TPP kelas 9: Rp 4.355.208"
    assert not tree.grab().isNull()


HALF_EIGHT, HALF_NINE, FOUR = 27_000, 30_840, 57_600


@pytest.mark.parametrize(
    ("claim", "record", "expected"),
    [
        (Span(HALF_EIGHT, FOUR), Span(HALF_EIGHT, FOUR), []),
        (
            Span(HALF_EIGHT, FOUR),
            Span(HALF_NINE, FOUR + 120),
            [(HALF_EIGHT, HALF_NINE), (FOUR, FOUR + 120)],
        ),
        (Span(HALF_EIGHT, FOUR), Span(None, None), [(HALF_EIGHT, FOUR)]),
        (Span(None, None), Span(HALF_EIGHT, FOUR), [(HALF_EIGHT, FOUR)]),
        (Span(HALF_EIGHT, None), Span(HALF_EIGHT, FOUR), [(HALF_EIGHT, FOUR)]),
        (Span(HALF_EIGHT, FOUR), Span(HALF_EIGHT + 30, FOUR), []),
    ],
)
def test_the_rail_knows_where_claim_and_record_differ(
    claim: Span, record: Span, expected: list[tuple[int, int]]
) -> None:
    assert differences(claim, record) == expected


@pytest.mark.parametrize("end", [FOUR, 86_400 + 25_200, None])
def test_the_rail_draws_any_day_also_a_night_shift(qtbot: QtBot, end: int | None) -> None:
    rail = DayRail()
    rail.set_day(Span(HALF_EIGHT, end), Span(None, None), "1 hari beda")
    shown(qtbot, rail, 500)
    assert not rail.grab().isNull()
    assert "klaim 07.30" in rail.accessibleDescription()


def test_totals_can_be_replaced(qtbot: QtBot) -> None:
    band = SummaryBand([SummaryCell("Slip", "2.858", "dari 2.871")])
    band.set_cells([SummaryCell("Bersih", "Rp 7", net=True), SummaryCell("Kotor", "Rp 8")])
    shown(qtbot, band, 500, 70)
    names = [w.accessibleName() for w in band.findChildren(QWidget) if ":" in w.accessibleName()]
    assert "Bersih: Rp 7" in names
    assert "Kotor: Rp 8" in names


def test_badges_speak() -> None:
    assert BadgeLabel(Badge("bad", "Bertentangan, 64 menit")).accessibleName().startswith("Bertent")
    assert (
        BadgeButton(Badge("warn", "14 perlu dilengkapi")).accessibleName() == "14 perlu dilengkapi"
    )
    assert BadgeLabel(None).sizeHint().width() == 0


def test_a_cut_label_has_its_whole_text_as_tooltip(qtbot: QtBot) -> None:
    made = ElidedLabel("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia")
    shown(qtbot, made, 120)
    assert made.text().endswith("…")
    assert made.toolTip() == made.full
    made.resize(900, 20)
    assert made.toolTip() == ""


def test_a_link_takes_the_mouse_and_the_space_bar(qtbot: QtBot) -> None:
    done: list[int] = []
    link = Link("Buka rekonsiliasi", lambda: done.append(1))
    shown(qtbot, link)
    QTest.mouseClick(link, LEFT)
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert done == [1, 1]


def test_the_application_is_dressed(qapp: QApplication) -> None:
    assert qapp.styleSheet()


# --- layouts that give way ---


def test_filters_go_on_in_the_next_line_and_keep_their_size(qtbot: QtBot) -> None:
    filters = [FilterButton(name, [(1, "a")]) for name in ("Status", "Golongan", "Masalah data")]
    row = FilterRow(SearchField("Nama", width=200), *filters)
    shown(qtbot, row, 900, row.heightForWidth(900))
    one_line = row.heightForWidth(900)
    assert len({widget.y() for widget in filters}) == 1
    assert row.heightForWidth(380) > one_line
    row.resize(380, row.heightForWidth(380))
    assert len({widget.y() for widget in filters}) > 1
    assert all(widget.width() == widget.sizeHint().width() for widget in filters)


def test_what_is_optional_in_a_strip_gives_way_and_comes_back(qtbot: QtBot) -> None:
    strip, extra = Strip(), label("200 pegawai")
    strip.set_position("1–18 dari 200")
    strip.add_optional(extra)
    room = QWidget()
    strip.setParent(room)
    strip.resize(400, 34)
    shown(qtbot, room, 400, 40)
    assert extra.isVisible()
    strip.resize(140, 34)
    assert not extra.isVisible()
    strip.resize(400, 34)
    assert extra.isVisible()


def test_a_detail_pane_is_as_wide_as_its_buttons(qtbot: QtBot) -> None:
    pane = DetailPane("Rincian")
    buttons = [pane.add_to_foot(Button(text)) for text in ("Ubah data pegawai", "Catat mutasi")]
    shown(qtbot, pane, 100, 300)
    assert all(button.width() >= button.sizeHint().width() for button in buttons)


def test_a_notice_takes_no_room_until_there_is_one(qtbot: QtBot) -> None:
    place = NoticePlace()
    shown(qtbot, place, 500, 60)
    assert place.sizeHint().height() == 0
    place.messages.show_message(Message("warn", "13 slip tertahan."))
    qtbot.waitUntil(lambda: place.sizeHint().height() == 36 + 12)
    place.begin()
    assert not place.messages.isVisible()
    place.end()
    assert place.messages.isVisible()


def test_a_note_of_one_line_says_all_and_leads_on(qtbot: QtBot) -> None:
    went: list[int] = []
    note = NoteLine("bad", "Belum bisa.", "Impor dulu.", "Impor daftar", lambda: went.append(1))
    shown(qtbot, note)
    [link] = note.findChildren(Link)
    QTest.mouseClick(link, LEFT)
    assert went == [1]
    assert note.accessibleName() == "Belum bisa. Impor dulu."
