"""The preview shows every page, scrolls, zooms, and draws only what is in view."""

from __future__ import annotations

from io import BytesIO

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from polima_desktop.domain.progress import Progress
from polima_desktop.reports.slip_file import write_slips
from polima_desktop.views.papers.pdf import PdfPages
from polima_desktop.views.papers.preview import KEPT, Preview
from tests.reports.samples import PRINTED, picture_slip


def pages(count: int) -> PdfPages:
    out = BytesIO()
    write_slips([picture_slip()] * count, out, PRINTED, Progress())
    return PdfPages(out.getvalue())


@pytest.fixture
def preview(qapp: QApplication) -> Preview:
    made = Preview()
    made.resize(700, 500)
    made.show()
    made.show_pages(pages(30))
    qapp.processEvents()
    return made


def drawn_pages(preview: Preview) -> set[int]:
    return set(preview._kept)


def test_a_page_is_drawn_as_black_on_white(qapp: QApplication) -> None:
    image = pages(1).image(0, 1.0)
    assert (image.width(), image.height()) == (420, 596)
    colours = {image.pixelColor(x, 20).name() for x in range(0, 420, 7)}
    assert "#ffffff" in colours
    band = {image.pixelColor(x, 2).name() for x in range(0, 420, 7)}
    assert "#0b5a66" in band


def test_only_the_pages_in_view_are_drawn(preview: Preview, qapp: QApplication) -> None:
    preview.viewport().repaint()
    assert drawn_pages(preview) == set(preview.visible()) == {0}
    preview.go_to(20)
    preview.viewport().repaint()
    assert preview.page == 20
    assert {19} <= drawn_pages(preview) <= {0, 18, 19, 20}


def test_pages_out_of_view_are_forgotten_again(preview: Preview) -> None:
    for number in range(1, 31):
        preview.go_to(number)
        preview.viewport().repaint()
    assert len(drawn_pages(preview)) <= KEPT


@pytest.mark.parametrize(
    ("keys", "page"),
    [
        ([Qt.Key.Key_Right], 2),
        ([Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left], 2),
        ([Qt.Key.Key_End], 30),
        ([Qt.Key.Key_End, Qt.Key.Key_Home], 1),
        ([Qt.Key.Key_Left], 1),
    ],
)
def test_keys_turn_the_pages(preview: Preview, keys: list[Qt.Key], page: int) -> None:
    for key in keys:
        QTest.keyClick(preview, key)
    assert preview.page == page


def test_the_page_in_view_is_told_with_their_number(preview: Preview) -> None:
    told: list[tuple[int, int]] = []
    preview.page_changed.connect(lambda *place: told.append(place))
    preview.go_to(7)
    assert told[-1] == (7, 30)
    assert preview.accessibleDescription() == "Halaman 7 dari 30"


def test_zooming_keeps_the_page(preview: Preview) -> None:
    preview.go_to(12)
    fitting = preview.scale
    QTest.keyClick(preview, Qt.Key.Key_Plus)
    assert preview.scale > fitting
    assert preview.page == 12
    QTest.keyClick(preview, Qt.Key.Key_Minus)
    QTest.keyClick(preview, Qt.Key.Key_Minus)
    assert preview.scale < fitting
    QTest.keyClick(preview, Qt.Key.Key_0)
    assert preview.scale == fitting
    assert preview.page == 12


def test_the_wheel_zooms_only_with_ctrl(preview: Preview) -> None:
    before = preview.scale
    middle = preview.viewport().rect().center()
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        event = QWheelEvent(
            middle.toPointF(),
            preview.mapToGlobal(middle).toPointF(),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(preview.viewport(), event)
        assert (preview.scale > before) is (modifier is Qt.KeyboardModifier.ControlModifier)


def test_a_wider_window_shows_larger_pages_up_to_what_is_good_to_read(preview: Preview) -> None:
    preview.resize(500, 500)
    narrow = preview.scale
    preview.resize(600, 500)
    assert preview.scale > narrow
    preview.resize(2500, 500)
    assert preview.scale == 1.4


def test_another_document_begins_at_its_first_page(preview: Preview) -> None:
    preview.go_to(9)
    preview.show_pages(pages(2))
    assert (preview.page, preview.count) == (1, 2)
    preview.show_pages(None)
    assert (preview.page, preview.count) == (0, 0)
    preview.viewport().repaint()
