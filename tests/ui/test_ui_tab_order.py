"""Tab goes as a page is read: the rail, the page from its top, what floats over it, the strip at the foot."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from fake_studio import NewStudio, Open
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rollsuggest.consent.grants import Grants
from rollsuggest.model import Occasion, Purpose
from rollsuggest.ui.cards import SuggestionCard
from rollsuggest.ui.controls import Button
from rollsuggest.ui.dialogs import Dialog
from rollsuggest.ui.home import Home
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.suggestions import SuggestionsPage
from rollsuggest.ui.tab_order import read, reading_order
from rollsuggest.ui.window import MainWindow

MOST_STEPS = 200
SOME_PAGES = ("suggestions", "library", "people", "quiet")


def round_trip(window: MainWindow, key: Qt.Key) -> list[QWidget]:
    """Return what has the focus on the way from the first button of the rail back to it."""
    first = window._rail["suggestions"]
    first.setFocus()
    met: list[QWidget] = [first]
    for _step in range(MOST_STEPS):
        QTest.keyClick(window.focusWidget() or window, key)
        focus = window.focusWidget()
        assert focus is not None
        if focus is first:
            return met
        met.append(focus)
    raise AssertionError(f"Tab never comes back: {[w.accessibleName() for w in met]}")


def region(window: MainWindow, widget: QWidget) -> int:
    if window.notices.isAncestorOf(widget):
        return 2
    if window.stack.isAncestorOf(widget):
        return 1
    return 3 if window.status.isAncestorOf(widget) else 0


def test_tab_goes_from_the_rail_over_the_page_to_the_foot(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(new_studio())
    window.notices.show_text("Noted.", "Undo")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for name in SOME_PAGES:
        window.show_page(name)
        qtbot.wait(30)
        on = round_trip(window, Qt.Key.Key_Tab)
        regions = [region(window, widget) for widget in on]
        assert regions == sorted(regions), (name, [w.accessibleName() for w in on])
        assert set(regions) == {0, 1, 2, 3}, name


def test_on_the_home_page_tab_goes_from_the_question_over_the_cards_as_they_stand(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = window.pages["suggestions"]
    assert isinstance(page, SuggestionsPage)
    qtbot.waitUntil(lambda: bool(page.feed.cards))
    key, first = next(iter(studio.cards.items()))
    asks = replace(
        first.suggestion, question="Is 14 May an anniversary?", asks=Occasion("anniversary", 5, 14)
    )
    studio.cards[key] = replace(first, suggestion=asks)  # comes after the cards, stands above them
    page.refresh()
    qtbot.waitUntil(page.feed.questions.isVisible)
    qtbot.wait(20)  # the card that it was goes
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    met = [w for w in round_trip(window, Qt.Key.Key_Tab) if page.isAncestorOf(w)]
    assert met[0] is page.quiet
    asked = [w.text() for w in met[1:5] if isinstance(w, Button)]
    assert asked == ["Yes", "No", "Something else", "See the photos"]
    cards = [w for w in met if isinstance(w, SuggestionCard)]
    assert cards == [card for section in page.feed._ordered() for card in section.cards.cards]
    back = round_trip(window, Qt.Key.Key_Backtab)
    assert [w for w in reversed(back) if isinstance(w, SuggestionCard)] == cards


def test_nothing_that_tab_looked_at_dies_of_it(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    """See Note: Items of layouts, in `card_feed`: a window that was asked for its layouts lost items."""
    window = open_window(new_studio(allowed=False))
    crashes: list[str] = []
    window.bridge.crashed.connect(crashes.append)
    page = window.pages["suggestions"]
    assert isinstance(page, SuggestionsPage)
    for width in range(1000, 1004):
        page._show_instead(page.not_allowed())
        window.show_page("quiet")
        for name in ("quiet", "suggestions"):
            window.show_page(name)
            qtbot.wait(10)
            window._rail["settings"].setFocus()
            for _step in range(6):
                QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
            window.resize(width, 700)
    qtbot.wait(10)
    assert crashes == []


def test_what_replaces_the_answer_to_a_dialog_is_next_in_the_page(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(new_studio(allowed=False))
    page = window.pages["suggestions"]
    assert isinstance(page, SuggestionsPage)
    for dialog in window.findChildren(Dialog):
        dialog.reject()
    next(b for b in page.findChildren(Button) if b.text() == "Ask me again").setFocus()
    dialog = window.ask_consent()
    page.show_home(Home(Grants(((Purpose.ANALYSE, datetime(2026, 6, 14)),))))
    dialog.accept()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
    assert window.focusWidget() is page._empty.findChildren(Button)[0]  # the folder that is offered


def test_what_stands_there_is_read_line_by_line_and_column_by_column() -> None:
    rail, page, foot = QRect(0, 0, 100, 500), QRect(100, 0, 400, 400), QRect(100, 400, 400, 100)
    assert read([foot, page, rail]) == [2, 1, 0]
    assert read([foot, page, rail.translated(500, 0)], mirrored=True) == [2, 1, 0]
    low, high, below = QRect(0, 30, 50, 10), QRect(60, 0, 50, 60), QRect(0, 70, 200, 10)
    assert read([below, high, low]) == [2, 1, 0]  # of one line, whatever their heights
    notice = QRect(50, 350, 100, 40)
    assert read([notice, page.translated(-100, 0)]) == [1, 0]  # floats over the foot of the page
    assert read([]) == [] and read([page]) == [0]


def test_parts_of_one_control_are_not_stopped_at(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    column, line = QVBoxLayout(whole), QHBoxLayout()
    for part in (QSpinBox(), Button("second")):
        line.addWidget(part)
    hidden = Button("hidden")
    column.addLayout(line)
    column.addWidget(hidden)
    column.insertWidget(0, Button("first"))
    whole.show()
    hidden.hide()
    met = list(reading_order(whole))
    assert [w.text() for w in met if isinstance(w, Button)] == ["first", "second"]
    assert len(met) == 3 and isinstance(met[1], QSpinBox)


def test_what_tab_comes_to_is_seen(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    window.show_page("settings")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: page.erase.visibleRegion().isEmpty())
    order = list(reading_order(window))
    order[order.index(page.erase) + 1].setFocus()  # below the page: from there into it
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Backtab)
    assert page.erase.hasFocus() and not page.erase.visibleRegion().isEmpty()


def test_the_focus_stays_with_the_page_that_a_key_shows(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(new_studio())
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window._rail["suggestions"].setFocus()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window._rail["library"].hasFocus()
    window.desk.go.emit("quiet")  # a page below another
    assert window._rail["library"].hasFocus()


def test_a_notice_stays_above_the_page_that_one_goes_to(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(new_studio())
    window.show_page("quiet")
    notice = window.notices.show_text("Porto is off the Quiet list.", "Undo")
    window.show_page("back")
    seen = [w for w in window.stack.children() if isinstance(w, QWidget) and not w.isHidden()]
    assert seen[-1] is window.notices and notice.isVisible()
    window.show_page("places")  # built only now
    seen = [w for w in window.stack.children() if isinstance(w, QWidget) and not w.isHidden()]
    assert seen[-1] is window.notices


def test_a_press_aimed_at_a_notice_that_has_just_gone_presses_nothing_below(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(new_studio())
    notice = window.notices.show_text("Porto is on the Quiet list.", "Undo")
    qtbot.waitUntil(lambda: window.notices.isVisible() and notice.height() > 0)
    spot = notice.button.mapTo(window.stack, notice.button.rect().center())
    assert window.stack.childAt(spot) is notice.button
    assert not notice.in_use()
    QApplication.sendEvent(notice, QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert notice.in_use()  # so it does not go by itself
    notice.leave()
    qtbot.wait(20)
    assert window.stack.childAt(spot) is window.notices
    qtbot.waitUntil(window.notices.isHidden)
