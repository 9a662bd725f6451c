"""The home page: what could be made of the photos, in sections; and its empty states."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from rollsuggest.i18n import _
from rollsuggest.library.rows import Card, IndexStatus
from rollsuggest.model import SuggestionKey
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.cards import MARGIN, CardGrid, SuggestionCard
from rollsuggest.ui.controls import Button, EmptyState, label
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.home import BUSY, Home, HomeState, read_home, sections
from rollsuggest.ui.page import Page, header
from rollsuggest.ui.questions import Questions

CAP = 10  # cards of a section before "Show all"


class Section(QWidget):
    """A heading with its cards."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.cards = CardGrid()
        self.all = Button(_("Show all"), kind="quiet")
        self.all.setVisible(False)
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, 0, MARGIN, 0)
        top.addWidget(label(title, "heading", wrap=False))
        top.addStretch(1)
        top.addWidget(self.all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, tokens.S)
        layout.setSpacing(tokens.S)
        layout.addLayout(top)
        layout.addWidget(self.cards)


def growing(status: IndexStatus) -> str:
    """Say that more is to come while photos are still looked at."""
    if status.state not in BUSY or status.total <= status.done:
        return ""
    return _("{n} photos are still to be looked at. More suggestions come as it goes on.").format(
        n=wording.count(status.total - status.done)
    )


class SuggestionsPage(Page):
    topics = frozenset({"consent", "settings", "rolls", "photos", "people", "suggestions", "status"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.state: HomeState | None = None
        self._widgets: dict[SuggestionKey, SuggestionCard] = {}
        self._sections: dict[str, Section] = {}
        self._unfolded: set[str] = set()
        self._cards: tuple[Card, ...] = ()
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(_("Suggestions"))
        self._area.setAccessibleName(_("Suggestions"))
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        side = tokens.XXL - MARGIN
        self._column.setContentsMargins(side, 0, side, tokens.XL)
        self._column.setSpacing(tokens.M)
        self._questions = Questions(desk)
        self._growing = label("", "muted")
        self._growing.setContentsMargins(MARGIN, 0, MARGIN, 0)
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

    def refresh(self) -> None:
        today = self.desk.today()
        self.desk.bridge.read("home", lambda studio: read_home(studio, today), self.show_home)

    def show_home(self, home: Home) -> None:
        if home.state is not self.state:
            self._keep_focus(self._stack.currentWidget())
            self._area.verticalScrollBar().setValue(0)
        if home.state is HomeState.CARDS:
            self._questions.ask(home.missed, [c for c in home.cards if c.suggestion.question])
            self._growing.setText(growing(home.status))
            self._growing.setVisible(bool(self._growing.text()))
            self._show_cards(home.cards)
            self._stack.setCurrentWidget(self._area)
        elif home.state is HomeState.LEARNING:
            self._learning.show_home(home)
            self._stack.setCurrentWidget(self._learning)
        elif home.state is not self.state:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = self._empty_state(home)
            self._stack.addWidget(self._empty)
            self._stack.setCurrentWidget(self._empty)
        if home.state is not HomeState.CARDS:
            self._show_cards(())
        self.state = home.state

    # cards

    def _show_cards(self, cards: tuple[Card, ...]) -> None:
        self._cards = cards
        keys = {card.suggestion.key for card in cards}
        for key in [key for key in self._widgets if key not in keys]:
            self._drop(key)
        found = sections(cards)
        for name in [name for name in self._sections if name not in {f[0] for f in found}]:
            self._sections.pop(name).deleteLater()
        for place, (name, title, held) in enumerate(found):
            section = self._sections.get(name)
            if section is None:
                section = self._sections[name] = Section(title)
                section.all.clicked.connect(lambda _checked=False, name=name: self._fold(name))
            self._column.insertWidget(place + 2, section)
            section.all.setVisible(len(held) > CAP)
            unfolded = name in self._unfolded
            all_text = _("Show all {n}").format(n=wording.count(len(held)))
            section.all.setText(_("Show fewer") if unfolded else all_text)
            section.all.setAccessibleName(f"{section.all.text()}: {title}")
            shown = held if unfolded else held[:CAP]
            for card in held[len(shown) :]:
                self._drop(card.suggestion.key)
            section.cards.set_cards([self._widget(card) for card in shown])
        self._look.start()

    def _widget(self, card: Card) -> SuggestionCard:
        key = card.suggestion.key
        widget = self._widgets.get(key)
        if widget is None:
            widget = self._widgets[key] = SuggestionCard(self.desk, card)
            widget.opened.connect(lambda: self.desk.open_card(self._widgets[key].card))
            widget.saved.connect(lambda: self.desk.save_asked.emit(self._widgets[key].card.recipe, key))
            widget.refused.connect(lambda: self.refuse(key))
            widget.kept.connect(lambda: self.desk.keep(self._widgets[key].card))
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
        focus = QApplication.focusWidget()
        if leaving is not None and focus is not None and (focus is leaving or leaving.isAncestorOf(focus)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fold(self, name: str) -> None:
        self._unfolded ^= {name}
        self._show_cards(self._cards)

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
        items = (self._column.itemAt(i) for i in range(self._column.count()))
        return [w for item in items if item and isinstance(w := item.widget(), Section)]

    # covers

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
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
        self.desk.covers.want("home", [card.cover_key() for card in near])

    def _cover_came(self, key: object) -> None:
        for card in self._widgets.values():
            if card.cover_key() == key:
                card.update()

    # empty states

    def _empty_state(self, home: Home) -> QWidget:
        desk = self.desk
        match home.state:
            case HomeState.NO_FOLDER:
                return EmptyState(
                    "folder-open", _("Where are your photos?"),
                    _("Choose the folder they lie in. It is opened read-only; nothing in it is changed."),
                    _("Choose a folder"), desk.folder_asked.emit,
                )  # fmt: skip
            case HomeState.FOLDER_MISSING:
                return EmptyState(
                    "triangle-alert", _("The folder is not there"),
                    _("{folder} cannot be found. If it is on a drive, plug it in; what was found is kept.")
                    .format(folder=home.rolls[0].path),
                    _("Look again"), lambda: desk.bridge.change(lambda studio: studio.start_indexing()),
                )  # fmt: skip
            case HomeState.FOLDER_EMPTY:
                return EmptyState(
                    "images", _("No photos here yet"),
                    _("No photo was found in {folder}. Add photos to it, or choose another folder.")
                    .format(folder=home.rolls[0].path),
                    _("Choose a folder"), desk.folder_asked.emit,
                )  # fmt: skip
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


class Learning(QWidget):
    """The first minutes: how far it is, and the photos found so far."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._said = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Photos looked at"))
        self._photos = PhotoGrid(desk, _("Photos found so far"), headings=False)
        self._photos.opened.connect(lambda index: desk.view(self._photos.tiles, index))
        self._desk = desk
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.XXL, 0, tokens.XXL, 0)
        layout.setSpacing(tokens.S)
        layout.addWidget(label(_("Getting to know your photos"), "heading"))
        layout.addWidget(self._said)
        layout.addWidget(self._bar)
        layout.addSpacing(tokens.S)
        layout.addWidget(self._photos, 1)

    def show_home(self, home: Home) -> None:
        words = _("The first suggestions appear within a minute or two, better ones as it goes on.")
        self._said.setText(". ".join(part for part in (wording.status(home.status), words) if part))
        self._bar.setRange(0, max(home.status.total, 0))
        self._bar.setValue(home.status.done)
        self._desk.thumbs.try_again()
        self._photos.set_tiles(home.tiles)
