"""The home page: what could be made of the photos, in sections; and its empty states."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.rows import Card
from rollsuggest.model import SuggestionKey
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens
from rollsuggest.ui.card_grid import first_rows
from rollsuggest.ui.cards import MARGIN, SuggestionCard
from rollsuggest.ui.controls import Button, EmptyState
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.feed import Growing, Section
from rollsuggest.ui.folders import folder_is_away, no_photo_in, where_photos_are
from rollsuggest.ui.home import Group, Home, HomeState, Still, read_home, sections
from rollsuggest.ui.learning import Learning
from rollsuggest.ui.page import Page, header
from rollsuggest.ui.questions import Questions

ROWS = 2  # of a section before "Show all"


class SuggestionsPage(Page):
    topics = frozenset({"consent", "settings", "rolls", "photos", "people", "suggestions", "status"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state: HomeState | None = None
        self._widgets: dict[SuggestionKey, SuggestionCard] = {}
        self._sections: dict[str, Section] = {}
        self._unfolded: set[str] = set()
        self._cards: tuple[Card, ...] = ()
        self._day: date | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Always there, seen only when of use: a bar that comes would make the page narrower and all rows new.
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self._area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: bar.setEnabled(most > 0))
        bar.setEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(_("Suggestions"))
        self._area.setAccessibleName(_("Suggestions"))
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        side = tokens.XXL - MARGIN
        self._column.setContentsMargins(side, 0, side, tokens.XL)
        self._column.setSpacing(tokens.M)
        self._questions = Questions(desk)
        self._questions.leaving.connect(lambda: self._keep_focus(self._questions))
        self._growing = Growing()
        self._growing.asked.connect(self.sort)
        self._column.addWidget(self._growing)
        self._column.addWidget(self._questions)
        self._column.addStretch(1)
        self._area.setWidget(inside)
        self._inside = inside
        self._learning = Learning(desk)
        self._empty: QWidget = QWidget()
        self._stack = QStackedLayout()
        for widget in (self._area, self._learning, self._empty):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.quiet = Button(_("Quiet list"), lambda: desk.go.emit("quiet"), icon="eye-off", kind="quiet")
        layout.addLayout(header(_("Suggestions"), self.quiet))
        layout.addLayout(self._stack, 1)
        self._look = QTimer(self, interval=40, singleShot=True)
        self._look.timeout.connect(self._want_covers)
        self._area.verticalScrollBar().valueChanged.connect(lambda _value: self._look.start())
        desk.covers.arrived.connect(self._cover_came)
        desk.thumbs.arrived.connect(self._thumb_came)

    def refresh(self) -> None:
        today = self.desk.today()

        def read(studio: Studio) -> Home:
            return read_home(studio, today)

        self.desk.bridge.read("home", read, self.show_home, self._failed, pool="home")

    def show_home(self, home: Home) -> None:
        if home.state is not self.state:
            self._keep_focus(self._stack.currentWidget())
            self._area.verticalScrollBar().setValue(0)
        if home.state is HomeState.CARDS:
            self._questions.ask(home.missed, [c for c in home.cards if c.suggestion.question])
            self._growing.status = home.status
            self._show_cards(home.cards)
            self._stack.setCurrentWidget(self._area)
        elif home.state is HomeState.LEARNING:
            self._learning.show_home(home)
            self._stack.setCurrentWidget(self._learning)
        elif home.state is not self.state:
            self._show_instead(self._empty_state(home))
        if home.state is not HomeState.CARDS:
            self._show_cards(())
        self.state = home.state

    def _show_instead(self, state: QWidget) -> None:
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = state
        self._stack.addWidget(state)
        self._stack.setCurrentWidget(state)

    def _failed(self, error: UserError) -> None:
        """Say in place why there is nothing to see; what is on the page stays, and the notice says it."""
        if self.state is HomeState.CARDS:
            self.desk.tell(error)
            return
        self.state = None
        self._show_instead(
            EmptyState("triangle-alert", _("The suggestions could not be read"), str(error),
                       _("Try again"), self.refresh)
        )  # fmt: skip

    # cards

    def sort(self) -> None:
        """Put every card where it belongs now, from the top."""
        self._keep_focus(self._growing)
        self._area.verticalScrollBar().setValue(0)
        self._show_cards(self._cards, move=True)

    def _show_cards(self, cards: tuple[Card, ...], move: bool = False) -> None:
        """Show the cards; but for `move` new ones wait where they would move what is pointed at."""
        today = self.desk.today()
        anchor = None if move else self._anchor(self._moving(cards))
        self._cards = cards
        still = self._still_around(anchor) if today == self._day else None
        found = sections(cards, today, still)
        self._day = today
        keys = {card.suggestion.key for group in found for card in group.cards}  # not those that wait
        for key in [key for key in self._widgets if key not in keys]:
            self._drop(key)
        for name in [name for name in self._sections if name not in {group.name for group in found}]:
            self._sections.pop(name).deleteLater()
        for place, group in enumerate(found):
            section = self._section(group.name, group.title)
            if self._column.indexOf(section) != place + 2:
                self._column.insertWidget(place + 2, section)
                section.show()  # Qt leaves it out of the layout till then
            self._fill(group)
            if still is None or still.name != group.name:  # what was refused may come back to its place
                self._sections[group.name].holds = tuple(card.suggestion.key for card in group.cards)
        asked = sum(bool(card.suggestion.question) for card in cards)
        self._growing.show_waiting(len(cards) - asked - sum(len(group.cards) for group in found))
        self._look.start()
        self._hold(anchor)

    def _section(self, name: str, title: str) -> Section:
        if name not in self._sections:
            section = self._sections[name] = Section(title)
            section.all.clicked.connect(lambda _checked=False: self._fold(name))
        return self._sections[name]

    def _fill(self, group: Group) -> None:
        """Show the first rows of a section, or all of it; a day's cards are few and all shown."""
        section, unfolded = self._sections[group.name], group.name in self._unfolded
        every = unfolded or group.name == "today"
        few = len(group.cards) if every else first_rows(group.cards, self._room(), ROWS)
        section.offer(len(group.cards), few, unfolded)
        for card in group.cards[few:]:
            self._drop(card.suggestion.key)
        section.cards.set_cards([self._widget(card) for card in group.cards[:few]])

    def _room(self) -> int:
        """Return how wide the cards of a section may stand."""
        margins = self._column.contentsMargins()
        return self._area.viewport().width() - margins.left() - margins.right()

    # nothing jumps under the pointer

    def _still_around(self, anchor: tuple[SuggestionKey, int] | None) -> Still | None:
        for name, section in self._sections.items():
            if anchor is not None and anchor[0] in section.holds:
                return Still(name, section.holds)
        return None

    def _moving(self, cards: tuple[Card, ...]) -> set[SuggestionKey]:
        """Return the cards that go to what is kept for later, or come from there: nothing goes with them."""
        saved = self._sections.get("saved")
        return {card.suggestion.key for card in cards if card.kept} ^ set(saved.holds if saved else ())

    def _pointed_at(self) -> SuggestionCard | None:
        focus = QApplication.focusWidget()
        for card in self._widgets.values():
            if card.underMouse() or (focus is not None and (card is focus or card.isAncestorOf(focus))):
                return card
        return None

    def _anchor(self, moving: set[SuggestionKey]) -> tuple[SuggestionKey, int] | None:
        """Return a card that must stay where it is on the screen, and how far down that is."""
        if not self.isVisible():
            return None
        top = self._area.verticalScrollBar().value()
        pointed = self._pointed_at()
        every = [w for s in self._ordered() for w in s.cards.cards]
        seen = [*([pointed] if pointed else []), *(every if top else [])]
        for card in (w for w in seen if w.card.suggestion.key not in moving):
            y = card.mapTo(self._inside, QPoint(0, 0)).y() - top
            if y + card.height() > 0:
                return card.card.suggestion.key, y
        return None

    def _hold(self, anchor: tuple[SuggestionKey, int] | None) -> None:
        """Scroll so that the card is where it was; where the page is too short for that it gets longer."""
        self._pad(0)
        card = self._widgets.get(anchor[0]) if anchor else None
        if anchor is None or card is None:
            return
        self._settle()
        bar = self._area.verticalScrollBar()
        wanted = card.mapTo(self._inside, QPoint(0, 0)).y() - anchor[1]
        if wanted > bar.maximum():
            self._pad(wanted - bar.maximum())
            self._settle()
        bar.setValue(wanted)

    def _pad(self, height: int) -> None:
        margins = self._column.contentsMargins()
        margins.setBottom(tokens.XL + height)
        self._column.setContentsMargins(margins)

    def _settle(self) -> None:
        """Lay everything out now, not when the next events come."""
        for section in self._ordered():
            if (layout := section.layout()) is not None:
                layout.activate()
        view = self._area.viewport().size()
        height = max(self._column.totalHeightForWidth(view.width()), view.height())
        self._inside.resize(view.width(), height)
        self._column.activate()
        self._area.verticalScrollBar().setMaximum(height - view.height())

    def _widget(self, card: Card) -> SuggestionCard:
        key = card.suggestion.key
        widget = self._widgets.get(key)
        if widget is None:
            widget = self._widgets[key] = SuggestionCard(self.desk, card)
            widget.opened.connect(lambda: self.desk.open_card(self._widgets[key].card))
            widget.saved.connect(lambda: self.desk.save_card(self._widgets[key].card))
            widget.refused.connect(lambda: self.refuse(key))
            widget.kept.connect(lambda: self.keep(key))
            widget.moved.connect(lambda step: self._move_focus(key, step))
        elif widget.card != card:
            widget.set_card(card)
        return widget

    def _drop(self, key: SuggestionKey) -> None:
        if (widget := self._widgets.pop(key, None)) is not None:
            self._keep_focus(widget)
            widget.hide()
            widget.deleteLater()

    def _keep_focus(self, leaving: QWidget | None) -> None:
        """Take the focus off what is about to go: Qt would hand it to a card far below and scroll there."""
        focus = self.window().focusWidget()  # behind a dialog too
        if leaving is not None and focus is not None and (focus is leaving or leaving.isAncestorOf(focus)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold(self, name: str) -> None:
        self._unfolded ^= {name}
        self._show_cards(self._cards)

    def keep(self, key: SuggestionKey) -> None:
        """Keep a card for later or let it go: it stands elsewhere then, the focus stays with the others."""
        card = self._widgets[key].card
        self._move_focus(key, 1)
        self.desk.keep(card)

    def refuse(self, key: SuggestionKey) -> None:
        """Not for me: gone at once, with a way back."""
        title = next((c.suggestion.title for c in self._cards if c.suggestion.key == key), "")
        self._move_focus(key, 1)
        self._show_cards(tuple(c for c in self._cards if c.suggestion.key != key))
        self.desk.refuse(key, title)

    def _move_focus(self, key: SuggestionKey, step: int) -> None:
        """Move the focus to the card beside (±1) or in the row below or above (±100)."""
        order = [w for s in self._ordered() for w in s.cards.cards]
        here = self._widgets.get(key)
        if here is None or here not in order:
            return
        if abs(step) == 1:
            target = order[min(max(order.index(here) + step, 0), len(order) - 1)]
        else:
            at = here.mapTo(self._inside, QPoint(here.width() // 2, 0))
            target = self._beyond(order, here, at, step)
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(target, 0, tokens.XXL)

    def _beyond(
        self, order: list[SuggestionCard], here: SuggestionCard, at: QPoint, step: int
    ) -> SuggestionCard:
        best, gap = here, (1 << 30, 1 << 30)
        for card in order:
            place = card.mapTo(self._inside, QPoint(card.width() // 2, 0))
            down = (place.y() - at.y()) * (1 if step > 0 else -1)
            if down > 0 and (down, abs(place.x() - at.x())) < gap:
                best, gap = card, (down, abs(place.x() - at.x()))
        return best

    def _ordered(self) -> list[Section]:
        """Return the sections from top to bottom, without `itemAt`.

        [Note: Items of layouts] PySide 6.11 keeps a wrapper of each item that Qt's own layouts hand out. Qt
        deletes the item and tells nobody; whatever wrapper is made at its address later dies of that.
        """
        places = {self._column.indexOf(section): section for section in self._sections.values()}
        return [places[at] for at in sorted(places) if at >= 0]

    # covers

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and self._cards:
            QTimer.singleShot(0, self, lambda: self._show_cards(self._cards))  # once the area knows its width
        self._look.start()

    def _want_covers(self) -> None:
        """Ask for the covers that can be seen, and then for those just below."""
        if not self.isVisible():
            return
        height = self._area.viewport().height()
        top = self._area.verticalScrollBar().value()
        near: list[SuggestionCard] = []
        for reach in (height, height + tokens.COVER_PX):
            for section in self._ordered():
                y = section.cards.mapTo(self._inside, QPoint(0, 0)).y()
                near += section.cards.visible_cards(QRect(0, top - y, section.cards.width(), reach))
        self.desk.thumbs.want("home", [card.stand_in() for card in near if card.cover is None])
        self.desk.covers.want("home", [card.cover_key() for card in near])

    def _cover_came(self, key: object) -> None:
        for card in self._widgets.values():
            if card.cover_key() == key:
                card.update()

    def _thumb_came(self, key: object) -> None:
        for card in self._widgets.values():
            if key == card.stand_in() or (card.underMouse() and key in card.slides()):
                card.update()

    # empty states

    def _empty_state(self, home: Home) -> QWidget:
        desk = self.desk
        match home.state:
            case HomeState.NO_FOLDER:
                return where_photos_are(desk)
            case HomeState.FOLDER_MISSING:
                return folder_is_away(desk, home.rolls[0].path)
            case HomeState.FOLDER_EMPTY:
                return no_photo_in(desk, home.rolls[0].path)
            case HomeState.NONE_TODAY:
                return EmptyState(
                    "lightbulb", _("Nothing to suggest today"),
                    _("It looks again every day. Your photos are all in the library."),
                    _("Open the library"), lambda: desk.go.emit("library"),
                )  # fmt: skip
            case HomeState.OFF:
                return EmptyState(
                    "lightbulb", _("Suggestions are off"),
                    _("Nothing is suggested and no new photos are looked at."),
                    _("Open Settings"), lambda: desk.go.emit("settings"),
                )  # fmt: skip
            case _:
                return self.not_allowed()
