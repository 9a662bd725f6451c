"""The desktop composition root: builds the studio and hands it to the window."""

from __future__ import annotations

import shutil
import sys
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QIcon, QPixmapCache
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

import rollsuggest
from rollsuggest import heap, i18n
from rollsuggest import settings as stored_settings
from rollsuggest.errors import UserError
from rollsuggest.library.sealing import LockedError
from rollsuggest.paths import Paths, under
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio, locking
from rollsuggest.ui import icons, listed, scripts, tokens
from rollsuggest.ui.collecting import Collector
from rollsuggest.ui.dialogs import DetailsDialog, Dialog, NoStartDialog
from rollsuggest.ui.locking import UnlockDialog
from rollsuggest.ui.near_focus import NearFocus
from rollsuggest.ui.notifier import Notifier
from rollsuggest.ui.single import SingleWindow
from rollsuggest.ui.window import MainWindow, write_crash

DONE, CANNOT = 0, 1  # exit codes as the terminal has them; CANNOT: there is no window
# Why the window closed to open anew; no exit codes of the program.
AGAIN, UNLOCKED = -2, -3  # in another language or size; the library can be opened now
SAMPLE, OWN = -4, -5  # with the sample photos; with the person's own again

# Qt keeps each icon it has drawn in each colour and size, of widgets long gone too: 10 MB if nothing is said.
ICONS_KIB = 2048


def application() -> QApplication:
    """Return the application, dressed; the one that runs already if there is one."""
    heap.pictures_by_themselves()
    running = QApplication.instance()
    if isinstance(running, QApplication):
        app = running
    else:
        app = QApplication(sys.argv[:1])
        listed.speak_tiles()
        NearFocus(app)
    app.setApplicationName("rollsuggest")
    app.setApplicationVersion(rollsuggest.__version__)
    app.setStyle("Fusion")
    tokens.apply(app, "system")
    QPixmapCache.setCacheLimit(ICONS_KIB)
    app.setWindowIcon(QIcon(icons.pixmap("images", tokens.current().accent, 64)))
    return app


def run(paths: Paths, today: Callable[[], date] = date.today, *, behind: bool = False) -> int:
    """Show the window until it is closed; returns the exit code. What keeps it from opening is said."""
    app = application()
    collector = Collector()
    single = SingleWindow(paths)
    try:
        if not single.take():
            single.call()
            return DONE
        try:
            return _shown(app, paths, today, single, behind)
        finally:
            single.release()
    finally:
        collector.stop()


def _shown(
    app: QApplication, paths: Paths, today: Callable[[], date], single: SingleWindow, behind: bool
) -> int:
    page, sample = "suggestions", False
    try:
        while True:
            if not sample:  # nothing of it stays, not even after a power cut
                shutil.rmtree(paths.sample, ignore_errors=True)
            code = _once(app, paths, today, page, sample, single, behind)
            behind = False
            if code not in (AGAIN, UNLOCKED, SAMPLE, OWN):
                return code
            page = "settings" if code == AGAIN else "suggestions"  # where that was chosen
            sample = sample if code == AGAIN else code == SAMPLE
    finally:
        shutil.rmtree(paths.sample, ignore_errors=True)


def _once(
    app: QApplication,
    own: Paths,
    today: Callable[[], date],
    page: str,
    sample: bool,
    single: SingleWindow,
    behind: bool,
) -> int:
    paths = under(own.sample / "library") if sample else own
    chosen = _settings(paths if paths.settings.exists() else own)
    speak(app, chosen.language)
    tokens.scale(chosen.text_size)
    tokens.apply(app, chosen.appearance)
    try:
        studio = _sample_studio(paths, own.sample / "photos", chosen) if sample else Studio(paths)
    except LockedError as error:
        _print(str(error))
        asked = UnlockDialog(
            error, lambda key: locking.unlock_with(paths, key), lambda: locking.set_aside(paths)
        )
        codes = [CANNOT]
        asked.accepted.connect(lambda: codes.append(UNLOCKED))
        _only(app, asked)
        return codes[-1]
    except UserError as error:
        _print(str(error))
        return _only(app, NoStartDialog(error, paths.data))
    except Exception:
        details = traceback.format_exc()
        _print(details)
        return _only(app, DetailsDialog(None, details, write_crash(paths.logs, details)))
    try:
        window = MainWindow(studio, today, sample=sample)
        _catch(paths, window)
        notifier = Notifier(window, window.bridge)
        notifier.opened.connect(lambda: window.show_page("suggestions"))
        for asks in (notifier, window):
            asks.quit_asked.connect(lambda: app.exit(DONE))
        window.outdated.connect(lambda: app.exit(AGAIN))
        window.sample_chosen.connect(lambda wanted: app.exit(SAMPLE if wanted else OWN))
        window.show_page(page)
        called = single.called.connect(window.come)
        if not behind:
            window.show()
        elif not (chosen.background and QSystemTrayIcon.isSystemTrayAvailable()):
            window.showMinimized()
        code = app.exec()
        single.called.disconnect(called)
        window.leave()
        return code
    finally:
        sys.excepthook = sys.__excepthook__
        studio.close()


def _sample_studio(paths: Paths, roll: Path, chosen: Settings) -> Studio:
    """Open the library of the sample roll; at first it looks and speaks as the person's own does."""
    studio = Studio(paths)
    if not studio.rolls():
        studio.change_settings(stored_settings.looks(chosen))
        studio.add_roll(roll)
    return studio


def speak(app: QApplication, chosen: str) -> None:
    """Use a language ("": the system's) for our texts, for Qt's own and for the direction of reading."""
    i18n.use(chosen, QLocale.system().uiLanguages())
    # Our texts have the digits 0 to 9 in Arabic too; where a region is told it says which its people use.
    QLocale.setDefault(QLocale("ar_AE" if i18n.language() == "ar" else i18n.language()))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(app)
    if translator.load(QLocale(i18n.language()), "qtbase", "_", folder):
        app.installTranslator(translator)
    scripts.lend(app, i18n.language())
    right_to_left = i18n.right_to_left()
    app.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
    )


def _settings(paths: Paths) -> Settings:
    try:
        return stored_settings.load(paths.settings)
    except UserError:  # the studio says it
        return Settings()


def _print(text: str) -> None:
    print(text, file=sys.stderr)  # which a program without a terminal does not have: then nothing is said


def _only(app: QApplication, dialog: Dialog) -> int:
    """Show a dialog in place of the window, until it is closed: the last one to close ends the program."""
    dialog.open()
    app.exec()
    return CANNOT


def _catch(paths: Paths, window: MainWindow) -> None:
    """Show what nobody caught in a dialog with its details. Nothing is sent."""

    def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        _print(details)
        try:
            window.show_crash(details)
        except RuntimeError:  # the window is gone already
            write_crash(paths.logs, details)

    sys.excepthook = caught
