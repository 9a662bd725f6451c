"""The Quiet list, the levers of a card, questions, what is kept for later, stillness, notifications."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from PySide6.QtCore import QAbstractAnimation, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QSystemTrayIcon
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.library.rows import QuietEffect
from rollsuggest.model import (
    ClusterId,
    Occasion,
    Person,
    QuietKind,
    QuietRule,
    SuggestionKey,
    SuggestionState,
)
from rollsuggest.settings import Settings
from rollsuggest.ui import quiet_words
from rollsuggest.ui.cards import SuggestionCard
from rollsuggest.ui.controls import Button
from rollsuggest.ui.day_name import DayName
from rollsuggest.ui.desk import face_key
from rollsuggest.ui.glimpse import GLIMPSED, Glimpse
from rollsuggest.ui.hidden_people import Hidden, hidden
from rollsuggest.ui.naming import complete
from rollsuggest.ui.notices import Notice
from rollsuggest.ui.notifier import Notifier
from rollsuggest.ui.quiet import KINDS, QuietPage
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.suggestions import SuggestionsPage
from rollsuggest.ui.window import MainWindow


def quiet_page(qtbot: QtBot, window: MainWindow) -> QuietPage:
    page = show(window, "quiet", QuietPage)
    qtbot.waitUntil(page.isVisible)
    return page


def home(qtbot: QtBot, window: MainWindow) -> SuggestionsPage:
    page = window.pages["suggestions"]
    assert isinstance(page, SuggestionsPage)
    qtbot.waitUntil(lambda: page.state is not None)
    return page


def notice_button(window: MainWindow) -> Button:
    return window.notices.findChildren(Notice)[-1].button


def button(page: QLabel | SuggestionsPage | StagePage, start: str) -> Button:
    return next(b for b in page.findChildren(Button) if b.text().strip().startswith(start) and b.isVisible())


def labels(stage: StagePage) -> list[QLabel]:
    return [w for w in stage.why.findChildren(QLabel) if not w.isHidden()]


def choose(page: QuietPage, kind: QuietKind) -> None:
    page.form.kind.setCurrentIndex(KINDS.index(kind))
    page.form.kind.activated.emit(KINDS.index(kind))


def test_the_list_is_filled_before_anything_is_allowed_and_taken_back(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio(photos=0, allowed=False)
    window = open_window(studio)
    page = quiet_page(qtbot, window)
    assert not page.add.isEnabled()
    QTest.keyClicks(page.form.person, "Ana")
    qtbot.waitUntil(lambda: page.effect.text().startswith("Nobody has this name yet."))
    QTest.keyClick(page.form.person, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [r.name for r in studio.quiet] == ["Ana"])
    qtbot.waitUntil(lambda: len(page.rows) == 1)
    assert page.rows[0].accessibleName() == "Take Ana off the list"
    page.rows[0].click()
    qtbot.waitUntil(lambda: not studio.quiet)
    notice_button(window).click()
    qtbot.waitUntil(lambda: [r.name for r in studio.quiet] == ["Ana"])


def test_what_a_line_would_do_is_said_before_it_is_added(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    page = quiet_page(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: "people" in studio.calls)
    qtbot.wait(50)
    page.form.person.setText("mara")
    qtbot.waitUntil(lambda: page.effect.text().startswith("6 cards fewer: Eight years ago; May 2026; "))
    choose(page, QuietKind.PLACE)
    page.form.place.setText("Faro")
    qtbot.waitUntil(lambda: page.effect.text().startswith("No photo is known to be from there yet."))
    assert not studio.quiet


def test_what_a_line_did_is_said_no_more_once_it_is_added(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    page = quiet_page(qtbot, open_window(studio))
    choose(page, QuietKind.DAYS)
    qtbot.waitUntil(lambda: page.effect.text() != "")
    page.add.click()
    qtbot.waitUntil(lambda: len(studio.quiet) == 1)
    assert page.effect.text() == ""


def test_add_pressed_again_takes_nothing_off_the_list(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    page = quiet_page(qtbot, open_window(studio))
    for number, name in enumerate(("Ana", "Bela")):
        page.form.person.setText(name)
        page.add.setFocus()
        QTest.keyClick(page.add, Qt.Key.Key_Space)
        qtbot.waitUntil(partial(lambda n: len(studio.quiet) == n + 1, number))
        assert not page.add.isEnabled() and page.window().focusWidget() is page.form.person
    qtbot.waitUntil(lambda: len(page.rows) == 2)


def test_every_kind_can_be_said(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    page = quiet_page(qtbot, open_window(new_studio()))
    page.form.person.setText("Ana")
    page.form.place.setText("Faro")
    page.form.yearly.setChecked(True)
    page.form.year.setValue(2020)
    said = []
    for kind in KINDS:
        choose(page, kind)
        rule = page.form.rule()
        assert rule is not None and rule.kind is kind and page.add.isEnabled()
        said.append(quiet_words.line(rule)[0])
    assert said == ["Ana", "Ana", "Faro", "14 June of every year", "2020", "A day of many photos"]


def test_what_was_not_wanted_is_listed_and_brought_back(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    page = quiet_page(qtbot, open_window(studio))
    assert not page.put_away.isVisible()
    key = next(iter(studio.cards))
    studio.dismiss(key)
    qtbot.waitUntil(page.put_away.isVisible)
    (back,) = page.put_away.buttons
    assert back.accessibleName() == f"Bring back {studio.cards[key].suggestion.title}"
    qtbot.wait(50)
    QTest.keyClick(back, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: studio.cards[key].state is SuggestionState.NEW)
    qtbot.waitUntil(lambda: not page.put_away.isVisible())


def test_hidden_people_are_named_only_when_asked_for_and_shown_again_by_the_keyboard(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.persons = [replace(person, hidden=False) for person in studio.persons]
    window = open_window(studio)
    page = quiet_page(qtbot, window)
    block = page.hidden

    def said() -> str:
        return " ".join(w.text() for w in block.findChildren(QLabel))

    assert not block.isVisible()
    name = next(person.name for person in studio.persons if person.name)
    clusters = [person.cluster for person in studio.persons if person.name == name]
    studio.set_persons(clusters, hidden=True)
    qtbot.waitUntil(block.isVisible)
    assert name not in said() and block.switch.accessibleName() == "Show hidden people"
    block.switch.setFocus()
    QTest.keyClick(block.switch, Qt.Key.Key_Space)
    assert name in said()
    window.show_page("settings")
    assert not block.switch.isChecked(), "the next one at the desk does not see it"
    page = quiet_page(qtbot, window)
    qtbot.waitUntil(lambda: name not in said())
    block.switch.click()
    (back,) = block.buttons
    assert back.accessibleName() == f"Show {name} again"
    qtbot.wait(50)
    QTest.keyClick(back, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not any(person.hidden for person in studio.persons))
    qtbot.waitUntil(lambda: not block.isVisible())


def test_of_hidden_people_only_names_that_were_given_are_told_and_not_who_may_be_one(
    new_studio: NewStudio,
) -> None:
    one, other, *_rest = new_studio().persons
    found = hidden(
        [
            replace(one, cluster=ClusterId(1), name="Zoe", hidden=True),
            replace(one, cluster=ClusterId(2), name="ada", hidden=True),
            replace(one, cluster=ClusterId(3), name="Zoe", hidden=True),
            replace(other, cluster=ClusterId(4), name="", hidden=True),
            replace(other, cluster=ClusterId(5), name="", hidden=True, perhaps=True),
            replace(other, cluster=ClusterId(6), name="Bea", hidden=False),
        ],
        [replace(new_studio().dog, name="Rex", hidden=True)],
    )
    assert found == Hidden(
        (("ada", (ClusterId(2),)), ("Zoe", (ClusterId(1), ClusterId(3)))), (("Rex", "dog"),), 1
    )
    assert hidden([], []).count == 0


def test_a_part_of_a_card_is_refused_after_seeing_what_that_does_and_taken_back(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = home(qtbot, window)
    page.desk.open_card(page.feed._all[0])
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: len(stage.reads.levers) == 4)
    assert any(w.text() == "9 left out" for w in stage.why.findChildren(QLabel))
    qtbot.wait(50)  # the new lines are laid out
    said = [w.text() for w in stage.why.findChildren(QLabel) if w.isVisible()]
    for name, part in (("When", "12 to 14 June 2018"), ("Where", "Porto"), ("Who", "Mara")):
        assert said[said.index(name) + 1] == part
    not_here = button(stage, "Not this place")
    not_here.click()
    qtbot.waitUntil(lambda: any(w.text().startswith("6 cards fewer: ") for w in labels(stage)))
    assert not studio.quiet  # it has only been said what would happen
    QTest.keyClick(button(stage, "Put it on the Quiet list"), Qt.Key.Key_Escape)
    assert not [w for w in labels(stage) if w.text().startswith("6 cards fewer")]
    assert window.stack.currentWidget() is stage and not_here.hasFocus()
    not_here.click()
    qtbot.waitUntil(lambda: any(w.text().startswith("6 cards fewer: ") for w in labels(stage)))
    button(stage, "Put it on the Quiet list").click()
    qtbot.waitUntil(lambda: [r.name for r in studio.quiet] == ["Porto"])
    assert window.stack.currentWidget() is page
    qtbot.waitUntil(lambda: bool(window.notices.findChildren(Notice)))
    notice_button(window).click()
    qtbot.waitUntil(lambda: not studio.quiet)


def test_two_people_without_a_name_have_a_line_each_with_their_faces(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = new_studio()
    both = [frozenset({ClusterId(n)}) for n in (1, 2)]
    kinds = (QuietKind.FEWER_PERSON, QuietKind.PERSON)
    offered = tuple(QuietRule(kind, clusters=who) for who in both for kind in kinds)
    seen = {ClusterId(n): studio.person_faces(ClusterId(1))[n] for n in (1, 2)}
    monkeypatch.setattr(studio, "levers", lambda _key: offered)
    monkeypatch.setattr(studio, "person_faces", lambda who: (seen[who],))
    window = open_window(studio)
    page = home(qtbot, window)
    page.desk.open_card(page.feed._all[0])
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: len(stage.reads.levers) == 4)
    nameless = "Somebody without a name"
    qtbot.waitUntil(lambda: [w.text() for w in labels(stage)].count(nameless) == 2)
    faces = stage.why.findChildren(Glimpse)
    qtbot.waitUntil(lambda: all(glimpse.keys for glimpse in faces))
    assert {glimpse.keys[0] for glimpse in faces} == {face_key(f.asset, f.box) for f in seen.values()}


def test_a_card_of_a_long_time_lets_a_year_be_left_out(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = new_studio()
    years = [QuietRule(QuietKind.YEAR, first=date(y, 1, 1), last=date(y, 12, 31)) for y in (2018, 2019)]
    monkeypatch.setattr(studio, "levers", lambda _key: tuple(years))
    window = open_window(studio)
    page = home(qtbot, window)
    page.desk.open_card(page.feed._all[0])
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: len(stage.reads.levers) == 2)
    qtbot.wait(50)  # the new lines are laid out
    assert [button(stage, f"Nothing of {y}").accessibleName() for y in (2018, 2019)] == [
        "Nothing of 2018: 2018", "Nothing of 2019: 2019",
    ]  # fmt: skip
    button(stage, "Nothing of 2019").click()
    qtbot.waitUntil(lambda: any(w.text().startswith("6 cards fewer: ") for w in labels(stage)))
    button(stage, "Put it on the Quiet list").click()
    qtbot.waitUntil(lambda: [r.first for r in studio.quiet] == [date(2019, 1, 1)])


def test_a_card_is_kept_for_later_in_a_group_of_its_own(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    page = home(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: len(page.feed.cards) == 8)
    page.feed.cards[SuggestionKey("key0")].kept.emit()
    qtbot.waitUntil(lambda: "saved" in page.feed.sections)
    assert [c.card.suggestion.key for c in page.feed.sections["saved"].cards.cards] == ["key0"]
    page.feed.cards[SuggestionKey("key0")].kept.emit()
    qtbot.waitUntil(lambda: "saved" not in page.feed.sections)
    assert studio.cards[SuggestionKey("key0")].state is SuggestionState.NEW


def test_of_somebody_seen_no_more_is_asked_gently(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.missed = Person(ClusterId(1), "Ana")
    window = open_window(studio)
    page = home(qtbot, window)
    qtbot.waitUntil(page.feed.questions.isVisible)
    assert [b.text() for b in page.feed.questions.findChildren(Button)] == ["Yes", "Less", "No", "Do not ask"]
    button(page, "Less").click()
    qtbot.waitUntil(lambda: "answer_loss 1 less" in studio.calls)
    assert not page.feed.questions.isVisible()
    notice_button(window).click()
    qtbot.waitUntil(lambda: "answer_loss 1 None" in studio.calls)


@pytest.mark.parametrize(
    ("answer", "said"),
    [("Yes", "Noted. You will not be asked again."), ("Do not", "Noted on the Quiet list.")],
)
def test_an_answer_about_somebody_seen_no_more_is_said_to_be_on_the_list_where_it_is(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, answer: str, said: str
) -> None:
    studio = new_studio()
    studio.missed = Person(ClusterId(1), "Ana")
    window = open_window(studio)
    page = home(qtbot, window)
    qtbot.waitUntil(page.feed.questions.isVisible)
    button(page, answer).click()
    notice = window.notices.findChildren(Notice)[-1]
    assert said in [w.text() for w in notice.findChildren(QLabel)]


def test_a_line_of_somebody_not_to_be_asked_about_says_what_it_does() -> None:
    line = QuietRule(QuietKind.MISSED, "Ana", clusters=frozenset({ClusterId(1)}), id=-1)
    assert quiet_words.line(line) == (
        "Ana",
        "No photo with this person is suggested until there are newer ones.",
    )
    assert quiet_words.line(replace(line, name=""))[0] == "Somebody without a name"


def test_a_question_about_a_day_is_answered_above_the_cards_and_taken_back(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    key = SuggestionKey("key0")
    asked = replace(
        studio.cards[key].suggestion,
        question="Is 14 May an anniversary?",
        asks=Occasion("anniversary", 5, 14),
    )
    studio.cards[key] = replace(studio.cards[key], suggestion=asked)
    window = open_window(studio)
    page = home(qtbot, window)
    qtbot.waitUntil(page.feed.questions.isVisible)
    assert key not in page.feed.cards
    button(page, "No").click()
    qtbot.waitUntil(lambda: "answer_occasion 5-14 False" in studio.calls)
    notice_button(window).click()
    qtbot.waitUntil(lambda: "answer_occasion 5-14 None" in studio.calls)
    qtbot.waitUntil(page.feed.questions.isVisible)
    button(page, "Something else").click()
    (dialog,) = window.findChildren(DayName)
    assert not dialog.done_button.isEnabled()
    dialog.field.setText("The day we met")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "answer_occasion 5-14 The day we met True" in studio.calls)
    assert studio.calls.count("answer_occasion 5-14 False") == 2
    notice_button(window).click()
    qtbot.waitUntil(lambda: "answer_occasion 5-14 The day we met None" in studio.calls)
    assert studio.calls.count("answer_occasion 5-14 None") == 2


def moving(card: SuggestionCard) -> bool:
    return card._drift.state() is QAbstractAnimation.State.Running


def test_covers_move_only_where_somebody_points_and_not_with_less_motion(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = home(qtbot, window)
    qtbot.waitUntil(lambda: len(page.feed.cards) == 8)
    card = page.feed.cards[SuggestionKey("key0")]
    card._move(True)
    assert moving(card)
    card._move(False)
    assert not moving(card)
    settings = show(window, "settings", SettingsPage)
    settings.still.click()
    qtbot.waitUntil(lambda: page.desk.still)
    card._move(True)
    assert not moving(card)


def test_notifications_are_off_until_asked_for_and_where_none_can_be_shown_that_is_said(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    tray = [True]
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: tray[0]))
    assert Settings().notifications is False and Settings().notification_titles is False
    studio: FakeStudio = new_studio()
    window = open_window(studio)
    settings = show(window, "settings", SettingsPage)
    qtbot.waitUntil(lambda: not settings.telling.tell_titles.isEnabled())
    settings.telling.tell.click()
    qtbot.waitUntil(lambda: studio.held.notifications)
    qtbot.waitUntil(settings.telling.tell_titles.isEnabled)
    tray[0] = False
    settings.telling.tell.click()
    qtbot.waitUntil(lambda: not settings.telling.tell.isEnabled())
    assert "cannot tell you here" in settings.telling.tell.accessibleDescription()
    assert not settings.background.isEnabled()
    assert "ends with its window here" in settings.background.accessibleDescription()


def test_lines_are_said_plainly() -> None:
    days = QuietRule(QuietKind.DAYS, first=date(2023, 12, 30), last=date(2024, 1, 3), yearly=True)
    assert quiet_words.line(days)[0] == "30 December to 3 January of every year"
    assert quiet_words.lever(days) == "Not these days"
    assert quiet_words.lever(QuietRule(QuietKind.CARD_KIND, "trip")) == "Never this kind: Trips"
    assert quiet_words.effect(QuietEffect()) == "No suggestion of today changes."
    assert quiet_words.effect(QuietEffect(("Faro",))) == "1 card fewer: Faro."
    assert quiet_words.effect(QuietEffect((), 1)) == "1 card gets other photos."
    many = QuietEffect(("Faro", "Lagos", "Ana", "Rui", "Snow"), 2)
    assert quiet_words.effect(many) == "5 cards fewer: Faro; Lagos; Ana and 2 more. 2 cards get other photos."


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", "does not support", extend=True)
def test_a_notification_is_told_only_while_nobody_looks_and_leads_to_the_suggestions(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = new_studio()
    window = open_window(studio)
    told: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _icon, _title, text, _mark: told.append(text))
    notifier = Notifier(window, window.bridge)
    notifier.opened.connect(lambda: window.show_page("suggestions"))
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    notifier.look()
    qtbot.wait(50)
    assert not told
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)
    notifier.look()
    qtbot.waitUntil(lambda: notifier._icon is not None)
    assert not told  # the tray has first to take the icon in, or it is lost
    qtbot.waitUntil(lambda: told == ["A new suggestion is ready"])
    notifier.tell("")  # there is nothing to tell
    assert len(told) == 1
    window.show_page("library")
    window.setWindowState(Qt.WindowState.WindowMinimized)
    notifier.come()
    assert not window.isMinimized()
    assert window.stack.currentWidget() is window.pages["suggestions"]


def test_a_question_about_a_sad_day_shows_no_picture_of_it(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    key = SuggestionKey("key0")
    about = Occasion.of_photos(date(2024, 5, 3))
    text = "Should photos of 3 May 2024 be suggested?"
    asked = replace(studio.cards[key].suggestion, question=text, asks=about)
    studio.cards[key] = replace(studio.cards[key], suggestion=asked)
    page = home(qtbot, open_window(studio))
    qtbot.waitUntil(page.feed.questions.isVisible)
    assert not page.feed.questions.findChildren(Glimpse)
    no = next(b for b in page.feed.questions.findChildren(Button) if b.text() == "No")
    no.setFocus()
    no.click()
    said = page.window().findChildren(Notice)
    assert any("Quiet list" in w.text() for notice in said for w in notice.findChildren(QLabel))
    qtbot.waitUntil(lambda: any(call.startswith("answer_occasion") for call in studio.calls))
    assert page.hasFocus()  # and not a card below, which Qt would hand it to


def test_a_question_shows_whom_it_is_about(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    key = SuggestionKey("key0")
    asked = replace(
        studio.cards[key].suggestion,
        question="Is 21 July this person's birthday?",
        asks=Occasion("birthday", 7, 21, ClusterId(1)),
    )
    studio.cards[key] = replace(studio.cards[key], suggestion=asked)
    page = home(qtbot, open_window(studio))
    qtbot.waitUntil(page.feed.questions.isVisible)
    glimpse = page.feed.questions.findChildren(Glimpse)[0]
    faces = [face_key(face.asset, face.box) for face in studio.person_faces(ClusterId(1))]
    qtbot.waitUntil(lambda: glimpse.keys[0] in faces)
    assert len(glimpse.keys) == GLIMPSED
    qtbot.waitUntil(lambda: page.desk.thumbs.get(glimpse.keys[0]) is not None)
    assert any(w.text() == asked.reason for w in page.feed.questions.findChildren(QLabel))


def test_a_field_keeps_its_completer_and_learns_new_names(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    first = complete(field, ["Ada"])
    assert complete(field, ["Ada", "Mara"]) is first is field.completer()
    first.setCompletionPrefix("ma")
    assert first.currentCompletion() == "Mara"
