"""Tab goes as a page is read: the rail, the page from its top, what floats over it, the strip at the foot."""

from __future__ import annotations

from dataclasses import replace

from fake_studio import NewStudio, Open
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rollsuggest.model import Occasion
from rollsuggest.ui.cards import SuggestionCard
from rollsuggest.ui.controls import Button
from rollsuggest.ui.suggestions import SuggestionsPage
from rollsuggest.ui.tab_order import reading_order
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
    qtbot.waitUntil(lambda: bool(page._widgets))
    key, first = next(iter(studio.cards.items()))
    asks = replace(
        first.suggestion, question="Is 14 May an anniversary?", asks=Occasion("anniversary", 5, 14)
    )
    studio.cards[key] = replace(first, suggestion=asks)  # comes after the cards, stands above them
    page.refresh()
    qtbot.waitUntil(page._questions.isVisible)
    qtbot.wait(20)  # the card that it was goes
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    met = [w for w in round_trip(window, Qt.Key.Key_Tab) if page.isAncestorOf(w)]
    assert met[0] is page.quiet
    assert [w.text() for w in met[1:4] if isinstance(w, Button)] == ["Yes", "No", "See the photos"]
    cards = [w for w in met if isinstance(w, SuggestionCard)]
    assert cards == [card for section in page._ordered() for card in section.cards.cards]
    back = round_trip(window, Qt.Key.Key_Backtab)
    assert [w for w in reversed(back) if isinstance(w, SuggestionCard)] == cards


def test_what_was_made_late_or_floats_is_read_where_it_stands(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    column, line = QVBoxLayout(whole), QHBoxLayout()
    names = ("late", "first", "second", "hidden", "left", "right")
    made = {name: Button(name) for name in names}
    line.addWidget(made["second"])
    line.addWidget(made["late"])
    column.addLayout(line)
    column.insertWidget(0, made["first"])
    column.addWidget(made["hidden"])
    made["hidden"].hide()
    for name, x in (("right", 50), ("left", 10)):
        made[name].setParent(whole)
        made[name].move(x, 10)
        made[name].show()

    def order() -> list[str]:
        return [w.text() for w in reading_order(whole) if isinstance(w, Button)]

    assert order() == ["first", "second", "late", "left", "right"]
    whole.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert order() == ["first", "second", "late", "right", "left"]


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
