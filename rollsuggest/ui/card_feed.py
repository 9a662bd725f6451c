"""The cards of the home page: sections in a scrolled column, where nothing jumps under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from rollsuggest.consent.grants import Grants
from rollsuggest.i18n import _
from rollsuggest.library.rows import Card
from rollsuggest.model import SuggestionKey
from rollsuggest.ui import tokens
from rollsuggest.ui.aiming import AIMS_MS
from rollsuggest.ui.card_grid import first_rows
from rollsuggest.ui.cards import MARGIN, SuggestionCard
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.feed import Growing, NewCards, Section
from rollsuggest.ui.holding import Holding
from rollsuggest.ui.home import Group, Home, sections
from rollsuggest.ui.keeping_focus import KeepingFocus
from rollsuggest.ui.keeping_place import KeepingPlace
from rollsuggest.ui.questions import Questions

ROWS = 2  # of a section before "Show all"


class CardFeed(QScrollArea):
    """What there is to say, the questions and the cards; `page` is the one it stands on."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__()
        self.desk = desk
        self.cards: dict[SuggestionKey, SuggestionCard] = {}  # that are shown
        self.sections: dict[str, Section] = {}
        self._home = Home(Grants())
        self._unfolded: set[str] = set()
        self._all: tuple[Card, ...] = ()
        self._waited_for = False  # what comes of an answer
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Always there, seen only when of use: a bar that comes would make the page narrower and all rows new.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: bar.setEnabled(most > 0))
        bar.setEnabled(False)
        self.setAccessibleName(_("Suggestions"))
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        side = tokens.XXL - MARGIN
        self._column.setContentsMargins(side, 0, side, tokens.XL)
        self._column.setSpacing(tokens.M)
        self.questions = Questions(desk)
        self.growing = Growing()
        self.show_new = NewCards(self.sort)
        self._column.addWidget(self.growing)
        self._column.addWidget(self.questions)
        self._column.addStretch(1)
        self.setWidget(inside)
        self._inside = inside
        self._place = KeepingPlace(self, inside, self._column)
        self.focus = KeepingFocus(page, self, self._order)
        self.holding = Holding(page, self, self._place, self.cards, self._ordered)
        self.questions.answered.connect(self._wait_for_it)
        self.questions.leaving.connect(lambda: self.focus.keep(self.questions))
        self._look = QTimer(self, interval=40, singleShot=True)
        self._look.timeout.connect(self._want_covers)
        self._let_in = QTimer(self, interval=AIMS_MS, singleShot=True)
        self._let_in.timeout.connect(self._show_what_waits)
        bar.valueChanged.connect(self.look)
        desk.covers.arrived.connect(self._cover_came)
        desk.thumbs.arrived.connect(self._thumb_came)

    # what is shown

    def show_home(self, home: Home, anew: bool) -> None:
        """Show what there is; `anew` where something else stood in its place till now."""
        changed = (home.missed, home.cards) != (self._home.missed, self._home.cards)
        waited_for, self._home = self._waited_for and changed, home
        still = self._somebody_aims() and not anew and not waited_for
        self._waited_for &= not changed
        self._ask_and_say(still)
        self._show_cards(home.cards, still, hold=not waited_for)

    def begin(self) -> None:
        """The page is shown, or shown anew: nobody has aimed at anything yet."""
        self.holding.aiming.begin()
        self.look()

    def look(self) -> None:
        """Ask soon for the covers that can be seen."""
        self._look.start()

    def clear(self) -> None:
        """Show no cards: something else stands in their place."""
        self._show_cards((), still=False)

    def go_up(self) -> None:
        self.verticalScrollBar().setValue(0)

    def follow_width(self) -> None:
        """Show what there is room for now."""
        if self._all:
            QTimer.singleShot(
                0, self, lambda: self._show_cards(self._all, still=True)
            )  # once the area knows its width

    def _wait_for_it(self) -> None:
        """Somebody answered, or took it back: what comes of that is shown at once."""
        self._waited_for = True

    def _somebody_aims(self) -> bool:
        return self.holding.somebody_aims(self.desk.today())

    def _ask_and_say(self, still: bool) -> None:
        home = self._home
        self.questions.ask(home.missed, [c for c in home.cards if c.suggestion.question], still)
        self.growing.say(home.status, still)

    def sort(self) -> None:
        """Put every card where it belongs now, from the top."""
        self.focus.keep(self.show_new)
        self.focus.forget()
        self.holding.aiming.forget()
        self.go_up()
        self._ask_and_say(still=False)
        self._show_cards(self._all, still=False, hold=False)

    def _show_cards(self, cards: tuple[Card, ...], still: bool, hold: bool = True) -> None:
        """Show the cards. Where it is to be `still` none that is seen moves; else one keeps its place."""
        today = self.desk.today()
        anchor = self.holding.anchor(self._moving(cards)) if hold else None
        self._all = cards
        shut = self.holding.still() if still else ()
        found = sections(cards, today, shut)
        self.holding.day = today
        keys = {card.suggestion.key for group in found for card in group.cards}  # not those that wait
        stay = {key for name, _keys in shut for key in self._shown_in(name)} - {
            c.suggestion.key for c in cards
        }
        for key in [key for key in self.cards if key not in keys | stay]:
            self._drop(key)
        names = {
            group.name for group in found if group.cards or stay.intersection(self._shown_in(group.name))
        }
        for name in [name for name in self.sections if name not in names]:
            self.sections.pop(name).deleteLater()
        for place, group in enumerate(group for group in found if group.name in names):
            section = self._section(group.name, group.title)
            if self._column.indexOf(section) != place + 2:
                self._column.insertWidget(place + 2, section)
                section.show()  # Qt leaves it out of the layout till then
            section.remember(group, anew=group.name not in {one.name for one in shut})
            self._fill(group, stay, still)
        asked = sum(bool(card.suggestion.question) for card in cards)
        self.show_new.offer(len(cards) - asked - sum(len(group.cards) for group in found))
        self.look()
        if still and (not self.show_new.isHidden() or any(card.gone for card in self.cards.values())):
            self._let_in.start()
        key, y = anchor or (SuggestionKey(""), 0)
        self._place.hold(self.cards.get(key), y, self._ordered())

    def _show_what_waits(self) -> None:
        """Let in what was kept waiting for somebody who aims no more, and close the places of what went."""
        still = self._somebody_aims()
        if not still:
            self._ask_and_say(still)
        self._show_cards(self._all, still)

    def _shown_in(self, name: str) -> list[SuggestionKey]:
        section = self.sections.get(name)
        return [w.card.suggestion.key for w in section.cards.cards] if section else []

    def _section(self, name: str, title: str) -> Section:
        if name not in self.sections:
            section = self.sections[name] = Section(name, title)
            section.all.clicked.connect(lambda _checked=False: self._fold(name))
        return self.sections[name]

    def _fill(self, group: Group, stay: set[SuggestionKey], still: bool) -> None:
        """Show the first rows of a section, or all of it; a day's cards are few and all shown.

        Those that `stay` are suggested no more: their place is kept.
        """
        section, unfolded = self.sections[group.name], group.name in self._unfolded
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
        widget = self.cards.get(key)
        if widget is not None and (still or card is None):
            return widget.wide
        return SuggestionCard.usual_width(card) if card is not None else 0

    def _room(self) -> int:
        """Return how wide the cards of a section may stand."""
        margins = self._column.contentsMargins()
        return self.viewport().width() - margins.left() - margins.right()

    def _moving(self, cards: tuple[Card, ...]) -> set[SuggestionKey]:
        """Return the cards that go to what is kept for later, or come from there: nothing goes with them."""
        saved = self.sections.get("saved")
        return {card.suggestion.key for card in cards if card.kept} ^ set(saved.holds if saved else ())

    def _widget(self, key: SuggestionKey, card: Card | None, still: bool) -> SuggestionCard:
        """Return what shows a card; without one there is only its place."""
        widget = self.cards.get(key)
        if card is None:
            self.focus.keep(self.cards[key])
            self.cards[key].go()
            return self.cards[key]
        if widget is None:
            widget = self.cards[key] = SuggestionCard(self.desk, card)
            widget.opened.connect(lambda: self.desk.open_card(self.cards[key].card))
            widget.saved.connect(lambda: self.desk.save_card(self.cards[key].card))
            widget.refused.connect(lambda: self.refuse(key))
            widget.kept.connect(lambda: self.keep(key))
            widget.moved.connect(lambda step: self.focus.move(self.cards.get(key), step))
        elif widget.card != card or widget.gone:
            widget.set_card(card, still)
        if not still:
            widget.take_room()
        return widget

    def _drop(self, key: SuggestionKey) -> None:
        if (widget := self.cards.pop(key, None)) is not None:
            self.focus.keep(widget)
            widget.hide()
            widget.deleteLater()

    def _ordered(self) -> list[Section]:
        """Return the sections from top to bottom, without `itemAt`.

        [Note: Items of layouts] PySide 6.11 keeps a wrapper of each item that Qt's own layouts hand out. Qt
        deletes the item and tells nobody; whatever wrapper is made at its address later dies of that.
        """
        places = {self._column.indexOf(section): section for section in self.sections.values()}
        return [places[at] for at in sorted(places) if at >= 0]

    def _order(self) -> list[SuggestionCard]:
        return [card for section in self._ordered() for card in section.cards.cards]

    # what the person does

    def _fold(self, name: str) -> None:
        self._unfolded ^= {name}
        self._show_cards(self._all, still=True)

    def keep(self, key: SuggestionKey) -> None:
        """Keep a card for later or let it go: it stands elsewhere then, the focus stays with the others."""
        card = self.cards[key].card
        self.focus.move(self.cards.get(key), 1)
        self.desk.keep(card)

    def refuse(self, key: SuggestionKey) -> None:
        """Not for me: gone at once, with a way back."""
        title = next((c.title for c in self._all if c.suggestion.key == key), "")
        self.focus.move(self.cards.get(key), 1)
        self._close_up(key)
        self._show_cards(tuple(c for c in self._all if c.suggestion.key != key), still=True)
        self.desk.refuse(key, title)
        self.desk.bridge.forget("home")  # else one that was being read brought it back

    def _close_up(self, key: SuggestionKey) -> None:
        """Take a card away with its place: the person did that."""
        for section in self._ordered():
            section.cards.cards = [w for w in section.cards.cards if w.card.suggestion.key != key]
        self._drop(key)

    # covers

    def _want_covers(self) -> None:
        """Ask for the covers that can be seen, and then for those just below."""
        if not self.isVisible():
            return
        height = self.viewport().height()
        top = self.verticalScrollBar().value()
        near: list[SuggestionCard] = []
        for reach in (height, height + tokens.COVER_PX):
            for section in self._ordered():
                y = section.cards.mapTo(self._inside, QPoint(0, 0)).y()
                seen = section.cards.visible_cards(QRect(0, top - y, section.cards.width(), reach))
                near += [card for card in seen if not card.gone]
        self.desk.thumbs.want("home", [card.stand_in() for card in near if card.cover is None])
        self.desk.covers.want("home", [card.cover_key() for card in near])

    def _cover_came(self, key: object) -> None:
        for card in self.cards.values():
            if card.cover_key() == key:
                card.update()

    def _thumb_came(self, key: object) -> None:
        for card in self.cards.values():
            if key == card.stand_in() or (card.underMouse() and key in card.slides()):
                card.update()
