"""An audit of every page, look and dialog as a screen reader meets it: names, and what Tab reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rollsuggest import ui
from rollsuggest.errors import UserError
from rollsuggest.model import Make, Occasion
from rollsuggest.settings import Settings
from rollsuggest.ui.cloud import CloudDialog
from rollsuggest.ui.cloud_choosing import ChooseDialog
from rollsuggest.ui.day_name import DayName
from rollsuggest.ui.dialogs import DetailsDialog, Dialog, NoStartDialog, Question, TextDialog
from rollsuggest.ui.file_names import NamesDialog
from rollsuggest.ui.help import ReportDialog
from rollsuggest.ui.leaving import LeavingDialog
from rollsuggest.ui.locking import RecoveryDialog, UnlockDialog
from rollsuggest.ui.naming import SameName, WhoDialog
from rollsuggest.ui.pages import BELOW, PAGES
from rollsuggest.ui.picker import PhotoPicker
from rollsuggest.ui.repairs import RepairsDialog
from rollsuggest.ui.sending import SendDialog
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.viewer import ViewerPage
from rollsuggest.ui.window import MainWindow

NAMES = [page for page, *_rest in PAGES + BELOW]
MOST_STEPS = 400  # of Tab; a page that needs more is a page that nobody gets through
# What a person does something with. A picture or a text needs no name of its own.
ACTED_ON = frozenset(
    {
        QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton,
        QAccessible.Role.ComboBox, QAccessible.Role.EditableText, QAccessible.Role.Slider,
        QAccessible.Role.SpinBox, QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.ProgressBar,
        QAccessible.Role.Link, QAccessible.Role.ButtonMenu, QAccessible.Role.Tree, QAccessible.Role.ListItem,
    }
)  # fmt: skip


def shown(window: MainWindow, qtbot: QtBot, name: str) -> QWidget:
    window.show_page(name)
    qtbot.wait(250)
    page = window.stack.currentWidget()
    assert page is not None
    return page


def below(root: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for at in range(root.childCount()):
        child = root.child(at)
        if child is None or not child.isValid() or child.state().invisible:
            continue
        yield child
        if child.role() not in (QAccessible.Role.ComboBox, QAccessible.Role.SpinBox, QAccessible.Role.Table):
            yield from below(child)


def nameless(page: QWidget) -> list[str]:
    found = QAccessible.queryAccessibleInterface(page)
    assert found is not None
    return [
        f"{part.role().name}: {type(part.object()).__name__}"
        for part in below(found)
        if part.role() in ACTED_ON and not part.text(QAccessible.Text.Name).strip()
    ]


def test_the_audit_finds_what_has_no_name(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    named = QLineEdit()
    named.setAccessibleName("Name")
    for widget in (QLineEdit(), QPushButton(), QPushButton("Save"), named):
        layout.addWidget(widget)
    page.show()
    assert nameless(page) == ["EditableText: QLineEdit", "Button: QPushButton"]


def reachable(page: QWidget) -> list[QWidget]:
    """Return what Tab has to come to: enabled, visible, and taking part in it."""
    return [
        widget for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None and not widget.objectName().startswith("qt_")
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_reader_can_name_every_control(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, name: str
) -> None:
    window = open_window(new_studio())
    page = shown(window, qtbot, name)
    assert nameless(page) == []


def not_met(top: QWidget, first: QWidget, part: QWidget) -> list[str]:
    """Go round with Tab from a first widget; return what has to be reached in a part and was not."""
    first.setFocus()
    met: set[QWidget] = set()
    for _step in range(MOST_STEPS):
        focus = top.focusWidget()
        assert focus is not None
        if focus in met and focus is first:
            break
        met.add(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    left = [widget for widget in reachable(part) if widget not in met]
    return [f"{type(widget).__name__} {widget.accessibleName()!r}" for widget in left]


@pytest.mark.parametrize("name", NAMES)
def test_tab_reaches_every_control(qtbot: QtBot, new_studio: NewStudio, open_window: Open, name: str) -> None:
    window = open_window(new_studio())
    window.activateWindow()
    page = shown(window, qtbot, name)
    assert not_met(window, window._rail["suggestions"], page) == []


# --- the looks


def stage_of(window: MainWindow, studio: FakeStudio, make: Make) -> StagePage:
    window.desk.open_card(next(card for card in studio.cards.values() if card.recipe.make is make))
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    return stage


@pytest.mark.parametrize("make", [Make.COLLAGE, Make.RECAP, Make.RESTYLE])
def test_the_stage_of_each_kind_is_named_and_reached(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, make: Make
) -> None:
    studio = new_studio()
    window = open_window(studio)
    window.activateWindow()
    stage = stage_of(window, studio, make)
    tools = {
        Make.COLLAGE: stage.slots,
        Make.RECAP: stage.screening.player.play,
        Make.RESTYLE: stage.compare,
    }[make]
    qtbot.waitUntil(tools.isVisible, timeout=5000)
    if make is Make.COLLAGE:
        stage.slots.choose(0)  # what is done with a photo works once one is chosen
    if stage.screening.player.wanted:
        stage.screening.player.toggle()
    assert nameless(stage) == []
    assert not_met(window, window._rail["suggestions"], stage) == []


def test_the_viewer_is_named_and_reached(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    window = open_window(studio)
    window.activateWindow()
    window.desk.view(tuple(studio.photos), 3)
    viewer = window.pages["viewer"]
    assert isinstance(viewer, ViewerPage)
    qtbot.waitUntil(lambda: bool(viewer.panel.caption.text()), timeout=5000)
    assert nameless(viewer) == []
    assert not_met(window, window._rail["suggestions"], viewer) == []


# --- the dialogs


def nothing() -> None:
    return None


Opens = Callable[[MainWindow, FakeStudio], Dialog]
DIALOGS: dict[str, Opens] = {
    "ConsentDialog": lambda window, studio: window.ask_consent(),
    "CloudDialog": lambda window, studio: CloudDialog(window, window.bridge, Settings()),
    "DayName": lambda window, studio: DayName(window, Occasion("anniversary", 5, 14), lambda name: None),
    "ChooseDialog": lambda window, studio: ChooseDialog(window, window.desk),
    "SendDialog": lambda window, studio: SendDialog(
        window, window.desk, [stage_of(window, studio, Make.RESTYLE).edits.now]
    ),
    "PhotoPicker": lambda window, studio: PhotoPicker(
        window, window.desk, tuple(t.asset for t in studio.photos[:4]), ()
    ),
    "NamesDialog": lambda window, studio: NamesDialog(window, window.desk, studio.persons),
    "ShortcutsDialog": lambda window, studio: window.show_shortcuts(),
    "ReportDialog": lambda window, studio: ReportDialog(window, window.desk, "rollsuggest 1.0"),
    "RepairsDialog": lambda window, studio: RepairsDialog(window, window.desk),
    "Question": lambda window, studio: Question(window, "Remove?", "It is gone then.", "Remove", nothing),
    "TextDialog": lambda window, studio: TextDialog(window, "Terms", "# Terms\n\nOne."),
    "NoStartDialog": lambda window, studio: NoStartDialog(UserError("It is.", "Do."), Path("data")),
    "DetailsDialog": lambda window, studio: DetailsDialog(window, "a trace", Path("log")),
    "SameName": lambda window, studio: SameName(
        window, window.desk, studio.persons[0], studio.persons[1], nothing, nothing
    ),
    "RecoveryDialog": lambda window, studio: RecoveryDialog(window, "ABCD-EFGH"),
    "UnlockDialog": lambda window, studio: UnlockDialog(
        UserError("It is.", "Do."), lambda key: None, nothing
    ),
    "LeavingDialog": lambda window, studio: LeavingDialog(
        window, window.desk, next(iter(studio.cards.values())).recipe, lambda recipe: None
    ),
    "WhoDialog": lambda window, studio: WhoDialog(window, "Who is this?", ["Ada"], lambda name: None),
}


def test_every_dialog_is_audited() -> None:
    for module in iter_modules(ui.__path__):
        import_module(f"rollsuggest.ui.{module.name}")
    kinds, known = [Dialog], set()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        known.add(kind.__name__)
    assert known - {"Dialog"} == set(DIALOGS)


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_is_named_reached_and_left_with_the_keyboard(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, name: str
) -> None:
    studio = new_studio()
    window = open_window(studio)
    dialog = DIALOGS[name](window, studio)
    dialog.open()
    qtbot.waitUntil(lambda: bool(reachable(dialog)), timeout=5000)
    qtbot.wait(100)  # what it shows is read
    assert dialog.windowTitle().strip()
    assert nameless(dialog) == []
    assert not_met(dialog, reachable(dialog)[0], dialog) == []
    gone: list[int] = []
    dialog.finished.connect(gone.append)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert gone == [QDialog.DialogCode.Rejected]
