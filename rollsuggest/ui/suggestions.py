"""The home page: what could be made of the photos, in sections; and its empty states."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.consent.grants import Grants
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.rows import IndexStatus
from rollsuggest.studio import Studio
from rollsuggest.ui.card_feed import CardFeed
from rollsuggest.ui.controls import Button, EmptyState
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.home import Home, HomeState, read_found, read_home
from rollsuggest.ui.learning import Learning
from rollsuggest.ui.no_cards import instead_of_cards
from rollsuggest.ui.page import Page, header
from rollsuggest.ui.skeleton import Skeleton

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
        self._adding = False  # a folder was chosen a moment ago
        self.feed = CardFeed(desk, self)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(_("Suggestions"))
        self._learning = Learning(desk)
        self._empty: QWidget = QWidget()
        self._skeleton = Skeleton(self.feed)
        self._stack = QStackedLayout()
        for widget in (self.feed, self._learning, self._empty):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.quiet = Button(_("Quiet list"), lambda: desk.go.emit("quiet"), icon="eye-off", kind="quiet")
        self.quiet.hide()
        layout.addLayout(header(_("Suggestions"), self.feed.show_new, self.quiet))
        layout.addLayout(self._stack, 1)
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
            self.feed.begin()
            self.feed.focus.keep(self._stack.currentWidget())
            self.feed.go_up()
        if state is HomeState.CARDS:
            self.feed.show_home(home, anew=self.state is not HomeState.CARDS)
            self._stack.setCurrentWidget(self.feed)
        elif state is HomeState.LEARNING:
            self._learning.show_home(home)
            self._stack.setCurrentWidget(self._learning)
        elif state is not self.state:
            self._show_instead(instead_of_cards(self.desk, home) or self.not_allowed())
        if state is not HomeState.CARDS:
            self.feed.clear()
        self.quiet.setVisible(state in WITH_PHOTOS)
        self.state = state

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

    # the focus, where none of the cards has it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key())) if self.hasFocus() else None
        if step is None or not self.feed.focus.go_on(step):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, onward: bool) -> bool:
        focus = self.feed.focus
        if self.hasFocus() and focus.left and focus.go_on(1 if onward else -1):
            return True
        return super().focusNextPrevChild(onward)

    # the window

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.feed.begin()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.feed.holding.aiming.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._skeleton.setGeometry(self.feed.rect())
        if event.oldSize().width() != event.size().width():
            self.feed.follow_width()
        self.feed.look()
