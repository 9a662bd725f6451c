"""Printing one picture, as large as its page. The system's own dialog asks for printer and paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.model import AssetId, Make, Recipe
from rollsuggest.studio import Studio
from rollsuggest.ui.controls import show_arrows
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.pictures import read_image

LONG_SIDE_PX = 3600  # 300 dots per inch on A4


def print_photo(parent: QWidget, desk: Desk, asset: AssetId) -> QPrintDialog:
    return ask(parent, desk, lambda studio: read_image(studio.screen_copy(asset, LONG_SIDE_PX)))


def print_file(parent: QWidget, desk: Desk, file: Path) -> QPrintDialog:
    """Print a picture that was saved."""
    return ask(parent, desk, lambda _studio: read_image(file))


def print_recipe(parent: QWidget, desk: Desk, recipe: Recipe) -> QPrintDialog:
    """Print what would be saved as a picture: a collage of photos as sharp as paper shows it."""
    width, height = recipe.format.size_px
    if recipe.make is Make.COLLAGE and not recipe.drawn:  # drawings are made at the size they are saved in
        height = round(height * LONG_SIDE_PX / max(width, height))
    return ask(parent, desk, lambda studio: read_image(studio.preview(recipe, height)))


def ask(parent: QWidget, desk: Desk, picture: Callable[[Studio], QImage]) -> QPrintDialog:
    """Ask how to print, then draw and print it in the background."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("rollsuggest")
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    show_arrows(dialog)
    dialog.accepted.connect(
        lambda: desk.bridge.change(
            lambda studio: put_on(printer, picture(studio)), partial(_said, desk), pool="makes"
        )
    )
    QDialog.open(dialog)  # the printer's own takes a receiver
    return dialog


def put_on(printer: QPrinter, image: QImage) -> None:
    """Print a picture on one page that lies or stands as it does. Raises UserError where that fails."""
    if image.isNull():
        raise UserError(_("This photo cannot be opened."), _("It may have been moved or deleted."))
    lies = image.width() > image.height()
    way = QPageLayout.Orientation
    printer.setPageOrientation(way.Landscape if lies else way.Portrait)
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(_("This could not be printed."), _("Is the printer on, and the folder writable?"))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    room = QRectF(painter.viewport())
    size = QSizeF(image.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, size.width(), size.height())
    place.moveCenter(room.center())
    painter.drawImage(place, image)
    if not painter.end():
        raise UserError(_("This could not be printed."), _("Is the printer on, and the folder writable?"))


def _said(desk: Desk, _none: None) -> None:
    desk.notice(_("Given to the printer."))
