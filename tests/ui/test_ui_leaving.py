"""Before something is saved, the window says what the file reveals; faces without a name go in one tap."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from test_ui_audit import nameless, not_met

from rollsuggest.library.rows import Reveals
from rollsuggest.model import AssetId, Make, Purpose, Recipe, Sticker
from rollsuggest.studio.revealed import told, why_not
from rollsuggest.ui.leaving import LeavingDialog

PHOTOS = (AssetId(1), AssetId(2))
PAGE = Recipe(Make.COLLAGE, PHOTOS, title="Ana is 4", subtitle="14 May 2026")
SEEN = Reveals(("Ana",), nameless=3)


def lines(dialog: LeavingDialog) -> str:
    return "\n".join(part.text() for part in dialog.findChildren(QLabel))


def test_faces_without_a_name_are_blurred_in_one_tap(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path
) -> None:
    studio = new_studio()
    window = open_window(studio)
    dialog = window.saver.ask(PAGE, None)
    qtbot.waitUntil(dialog.blur.isEnabled)
    assert nameless(dialog) == [] and not_met(dialog, dialog.yes, dialog) == []
    assert "Ana and Rui" in lines(dialog) and "2 faces without a name." in lines(dialog)
    dialog.blur.click()
    qtbot.waitUntil(lambda: "2 faces without a name are blurred." in lines(dialog))
    dialog.yes.click()
    (chooser,) = window.findChildren(QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "a.jpg"))
    chooser.close()
    qtbot.waitUntil(lambda: len(studio.made) == 1)
    assert studio.made[0].recipe.blur


def test_without_consent_to_faces_it_says_why_not(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.withdraw(Purpose.FACES)
    dialog = open_window(studio).saver.ask(PAGE, None)
    qtbot.waitUntil(lambda: "Recognising people is off" in dialog.why.text())
    assert not dialog.blur.isEnabled() and "Everybody's face" in lines(dialog)
    dialog.reject()


@pytest.mark.parametrize(
    ("recipe", "said"),
    [
        (PAGE, "Ana is 4 · 14 May 2026"), (Recipe(Make.RECAP, PHOTOS), "name days, places and people"),
        (Recipe(Make.COLLAGE, PHOTOS, style="map"), "map shows where"),
        (Recipe(Make.COLLAGE, PHOTOS, style="polaroids"), "is written on it"),
        (Recipe(Make.COLLAGE, PHOTOS, stickers=(Sticker("stamp", 0.5, 0.5),)), "postmark"),
        (Recipe(Make.RESTYLE, PHOTOS, clip=True), "is heard"), (PAGE, "number plates"),
        (PAGE, "Faces of people you named: Ana."),
    ],
)  # fmt: skip
def test_each_kind_of_thing_has_its_line(recipe: Recipe, said: str) -> None:
    assert said in "\n".join(told(SEEN, recipe))


def test_nothing_is_offered_that_cannot_be_done() -> None:
    assert why_not(SEEN, PAGE, False) == ""
    assert "No face without a name" in why_not(Reveals(("Ana",)), PAGE, False)
