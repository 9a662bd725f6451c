"""A picture, at full size, on the clipboard."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from rollsuggest.i18n import _
from rollsuggest.model import Recipe
from rollsuggest.studio import Studio
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.pictures import read_image


def copy_picture(desk: Desk, recipe: Recipe) -> None:
    """Draw it and say when it can be pasted."""
    height = recipe.format.size_px[1]

    def draw(studio: Studio) -> QImage:
        return read_image(studio.preview(recipe, height))

    def copied(image: QImage) -> None:
        QApplication.clipboard().setImage(image)
        desk.notice(_("Copied. You can paste the picture elsewhere."))

    desk.bridge.read("copy", draw, copied, pool="renders")
