"""Erasing: each question says what goes and what stays."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rollsuggest.i18n import _
from rollsuggest.model import Purpose
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Question


def ask_erase_faces(parent: QWidget, desk: Desk) -> Question:
    question = Question(
        parent,
        _("Erase face measurements?"),
        _(
            "All face measurements, the groups made of them, and the names and birthdays you gave are "
            "erased, and people are no longer recognised. Your photos and what you saved stay as they are. "
            "This cannot be undone."
        ),
        _("Erase faces"),
        lambda: desk.bridge.change(
            lambda studio: studio.withdraw(Purpose.FACES), lambda _a: desk.notice(_("Faces are erased."))
        ),
    )
    question.open()
    return question


def ask_erase_all(parent: QWidget, desk: Desk) -> Question:
    question = Question(
        parent,
        _("Erase everything rollsuggest stored?"),
        _(
            "What was found in your photos, face measurements, names, small copies, the list of folders, "
            "your settings and the record of your choices are erased, as on the first day. Your photos and "
            "the pictures and films you saved stay where they are. This cannot be undone."
        )
        + " "
        + _(
            "What came back from a server goes too, unless you copied it elsewhere; the server is asked to "
            "delete all that it has."
        ),
        _("Erase everything"),
        lambda: desk.bridge.change(
            lambda studio: studio.erase_all(), lambda _a: desk.notice(_("Everything is erased."))
        ),
    )
    question.open()
    return question


def ask_withdraw_all(parent: QWidget, desk: Desk) -> Question:
    question = Question(
        parent,
        _("Stop looking at photos?"),
        _(
            "Looking at photos stops at once, places and face measurements are "
            "erased. The rest that was found stays on this computer until you erase it. Your photos are not "
            "touched."
        ),
        _("Stop"),
        lambda: desk.bridge.change(
            lambda studio: studio.withdraw(Purpose.CLOUD, Purpose.FACES, Purpose.PLACES, Purpose.ANALYSE)
        ),
    )
    question.open()
    return question
