"""The home page: what could be made of the photos, in sections; and its empty states."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.consent.grants import Grants
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.rows import Card, IndexStatus
from rollsuggest.model import SuggestionKey
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens
from rollsuggest.ui.aiming import AIMS_MS, Aiming
from rollsuggest.ui.card_grid import first_rows
from rollsuggest.ui.cards import MARGIN, SuggestionCard
from rollsuggest.ui.controls import Button, EmptyState
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.feed import Growing, NewCards, Section
from rollsuggest.ui.home import Group, Home, HomeState, Still, read_found, read_home, sections
from rollsuggest.ui.keeping_place import KeepingPlace
from rollsuggest.ui.learning import Learning
from rollsuggest.ui.no_cards import instead_of_cards
from rollsuggest.ui.page import Page, header
from rollsuggest.ui.questions import Questions
from rollsuggest.ui.skeleton import Skeleton

ROWS = 2  # of a section before "Show all"
WITHOUT_PHOTOS = (HomeState.NO_FOLDER, HomeState.FOLDER_EMPTY, HomeState.LEARNING)
WITH_PHOTOS = (HomeState.CARDS, HomeState.NONE_TODAY)  # while it learns the page itself offers the Quiet list
STEPS = {
    Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
}  # fmt: skip


class SuggestionsPage(Page):
    topics = frozenset({"consent", "settings", "rolls", "photos", "people", "suggestions", "status"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state: HomeState | None = None
        self._home = Home(Grants())
        self._widgets: dict[SuggestionKey, SuggestionCard] = {}
        self._sections: dict[str, Section] = {}
        self._unfolded: set[str] = set()
        self._cards: tuple[Card, ...] = ()
        self._day: date | None = None
        self._adding = False  # a folder was chosen a moment ago
        self._waited_for = False  # what comes of an answer
        self._aiming = Aiming(self)
        self._focus_left: int | None = None  # how many cards stand before the one that went with it
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
        self._questions.answered.connect(self._wait_for_it)
        self._questions.leaving.connect(lambda: self._keep_focus(self._questions))
        self._growing = Growing()
        self.show_new = NewCards(self.sort)
        self._column.addWidget(self._growing)
        self._column.addWidget(self._questions)
        self._column.addStretch(1)
        self._area.setWidget(inside)
        self._inside = inside
        self._place = KeepingPlace(self._area, inside, self._column)
        self._learning = Learning(desk)
        self._empty: QWidget = QWidget()
        self._skeleton = Skeleton(self._area)
        self._stack = QStackedLayout()
        for widget in (self._area, self._learning, self._empty):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.quiet = Button(_("Quiet list"), lambda: desk.go.emit("quiet"), icon="eye-off", kind="quiet")
        self.quiet.hide()
        layout.addLayout(header(_("Suggestions"), self.show_new, self.quiet))
        layout.addLayout(self._stack, 1)
        self._look = QTimer(self, interval=40, singleShot=True)
        self._look.timeout.connect(self._want_covers)
        self._let_in = QTimer(self, interval=AIMS_MS, singleShot=True)
        self._let_in.timeout.connect(self._show_what_waits)
        self._area.verticalScrollBar().valueChanged.connect(lambda _value: self._look.start())
        desk.covers.arrived.connect(self._cover_came)
        desk.thumbs.arrived.connect(self._thumb_came)
        desk.folder_chosen.connect(self._folder_chosen)

    @property
    def tells_trouble(self) -> bool:
        """Whether it says why looking at photos ended, or will once it is read."""
        return self.state in (None, HomeState.CARDS, HomeState.LEARNING)

    def refresh(self) -> None:
        today = self.desk.today()

        def read(studio: Studio) -> Home:
            return read_home(studio, today)

        if self.state in WITHOUT_PHOTOS:
            self.desk.bridge.read("found", read_found, self._show_found, self._failed, told_late=True)
        self.desk.bridge.read("home", read, self.show_home, self._failed, pool="home", told_late=True)

    def _folder_chosen(self, adding: bool) -> None:
        """Say at once that photos are looked for; what becomes of it is read once the folder is added."""
        self._adding = adding
        if not adding:
            self.refresh()
        elif self.state in WITHOUT_PHOTOS:
            self._show_state(Home(Grants(), status=IndexStatus("scanning")), HomeState.LEARNING)

    def _show_found(self, home: Home) -> None:
        """Show the photos found so far, and how far it is, while the rules speak for the first time."""
        if self.state in WITHOUT_PHOTOS and home.state is HomeState.LEARNING:
            self.show_home(home)

    def show_home(self, home: Home) -> None:
        if not (self._adding and home.state in WITHOUT_PHOTOS):  # read before the folder was there
            self._show_state(home, home.state)

    def _show_state(self, home: Home, state: HomeState) -> None:
        self._skeleton.hide()
        if state is not self.state:
            self._aiming.begin()  # nobody has aimed at any of these yet
            self._keep_focus(self._stack.currentWidget())
            self._area.verticalScrollBar().setValue(0)
        if state is HomeState.CARDS:
            changed = (home.missed, home.cards) != (self._home.missed, self._home.cards)
            waited_for, self._home = self._waited_for and changed, home
            still = self._somebody_aims() and self.state is HomeState.CARDS and not waited_for
            self._waited_for &= not changed
            self._ask_and_say(still)
            self._show_cards(home.cards, still, hold=not waited_for)
            self._stack.setCurrentWidget(self._area)
        elif state is HomeState.LEARNING:
            self._learning.show_home(home)
            self._stack.setCurrentWidget(self._learning)
        elif state is not self.state:
            self._show_instead(instead_of_cards(self.desk, home) or self.not_allowed())
        if state is not HomeState.CARDS:
            self._show_cards((), still=False)
        self.quiet.setVisible(state in WITH_PHOTOS)
        self.state = state

    def _wait_for_it(self) -> None:
        """Somebody answered, or took it back: what comes of that is shown at once."""
        self._waited_for = True

    def _ask_and_say(self, still: bool) -> None:
        home = self._home
        self._questions.ask(home.missed, [c for c in home.cards if c.suggestion.question], still)
        self._growing.say(home.status, still)

    def _show_instead(self, state: QWidget) -> None:
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = state
        self._stack.addWidget(state)
        self._stack.setCurrentWidget(state)

    def _failed(self, error: UserError) -> None:
        """Say in place why there is nothing to see; what is on the page stays, and the notice says it."""
        self._skeleton.hide()
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
        self._keep_focus(self.show_new)
        self._focus_left = None
        self._aiming.forget()
        self._area.verticalScrollBar().setValue(0)
        self._ask_and_say(still=False)
        self._show_cards(self._cards, still=False, hold=False)

    def _show_cards(self, cards: tuple[Card, ...], still: bool, hold: bool = True) -> None:
        """Show the cards. Where it is to be `still` none that is seen moves; else one keeps its place."""
        today = self.desk.today()
        anchor = self._anchor(self._moving(cards)) if hold else None
        self._cards = cards
        shut = self._still() if still else ()
        found = sections(cards, today, shut)
        self._day = today
        keys = {card.suggestion.key for group in found for card in group.cards}  # not those that wait
        stay = {key for name, _keys in shut for key in self._shown_in(name)} - {
            c.suggestion.key for c in cards
        }
        for key in [key for key in self._widgets if key not in keys | stay]:
            self._drop(key)
        names = {
            group.name for group in found if group.cards or stay.intersection(self._shown_in(group.name))
        }
        for name in [name for name in self._sections if name not in names]:
            self._sections.pop(name).deleteLater()
        for place, group in enumerate(group for group in found if group.name in names):
            section = self._section(group.name, group.title)
            if self._column.indexOf(section) != place + 2:
                self._column.insertWidget(place + 2, section)
                section.show()  # Qt leaves it out of the layout till then
            section.remember(group, anew=group.name not in {one.name for one in shut})
            self._fill(group, stay, still)
        asked = sum(bool(card.suggestion.question) for card in cards)
        self.show_new.offer(len(cards) - asked - sum(len(group.cards) for group in found))
        self._look.start()
        if still and (not self.show_new.isHidden() or any(card.gone for card in self._widgets.values())):
            self._let_in.start()
        key, y = anchor or (SuggestionKey(""), 0)
        self._place.hold(self._widgets.get(key), y, self._ordered())

    def _show_what_waits(self) -> None:
        """Let in what was kept waiting for somebody who aims no more, and close the places of what went."""
        still = self._somebody_aims()
        if not still:
            self._ask_and_say(still)
        self._show_cards(self._cards, still)

    def _shown_in(self, name: str) -> list[SuggestionKey]:
        section = self._sections.get(name)
        return [w.card.suggestion.key for w in section.cards.cards] if section else []

    def _section(self, name: str, title: str) -> Section:
        if name not in self._sections:
            section = self._sections[name] = Section(title)
            section.all.clicked.connect(lambda _checked=False: self._fold(name))
        return self._sections[name]

    def _fill(self, group: Group, stay: set[SuggestionKey], still: bool) -> None:
        """Show the first rows of a section, or all of it; a day's cards are few and all shown.

        Those that `stay` are suggested no more: their place is kept.
        """
        section, unfolded = self._sections[group.name], group.name in self._unfolded
        every = unfolded or group.name == "today"
        cards = {card.suggestion.key: card for card in group.cards}
        left = [key for key in self._shown_in(group.name) if key in stay]
        places = section.in_order([*cards, *left])
        widths = [self._wide(key, cards.get(key), still) for key in places]
        few = len(places) if every else first_rows(widths, self._room(), ROWS)
        section.offer(len(places), few, unfolded)
        for key in places[few:]:
            self._drop(key)
        section.cards.set_cards([self._widget(key, cards.get(key), still) for key in places[:few]])

    def _wide(self, key: SuggestionKey, card: Card | None, still: bool) -> int:
        """Return the usual width of a cover; one that is seen keeps its own where nothing may move."""
        widget = self._widgets.get(key)
        if widget is not None and (still or card is None):
            return widget.wide
        return SuggestionCard.usual_width(card) if card is not None else 0

    def _room(self) -> int:
        """Return how wide the cards of a section may stand."""
        margins = self._column.contentsMargins()
        return self._area.viewport().width() - margins.left() - margins.right()

    # nothing jumps under the pointer

    def _somebody_aims(self) -> bool:
        """Tell whether somebody may be about to press what is on the page."""
        new_day = self._day != self.desk.today()  # then only who is moving the pointer now keeps the old
        if new_day:
            self._aiming.forget()
        self._aiming.look()
        if not self.isVisible():
            return False
        if new_day:
            return self._aiming.moved
        there = self._aiming.moved or self._area.verticalScrollBar().value() > 0
        return self._pointed_at() is not None or (self._aiming.read and there)

    def _still(self) -> tuple[Still, ...]:
        """Return the sections down to the last one that is seen or has the focus."""
        focus, below = QApplication.focusWidget(), self._place.seen_to()
        seen = [
            self._place.down(section) < below or (focus is not None and section.isAncestorOf(focus))
            for section in self._ordered()
        ]
        names = {section: name for name, section in self._sections.items()}
        last = max((number for number, one in enumerate(seen) if one), default=-1)
        return tuple(Still(names[section], section.holds) for section in self._ordered()[: last + 1])

    def _moving(self, cards: tuple[Card, ...]) -> set[SuggestionKey]:
        """Return the cards that go to what is kept for later, or come from there: nothing goes with them."""
        saved = self._sections.get("saved")
        return {card.suggestion.key for card in cards if card.kept} ^ set(saved.holds if saved else ())

    def _pointed_at(self) -> SuggestionCard | None:
        focus = QApplication.focusWidget()
        for card in self._widgets.values():
            if not card.gone and card.underMouse():
                return card
            if focus is not None and (card is focus or card.isAncestorOf(focus)):
                return card
        return None

    def _anchor(self, moving: set[SuggestionKey]) -> tuple[SuggestionKey, int] | None:
        """Return a card that must stay where it is on the screen, and how far down that is."""
        if not self.isVisible():
            return None
        top = self._area.verticalScrollBar().value()
        pointed = self._pointed_at()
        every = [card for card in self._order() if not card.gone]
        seen = [*([pointed] if pointed else []), *(every if top else [])]
        for card in (w for w in seen if w.card.suggestion.key not in moving):
            y = self._place.down(card) - top
            if y + card.height() > 0:
                return card.card.suggestion.key, y
        return None

    def _widget(self, key: SuggestionKey, card: Card | None, still: bool) -> SuggestionCard:
        """Return what shows a card; without one there is only its place."""
        widget = self._widgets.get(key)
        if card is None:
            self._keep_focus(self._widgets[key])
            self._widgets[key].go()
            return self._widgets[key]
        if widget is None:
            widget = self._widgets[key] = SuggestionCard(self.desk, card)
            widget.opened.connect(lambda: self.desk.open_card(self._widgets[key].card))
            widget.saved.connect(lambda: self.desk.save_card(self._widgets[key].card))
            widget.refused.connect(lambda: self.refuse(key))
            widget.kept.connect(lambda: self.keep(key))
            widget.moved.connect(lambda step: self._move_focus(key, step))
        elif widget.card != card or widget.gone:
            widget.set_card(card, still)
        if not still:
            widget.take_room()
        return widget

    def _drop(self, key: SuggestionKey) -> None:
        if (widget := self._widgets.pop(key, None)) is not None:
            self._keep_focus(widget)
            widget.hide()
            widget.deleteLater()

    def _keep_focus(self, leaving: QWidget | None) -> None:
        """Take the focus off what is about to go: Qt would hand it to a card far below and scroll there.

        The next key goes on from where that was.
        """
        focus = self.window().focusWidget()  # behind a dialog too
        if leaving is not None and focus is not None and (focus is leaving or leaving.isAncestorOf(focus)):
            order = self._order()
            self._focus_left = order.index(leaving) if leaving in order else None
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key())) if self.hasFocus() else None
        if step is None or not self._go_on(step):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, onward: bool) -> bool:
        if self.hasFocus() and self._focus_left is not None and self._go_on(1 if onward else -1):
            return True
        return super().focusNextPrevChild(onward)

    def _go_on(self, step: int) -> bool:
        """Give the focus to the card after (1) or before (-1) the one that went with it."""
        order = [card for card in self._order() if not card.gone]
        if not order or self._stack.currentWidget() is not self._area:
            return False
        before = [card for card in self._order()[: self._focus_left or 0] if not card.gone]
        at = len(before) if step > 0 else len(before) - 1
        self._give_focus(order[min(max(at, 0), len(order) - 1)])
        return True

    def _order(self) -> list[SuggestionCard]:
        return [card for section in self._ordered() for card in section.cards.cards]

    def _give_focus(self, card: SuggestionCard) -> None:
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(card, 0, tokens.XXL)

    def _fold(self, name: str) -> None:
        self._unfolded ^= {name}
        self._show_cards(self._cards, still=True)

    def keep(self, key: SuggestionKey) -> None:
        """Keep a card for later or let it go: it stands elsewhere then, the focus stays with the others."""
        card = self._widgets[key].card
        self._move_focus(key, 1)
        self.desk.keep(card)

    def refuse(self, key: SuggestionKey) -> None:
        """Not for me: gone at once, with a way back."""
        title = next((c.suggestion.title for c in self._cards if c.suggestion.key == key), "")
        self._move_focus(key, 1)
        self._close_up(key)
        self._show_cards(tuple(c for c in self._cards if c.suggestion.key != key), still=True)
        self.desk.refuse(key, title)
        self.desk.bridge.forget("home")  # else one that was being read brought it back

    def _close_up(self, key: SuggestionKey) -> None:
        """Take a card away with its place: the person did that."""
        for section in self._ordered():
            section.cards.cards = [w for w in section.cards.cards if w.card.suggestion.key != key]
        self._drop(key)

    def _move_focus(self, key: SuggestionKey, step: int) -> None:
        """Move the focus to the card beside (±1) or in the row below or above (±100)."""
        order = [card for card in self._order() if not card.gone]
        here = self._widgets.get(key)
        if here is None or here not in order:
            return
        if abs(step) == 1:
            target = order[min(max(order.index(here) + step, 0), len(order) - 1)]
        else:
            at = here.mapTo(self._inside, QPoint(here.width() // 2, 0))
            target = self._beyond(order, here, at, step)
        self._give_focus(target)

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
        self._aiming.begin()
        self._look.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._aiming.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._skeleton.setGeometry(self._area.rect())
        if event.oldSize().width() != event.size().width() and self._cards:
            QTimer.singleShot(
                0, self, lambda: self._show_cards(self._cards, still=True)
            )  # once the area knows its width
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
                seen = section.cards.visible_cards(QRect(0, top - y, section.cards.width(), reach))
                near += [card for card in seen if not card.gone]
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
