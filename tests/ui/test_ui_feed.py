"""The feed: rows that fill the page, groups, nothing that jumps under the pointer, what a reader hears."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from fake_studio import TODAY, FakeStudio, NewStudio, Open, fake_cards, fake_tiles
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rollsuggest.errors import UserError
from rollsuggest.library.rows import Card, IndexStatus
from rollsuggest.model import Make, SuggestionKey, SuggestionState
from rollsuggest.ui.aiming import NOT_AIMED_MS
from rollsuggest.ui.card_rows import LEAST, MOST, fitting, rows
from rollsuggest.ui.cards import SuggestionCard
from rollsuggest.ui.controls import Button, EmptyState
from rollsuggest.ui.home import RECENT, HomeState, Still, section_of, sections
from rollsuggest.ui.notices import Notice
from rollsuggest.ui.suggestions import SuggestionsPage
from rollsuggest.ui.window import MainWindow

COVERS = st.lists(st.sampled_from([169, 240, 300, 533]), max_size=40)


def page_of(qtbot: QtBot, window: MainWindow) -> SuggestionsPage:
    page = window.pages["suggestions"]
    assert isinstance(page, SuggestionsPage)
    qtbot.waitUntil(lambda: page.state is not None)
    return page


def keys(page: SuggestionsPage) -> list[str]:
    return [str(w.card.suggestion.key) for s in page.feed._ordered() for w in s.cards.cards]


def of(page: SuggestionsPage, key: str) -> SuggestionCard:
    return page.feed.cards[SuggestionKey(key)]


def given_cards(studio: FakeStudio, order: list[int]) -> None:
    """Have the rules say these cards, in that order, all of one group."""
    made = fake_cards(60, studio.photos)
    cards = [made[5 * n + 1] for n in order]
    week = [
        replace(c.suggestion, last=TODAY, key=SuggestionKey(f"w{n}"))
        for n, c in zip(order, cards, strict=True)
    ]
    studio.cards = {s.key: replace(c, suggestion=s) for s, c in zip(week, cards, strict=True)}


# --- rows


@given(COVERS, st.integers(300, 2000))
def test_rows_fill_the_page_and_hold_every_card_once(widths: list[int], room: int) -> None:
    made = rows(widths, 8, 8, room)
    assert [n for row in made for n in range(row.first, row.last)] == list(range(len(widths)))
    for row in made:
        count = row.last - row.first
        wide = sum(widths[row.first : row.last]) * row.scale + 8 * count + 8 * (count - 1)
        assert wide <= room + 0.01
        assert row.scale <= MOST
        assert row.scale >= LEAST - 0.01 or count == 1  # a single one may be wider than the page
    assert fitting(widths, 8, 8, room, 99) == len(widths)
    assert fitting(widths, 8, 8, room, 1) == (made[0].last if made else 0)


def test_a_row_of_stories_reaches_the_edge() -> None:
    for room in range(700, 2000, 10):
        first = rows([169] * 60, 8, 8, room)[0]
        count = first.last - first.first
        assert room - 24 <= 169 * count * first.scale + 8 * (2 * count - 1) <= room + 0.01


# --- groups


def test_a_month_of_last_year_is_nothing_of_this_week() -> None:
    made = fake_cards(2, fake_tiles(20))[1]
    old, new = (
        replace(made, suggestion=replace(made.suggestion, last=day))
        for day in (TODAY - RECENT - timedelta(days=1), TODAY - RECENT)
    )
    assert section_of(old, TODAY) == "back"
    assert section_of(new, TODAY) == "week"
    assert section_of(replace(old, kept=True), TODAY) == "saved"
    today = replace(old, suggestion=replace(old.suggestion, of_the_day=True))
    assert section_of(today, TODAY) == "today"


@given(st.permutations(range(40)), st.permutations(range(40)), st.integers(0, 30))
def test_a_section_that_is_to_stay_still_keeps_its_cards_and_new_ones_wait(
    before: list[int], after: list[int], gone: int
) -> None:
    made = fake_cards(40, fake_tiles(60))
    shown = sections([made[n] for n in before[:20]], TODAY)[0]
    still = Still(shown.name, tuple(c.suggestion.key for c in shown.cards))
    now = [made[n] for n in after[gone:]]
    there = {c.suggestion.key for c in now}
    found = {group.name: [c.suggestion.key for c in group.cards] for group in sections(now, TODAY, [still])}
    assert found.get(still.name, []) == [key for key in still.keys if key in there]
    for name, keys_now in found.items():
        if name != still.name:
            usual = [c for c in now if section_of(c, TODAY) == name]
            assert keys_now == [c.suggestion.key for c in usual]


def test_a_card_that_is_kept_leaves_its_place() -> None:
    made = fake_cards(1, fake_tiles(20))[0]
    kept = Card(made.suggestion, SuggestionState.SEEN, made.recipe, kept=True)
    keys_there = (made.suggestion.key,)
    left = {group.name: len(group.cards) for group in sections([kept], TODAY, [Still("today", keys_there)])}
    assert left == {"today": 0, "saved": 1}
    left = {group.name: len(group.cards) for group in sections([made], TODAY, [Still("saved", keys_there)])}
    assert left == {"today": 1, "saved": 0}


# --- nothing jumps


def test_the_card_under_the_pointer_stays_where_it_is(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    given_cards(studio, list(range(6)))
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: keys(page) == [f"w{n}" for n in range(6)])
    card = of(page, "w2")
    card.setFocus()
    qtbot.waitUntil(card.hasFocus)
    qtbot.wait(50)  # all has been laid out
    place = card.mapTo(page, QPoint(0, 0))
    given_cards(studio, [11, 10, 5, 4, 3, 2, 1, 0, 9])
    today = fake_cards(1, studio.photos)[0]
    studio.cards[today.suggestion.key] = today  # a whole group above it, too
    page.refresh()
    qtbot.waitUntil(lambda: page.feed.show_new.text() == "Show 4 new suggestions")
    assert page.feed.show_new.isVisible()
    assert keys(page) == [f"w{n}" for n in range(6)]
    assert card.mapTo(page, QPoint(0, 0)) == place
    qtbot.wait(50)
    assert card.mapTo(page, QPoint(0, 0)) == place  # after all has been laid out, too
    page.feed.show_new.click()
    qtbot.waitUntil(lambda: keys(page)[:3] == ["key0", "w11", "w10"])
    assert not page.feed.show_new.isVisible()


def aiming(qtbot: QtBot, page: SuggestionsPage) -> None:
    """Have somebody move the pointer on the page, on none of its cards."""
    qtbot.wait(NOT_AIMED_MS + 50)
    QCursor.setPos(page.mapToGlobal(QPoint(3, page.height() - 3)))
    page.feed.holding.aiming._pointer = QPoint(-1, -1)  # where it was


def places(page: SuggestionsPage) -> dict[str, QPoint]:
    return {str(key): w.mapTo(page, QPoint(0, 0)) for key, w in page.feed.cards.items()}


def test_while_somebody_moves_the_pointer_no_card_that_is_seen_moves_and_one_that_goes_leaves_its_place(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.status = IndexStatus("looking", 20, 60)
    given_cards(studio, [0, 1, 2])
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: keys(page) == ["w0", "w1", "w2"] and page.feed.growing.isVisible())
    of(page, "w1").setFocus()
    aiming(qtbot, page)
    before, went = places(page), of(page, "w1")
    given_cards(studio, [9, 2, 0])
    longer = studio.cards[SuggestionKey("w2")]
    about = replace(longer.suggestion, title="A title of more lines " * 5, reason="And why " * 40)
    studio.cards[SuggestionKey("w2")] = replace(longer, suggestion=about)
    studio.status = IndexStatus("done", 60, 60)  # the line above has nothing more to say
    page.refresh()
    qtbot.waitUntil(lambda: page.feed.show_new.isVisible() and went.gone)
    qtbot.wait(30)
    assert keys(page) == ["w0", "w1", "w2"] and places(page) == before
    assert of(page, "w2").accessibleName() == about.title
    said = QAccessible.queryAccessibleInterface(went)
    assert said.text(QAccessible.Text.Name) == "No longer suggested"
    assert not said.text(QAccessible.Text.Description) and not went.isEnabled()
    assert page.hasFocus()
    QTest.keyClick(page, Qt.Key.Key_Tab)
    assert of(page, "w2").hasFocus()  # the next one, not the first of the page
    given_cards(studio, [9, 2, 1, 0])
    page.refresh()
    qtbot.waitUntil(lambda: not went.gone)
    assert keys(page) == ["w0", "w1", "w2"] and went.isEnabled()
    page.feed.show_new.click()
    qtbot.waitUntil(lambda: keys(page) == ["w9", "w2", "w1", "w0"] and not page.feed.growing.isVisible())


def test_once_the_pointer_has_rested_a_while_what_waited_comes_and_no_empty_place_is_left(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = new_studio()
    given_cards(studio, [0, 1])
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: keys(page) == ["w0", "w1"])
    aiming(qtbot, page)
    page.feed._let_in.setInterval(300)
    given_cards(studio, [5, 4, 1])
    page.refresh()
    qtbot.waitUntil(lambda: page.feed.show_new.isVisible() and of(page, "w0").gone)
    qtbot.wait(700)
    assert keys(page) == ["w0", "w1"]  # it was moved a moment ago
    monkeypatch.setattr("rollsuggest.ui.aiming.AIMS_MS", 200)
    qtbot.waitUntil(lambda: keys(page) == ["w5", "w4", "w1"])
    assert not page.feed.show_new.isVisible()


def test_who_moved_the_pointer_before_there_were_cards_aims_at_none(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio(cards=0)
    studio.status = IndexStatus("looking", 20, 60)
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: page.state is HomeState.LEARNING)
    aiming(qtbot, page)
    page.feed.holding.aiming.look()
    assert page.feed.holding.aiming.moved
    given_cards(studio, [0, 1])
    page.refresh()
    qtbot.waitUntil(lambda: page.state is HomeState.CARDS)
    qtbot.wait(NOT_AIMED_MS + 50)
    given_cards(studio, [2, 1, 0])
    page.refresh()
    qtbot.waitUntil(lambda: keys(page) == ["w2", "w1", "w0"])


def test_below_what_is_seen_new_cards_come_in(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    every = dict(studio.cards)
    studio.cards = {key: card for key, card in every.items() if section_of(card, TODAY) != "themes"}
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: len(page.feed.cards) == len(studio.cards) and "people" in page.feed.sections)
    qtbot.waitUntil(lambda: page.feed.verticalScrollBar().maximum() > 0)
    aiming(qtbot, page)
    before = {key: at for key, at in places(page).items() if at.y() < page.height()}
    studio.cards = every
    page.refresh()
    qtbot.waitUntil(lambda: "themes" in page.feed.sections)
    assert not page.feed.show_new.isVisible()
    assert {key: at for key, at in places(page).items() if key in before} == before


def test_a_press_aimed_at_what_stood_there_before_presses_nothing(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    given_cards(studio, [0, 1, 2])
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: keys(page) == ["w0", "w1", "w2"])
    first, second = of(page, "w0"), of(page, "w1")
    qtbot.waitUntil(lambda: page.childAt(first.mapTo(page, first.rect().center())) is first)
    spot = first.mapTo(page, first.rect().center())
    page.feed.refuse(first.card.suggestion.key)
    qtbot.waitUntil(lambda: second.geometry().contains(second.mapFrom(page, spot) + second.pos()))
    assert page.childAt(spot) is not second  # a second click must not refuse this one as well
    qtbot.waitUntil(lambda: page.childAt(spot) is second)


def test_what_was_being_read_when_a_card_was_refused_brings_it_not_back(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = new_studio()
    given_cards(studio, [0, 1, 2])
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: keys(page) == ["w0", "w1", "w2"])
    qtbot.waitUntil(lambda: not page.desk.bridge.busy and not page._soon.isActive())
    before, read, told = studio.suggestions(TODAY), threading.Event(), threading.Event()

    def slow(_today: date) -> tuple[Card, ...]:
        read.set()
        told.wait(20)
        return before

    with monkeypatch.context() as patched:
        patched.setattr(studio, "suggestions", slow)
        page.refresh()
        read.wait(20)
    page.feed.refuse(SuggestionKey("w0"))
    shown: list[list[str]] = []
    monkeypatch.setattr(
        page.feed, "_show_cards", lambda cards, *_a, **_k: shown.append([c.suggestion.key for c in cards])
    )
    told.set()
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [["w1", "w2"]]


def test_while_nobody_looks_the_best_come_first(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    given_cards(studio, [0, 1, 2])
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: keys(page) == ["w0", "w1", "w2"])
    given_cards(studio, [2, 1, 0])
    page.refresh()
    qtbot.waitUntil(lambda: keys(page) == ["w2", "w1", "w0"])


def test_a_cover_stays_until_the_new_one_is_drawn_only_while_all_its_photos_may_be_shown(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio(cards=1)
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: bool(page.feed.cards) and of(page, "key0").cover is not None, timeout=5000)
    card = of(page, "key0")
    held, photos = card.card, card.card.recipe.photos
    more = replace(held, recipe=replace(held.recipe, photos=(*photos, studio.photos[20].asset)))
    before = card.cover
    card.set_card(more)
    assert card.cover is None and card._picture() is before
    card.set_card(held)
    card.set_card(replace(held, recipe=replace(held.recipe, photos=photos[1:])))
    assert card._before is None and card._picture() is not before


# --- how a card is said


def test_a_card_is_a_button_with_its_words(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: len(page.feed.cards) == 8)
    of(page, "key1").setFocus()
    said = QAccessible.queryAccessibleInterface(of(page, "key1"))
    assert said.role() is QAccessible.Role.Button
    assert said.text(QAccessible.Text.Name) == "May 2026"
    assert said.text(QAccessible.Text.Description) == "Film. 62 photos of last month. New."
    acts = [said.child(n).text(QAccessible.Text.Name) for n in range(said.childCount())]
    assert acts == [f"{act}: May 2026" for act in ("Open", "Save", "Keep for later", "Not for me")]
    assert {s.accessibleName() for s in page.feed.sections.values()} >= {"Today", "Trips", "People", "Themes"}


def test_a_card_is_kept_saved_and_opened_by_its_keys(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = page_of(qtbot, window)
    qtbot.waitUntil(lambda: len(page.feed.cards) == 8)
    window.activateWindow()
    card = of(page, "key0")
    card.setFocus()
    asked: list[object] = []
    window.desk.save_asked.disconnect()
    window.desk.save_asked.connect(lambda _recipe, key: asked.append(key))
    QTest.keyClick(card, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["key0"]
    QTest.keyClick(card, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: "keep_for_later key0 True" in studio.calls)
    qtbot.waitUntil(lambda: "saved" in page.feed.sections and card in page.feed.sections["saved"].cards.cards)
    assert page.feed.verticalScrollBar().value() == 0  # it went far down, the page did not go with it
    focus = QApplication.focusWidget()
    assert isinstance(focus, SuggestionCard) and focus is not card
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert window.stack.currentWidget() is window.pages["stage"]


def test_a_film_that_is_pointed_at_goes_through_its_photos_unless_less_motion_is_wanted(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    given_cards(studio, [0])
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: bool(page.feed.cards) and of(page, "w0").cover is not None, timeout=5000)
    film = of(page, "w0")
    assert film.card.recipe.make is Make.RECAP
    still = film.grab().toImage()
    film._move(True)
    qtbot.waitUntil(lambda: all(page.desk.thumbs.get(k) is not None for k in film.slides()), timeout=5000)
    film._drift.setCurrentTime(film._drift.duration() // 2)
    assert film.grab().toImage() != still
    page.desk.still = True
    film._move(True)
    assert film.grab().toImage() == still


# --- when it cannot be read


@pytest.mark.parametrize("first", [True, False])
def test_an_error_is_said_where_the_cards_would_be(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    studio = new_studio()
    suggestions = studio.suggestions

    def fails(today: date) -> tuple[Card, ...]:
        raise UserError("The library is in use.", "Close the other window.")

    if first:
        monkeypatch.setattr(studio, "suggestions", fails)
    window = open_window(studio)
    page = window.pages["suggestions"]
    assert isinstance(page, SuggestionsPage)
    if not first:
        qtbot.waitUntil(lambda: len(page.feed.cards) == 8)
        monkeypatch.setattr(studio, "suggestions", fails)
        page.refresh()
        qtbot.waitUntil(lambda: any("in use" in n.said.text() for n in window.notices.findChildren(Notice)))
        assert len(page.feed.cards) == 8  # what was there can still be looked at
        return
    qtbot.waitUntil(lambda: isinstance(page._empty, EmptyState))
    assert page._stack.currentWidget() is page._empty
    monkeypatch.setattr(studio, "suggestions", suggestions)
    page._empty.findChildren(Button)[0].click()
    qtbot.waitUntil(lambda: len(page.feed.cards) == 8)


def test_the_line_above_the_feed_says_how_much_is_to_come(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.status = IndexStatus("looking", 20, 60)
    page = page_of(qtbot, open_window(studio))
    qtbot.waitUntil(page.feed.growing.isVisible)
    assert page.feed.growing.said.text().startswith("40 photos are still to be looked at.")
    studio.status = IndexStatus("done", 60, 60)
    page.refresh()
    qtbot.waitUntil(lambda: not page.feed.growing.isVisible())
