"""The one window: rail, pages, status strip. Pages are built when they are first shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QSystemTrayIcon,
    QVBoxLayout,
    QWidget,
)

from rollsuggest.consent.grants import Grants
from rollsuggest.i18n import _
from rollsuggest.library.rows import Card, Tile
from rollsuggest.model import Purpose, Recipe, SuggestionKey
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio
from rollsuggest.ui import keys, tokens
from rollsuggest.ui.bridge import Bridge
from rollsuggest.ui.consent import ConsentDialog
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import DetailsDialog, Dialog
from rollsuggest.ui.dropping import FolderDrop
from rollsuggest.ui.folders import ask_folder
from rollsuggest.ui.looking import look_now
from rollsuggest.ui.notices import Notices
from rollsuggest.ui.page import Page
from rollsuggest.ui.pages import BELOW, LOOKS, PAGES, made, page_title, read_ahead
from rollsuggest.ui.rail import Rail
from rollsuggest.ui.sample import SampleBanner
from rollsuggest.ui.saving import Saver
from rollsuggest.ui.shortcuts import ShortcutsDialog
from rollsuggest.ui.stacks import Members
from rollsuggest.ui.status import StatusStrip
from rollsuggest.ui.suggestions import SuggestionsPage
from rollsuggest.ui.tab_order import bring_into_sight, put_in_order

READ_AHEAD_MS = 300  # by then the first page stands


class MainWindow(QMainWindow):
    outdated = Signal()  # its language or text size is not the chosen one any more: it has to be made anew
    quit_asked = Signal()  # the program is to end, whatever closing the window does
    background_chosen = Signal(bool)  # whether closing it leaves the program in the tray
    sample_chosen = Signal(bool)  # another library: that of sample photos, or the person's own again

    def __init__(
        self, studio: Studio, today: Callable[[], date] = date.today, *, sample: bool = False
    ) -> None:
        super().__init__()
        self._paths = studio.paths  # a plain value; every call goes over the bridge
        self.bridge = Bridge(studio, self)
        self.desk = Desk(self.bridge, today)
        self.desk.sample = sample
        self._stays = False  # in the tray when it is closed
        self.pages: dict[str, Page] = {}
        self.setWindowTitle(_("rollsuggest: sample photos") if sample else "rollsuggest")
        self.resize(*tokens.WINDOW_SIZE)
        self.setMinimumSize(*tokens.WINDOW_LEAST)
        self.rail = Rail(self.show_page)
        self._rail = self.rail.buttons
        self.stack = QStackedWidget()
        self.status = StatusStrip(self.desk)
        self._build()
        self.notices = Notices(self.stack)
        self.stack.currentChanged.connect(
            lambda _at: self.notices.raise_()
        )  # Qt raises the page that it shows
        self.saver = Saver(self.desk, self, self.notices)
        FolderDrop(self, self.desk)
        self._network: QObject | None = None  # asks the system only once it matters
        self._made_for: tuple[str, int] | None = None  # language and text size as set when it opened
        self._before = "suggestions"  # the page of the rail that Back leads to
        self._below = ""  # the page below it that is open, which a look goes back to
        self._seen_before = ""  # the photo's page that a drawing or a date was begun on
        self._connect()
        self.show_page("suggestions")
        self.bridge.read("first", lambda s: (s.grants(), s.settings()), self._first)

    def _build(self) -> None:
        inside = QWidget()
        right = QVBoxLayout()
        right.setSpacing(0)
        if self.desk.sample:
            right.addWidget(SampleBanner(self.desk))
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        self.setCentralWidget(inside)

    def _connect(self) -> None:
        desk = self.desk
        desk.go.connect(self.show_page)
        desk.card_opened.connect(self._open_card)
        desk.recipe_opened.connect(self._open_recipe)
        desk.photo_opened.connect(self._open_photo)
        desk.dates_asked.connect(self._open_dates)
        desk.consent_asked.connect(
            lambda: self.bridge.read("ask", lambda studio: studio.grants(), self._ask_again)
        )
        desk.folder_asked.connect(self._ask_folder)
        desk.sample_asked.connect(self._switch_library)
        desk.save_asked.connect(self._save)
        desk.came_save_asked.connect(lambda card: self.saver.ask_came(card))
        desk.noticed.connect(self.notices.show_text)
        self.status.troubled.connect(self._tell_trouble)
        self.bridge.crashed.connect(self.show_crash)
        self.bridge.changed.connect(self._heard)
        desk.shortcuts_asked.connect(self.show_shortcuts)
        for number, (page, _icon, _class) in enumerate(PAGES, 1):
            keys.listen(self, (keys.PAGE.format(n=number),), partial(self.show_page, page))
        keys.listen(self, keys.LOOK_NOW, lambda: look_now(desk))
        keys.listen(self, keys.SHORTCUTS, self.show_shortcuts)
        keys.listen(self, keys.FIND, self._find)
        keys.listen(self, keys.QUIT, self.quit_asked.emit)
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self._dress_again)

    # pages

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fit(event.size().width())

    def page(self, name: str) -> Page:
        if name not in self.pages:
            self.pages[name] = made(name, self.desk)
            self.stack.addWidget(self.pages[name])
        return self.pages[name]

    def show_page(self, name: str) -> None:
        if name == "back":
            looking = self.stack.currentWidget() in [self.pages.get(look) for look, _class in LOOKS]
            name = self._seen_before or (self._below if looking and self._below else self._before)
        self._seen_before = ""
        if name in self._rail:
            self._before, self._below = name, ""
        elif name in dict(BELOW):
            self._below = name
        on_rail = any(button.hasFocus() for button in self._rail.values())
        for page, button in self._rail.items():
            button.setChecked(page == self._before)
            if on_rail and page == self._before:  # the page came by its key: Enter must not lead away again
                button.setFocus()
        self.stack.setCurrentWidget(self.page(name))

    def focusNextPrevChild(self, onward: bool) -> bool:
        put_in_order(self)
        moved = super().focusNextPrevChild(onward)
        bring_into_sight(self.focusWidget())
        return moved

    def _read_ahead(self) -> None:
        # Not among the reads, which the pages that are seen wait for.
        self.bridge.read("", lambda _studio: read_ahead(), lambda _none: None, pool="searches")

    def _find(self) -> None:
        """Search, from wherever one is."""
        from rollsuggest.ui.library import LibraryPage

        self.show_page("library")
        library = self.page("library")
        if isinstance(library, LibraryPage):
            library.start_search()

    def show_shortcuts(self) -> Dialog:
        dialog = ShortcutsDialog(self, tuple(page_title(page) for page, _icon, _class in PAGES))
        dialog.open()
        return dialog

    def _open_card(self, card: Card) -> None:
        if card.came is not None:
            self._open_came(card)
            return
        from rollsuggest.ui.stage import StagePage

        stage = self.page("stage")
        if isinstance(stage, StagePage):
            stage.open_card(card)
            self.show_page("stage")

    def _open_came(self, card: Card) -> None:
        from rollsuggest.ui.came import CamePage

        page = self.page("came")
        if isinstance(page, CamePage):
            page.open(card)
            self.show_page("came")

    def _open_recipe(self, recipe: Recipe) -> None:
        from rollsuggest.ui.stage import StagePage

        stage = self.page("stage")
        if isinstance(stage, StagePage):
            seen = self._photo_now()
            stage.open_recipe(recipe)
            self.show_page("stage")
            self._seen_before = seen

    def _photo_now(self) -> str:
        return "viewer" if self.stack.currentWidget() is self.pages.get("viewer") else ""

    def _open_photo(self, tiles: tuple[Tile, ...], index: int, members: Members) -> None:
        from rollsuggest.ui.viewer import ViewerPage

        viewer = self.page("viewer")
        if isinstance(viewer, ViewerPage):
            viewer.open(tiles, index, members)
            self._seen_before = ""
            self.stack.setCurrentWidget(viewer)

    def _open_dates(self, chosen: tuple[Tile, ...]) -> None:
        from rollsuggest.ui.dates import DatesPage

        page = self.page("dates")
        if isinstance(page, DatesPage):
            seen, below = self._photo_now(), self._below
            page.open(chosen)
            self.show_page("dates")
            self._seen_before = seen
            if chosen:
                page.form.take_keys()
            if seen:
                self._below = below  # where the photo's page itself leads back to

    def _save(self, recipe: Recipe, key: SuggestionKey | None) -> None:
        self.saver.ask(recipe, key)

    def _ask_folder(self) -> None:
        """Let the person choose a folder; no photo of theirs goes into the library of the sample."""
        if self.desk.sample:
            self._switch_library(False)
        else:
            ask_folder(self, self.desk)

    def _switch_library(self, sample: bool) -> None:
        today = self.desk.today()
        if sample:
            self.bridge.change(lambda s: s.lay_out_sample(today), lambda _a: self.sample_chosen.emit(True))
        else:  # erased as a library of the person's own is, so that nothing is left in a keyring either
            self.bridge.change(lambda s: s.erase_all(), lambda _a: self.sample_chosen.emit(False))

    # consent

    def _first(self, answer: tuple[Grants, Settings]) -> None:
        grants, settings = answer
        self._settle(settings)
        self._listen()
        self.status.refresh()
        self.bridge.change(lambda studio: studio.resume_cloud())
        QTimer.singleShot(READ_AHEAD_MS, self, self._read_ahead)
        if not grants.asked:
            self.ask_consent(grants)
        elif grants.has(Purpose.ANALYSE):
            self.bridge.change(_start_if_there_is_something)

    def ask_consent(self, grants: Grants | None = None) -> ConsentDialog:
        dialog = ConsentDialog(self, self._paths.data, self._paths.cache, grants)
        dialog.allowed.connect(self._allowed)
        dialog.declined.connect(lambda: self.bridge.change(lambda studio: studio.decline()))
        dialog.open()
        return dialog

    def _ask_again(self, grants: Grants) -> None:
        self.ask_consent(grants)

    def _allowed(self, purposes: tuple[Purpose, ...]) -> None:
        def allow(studio: Studio) -> None:
            studio.allow(*purposes)
            _start_if_there_is_something(studio)

        self.bridge.change(allow)

    # looks, errors, the end

    def _heard(self, topics: frozenset[str]) -> None:
        if "settings" in topics:
            self.bridge.read("dress", lambda s: s.settings(), self._settle)
            self._listen()

    def _tell_trouble(self, text: str) -> None:
        """Tell why the looking ended, but where the page that is seen says it."""
        seen = self.stack.currentWidget()
        if not (isinstance(seen, SuggestionsPage) and seen.tells_trouble):
            self.desk.notice(text)

    def _listen(self) -> None:
        """Tell what happened by itself: it is handed out once, so no newer read may make this one stale."""

        def tell(texts: tuple[str, ...]) -> None:
            for text in texts:
                self.desk.notice(text)

        self.bridge.read("", lambda s: s.unheard(), tell)

    def _settle(self, settings: Settings) -> None:
        self.desk.still = settings.reduced_motion
        stays = settings.background and QSystemTrayIcon.isSystemTrayAvailable()
        if stays != self._stays:
            self._stays = stays
            self.background_chosen.emit(stays)
        if settings.cloud_unmetered and self._network is None:
            from rollsuggest.ui.network import NetworkWatch

            self._network = NetworkWatch(self.bridge, self)
        wanted = (settings.language, settings.text_size)
        if wanted != self._made_for:
            known, self._made_for = self._made_for is not None, wanted
            if known:
                self.outdated.emit()
                return  # in its old sizes it would only be dressed to be closed
        self._dress(settings.appearance)

    def _dress(self, appearance: str) -> None:
        self._appearance = appearance
        app = QApplication.instance()
        if isinstance(app, QApplication):
            tokens.apply(app, appearance)

    def _dress_again(self, _scheme: Qt.ColorScheme) -> None:
        QTimer.singleShot(0, self, lambda: self._dress(getattr(self, "_appearance", "system")))

    def show_crash(self, details: str) -> None:
        log = write_crash(self._paths.logs, details)
        DetailsDialog(self, details, log).open()

    def come(self) -> None:
        """Show the window in front, from the taskbar too."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def leave(self) -> None:
        """Close the window for good, whatever closing it does otherwise."""
        self._stays = False
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.hide()
        if self._stays:
            event.ignore()
            return
        self.bridge.close()
        super().closeEvent(event)


def _start_if_there_is_something(studio: Studio) -> None:
    if studio.rolls() and studio.settings().suggestions:
        studio.start_indexing()
    studio.watch()


def write_crash(logs: Path, details: str) -> Path | None:
    """Append the details to the crash log; returns where, or None when even that fails."""
    log = logs / "crashes.log"
    try:
        logs.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(details + "\n")
    except OSError:
        return None
    return log
