"""What a right click on the stage offers: what is there saved, copied, printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from rollsuggest.i18n import _
from rollsuggest.ui import keys

Act = tuple[str, keys.Keys, Callable[[], object]]  # its words, its keys, what it does


def open_menu(parent: QWidget, at: QPoint, acts: Sequence[Act]) -> QMenu:
    """Show the acts at a point of the screen, with their keys beside them."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(_("Share"))
    for words, pressed, act in acts:
        menu.addAction("\t".join((words, keys.spoken(pressed))) if pressed else words, act)
    menu.popup(at)
    menu.setActiveAction(menu.actions()[0])
    return menu
