"""Before something is saved: what the file shows of people, days and places; faces blurred in one tap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rollsuggest.i18n import _, listed, ngettext
from rollsuggest.library.rows import Reveals
from rollsuggest.model import Make, Recipe
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, Switch, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Dialog

DATED_STYLES = ("polaroids", "year")  # on which days or months are written


class LeavingDialog(Dialog):
    """Tells what a file reveals, then hands on the recipe, with faces blurred if that was wished."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        recipe: Recipe,
        go_on: Callable[[Recipe], object],
        made_elsewhere: bool = False,
    ) -> None:
        super().__init__(parent, _("Before you save it"), 560)
        self._recipe, self._elsewhere = recipe, made_elsewhere
        self._found: Reveals | None = None
        self.column.addWidget(label(_("Before you save it"), "title"))
        self.column.addWidget(label(_("Whoever gets the file can see:")))
        self.lines = label("", select=True)
        self.column.addWidget(self.lines)
        self.blur = Switch(_("Blur faces without a name"), on=recipe.blur)
        self.blur.clicked.connect(self._tell)
        self.why = label("", "muted")
        words = QVBoxLayout()
        words.setSpacing(tokens.XS)
        words.addWidget(label(_("Blur faces without a name")))
        words.addWidget(self.why)
        across = row()
        across.addLayout(words, 1)
        across.addWidget(self.blur)
        self.column.addLayout(across)
        self.column.addWidget(
            label(
                _("Not in the file: coordinates, serial numbers, and all else that your photos carry."),
                "muted",
            )
        )
        self.no = Button(_("Cancel"), self.reject)
        self.yes = Button(_("Choose where to save"), self.accept, kind="primary")
        self.accepted.connect(lambda: go_on(self.chosen()))
        self.buttons(self.no, self.yes)
        self.yes.setFocus()
        self._tell()
        desk.bridge.read("reveals", lambda studio: studio.reveals(recipe), self._show)

    def chosen(self) -> Recipe:
        return replace(self._recipe, blur=self.blur.isChecked())

    def _show(self, found: Reveals) -> None:
        self._found = found
        self._tell()

    def _tell(self) -> None:
        found, recipe = self._found, self.chosen()
        why = "" if found is None else why_not(found, recipe, self._elsewhere)
        if why:
            self.blur.setChecked(False)
        self.blur.setEnabled(found is not None and not why)
        self.why.setText(why or _("A face that was not found is not blurred. Moving pictures become stills."))
        self.blur.setAccessibleDescription(self.why.text())
        lines = told(found, self.chosen(), self._elsewhere)
        self.lines.setText("\n".join(f"• {line}" for line in lines))
        if self.isVisible():
            self.fit()


def why_not(found: Reveals, recipe: Recipe, made_elsewhere: bool) -> str:
    """Return why no face can be blurred; "" when it can."""
    if made_elsewhere:
        return _("A server made this picture, so its faces stay as they came.")
    if not found.looked:
        return _("Recognising people is off, so nobody knows where faces are. Turn it on under Privacy.")
    if recipe.clip:
        return _("In films, faces are not followed. Save a still picture to have them blurred.")
    if not found.nameless:
        return _("No face without a name was found.")
    return ""


def told(found: Reveals | None, recipe: Recipe, made_elsewhere: bool = False) -> list[str]:
    """Return what a file that is made of a recipe shows, a line for each kind of thing."""
    lines = [] if found is None else _people(found, recipe)
    words = " · ".join(text for text in (recipe.title, recipe.subtitle) if text)
    if words and not made_elsewhere:
        lines.append(_("Words, on it and in the file: “{words}”.").format(words=words))
    if recipe.make is Make.RECAP:
        lines.append(
            _("As a film: chapters and captions name days, places and people; films in it are heard.")
        )
    if recipe.clip:
        lines.append(_("What is said in the film is heard."))
    if recipe.make is Make.COLLAGE and recipe.style in DATED_STYLES:
        lines.append(_("When the photos were taken is written on it."))
    if any(sticker.kind == "stamp" for sticker in recipe.stickers):
        lines.append(_("The postmark tells when the photos were taken."))
    if recipe.make is Make.COLLAGE and recipe.style == "map":
        lines.append(_("Its map shows where the photos were taken."))
    lines.append(_("Signs, number plates, uniforms and views, as in your photos: look it over once."))
    return lines


def _people(found: Reveals, recipe: Recipe) -> list[str]:
    if not found.looked:
        return [_("Everybody's face that is in the photos.")]
    lines = []
    if found.owner:
        lines.append(_("Your own face."))
    if found.names:
        lines.append(_("Faces of people you named: {names}.").format(names=listed(found.names)))
    if found.nameless and not recipe.blur:
        said = ngettext("{n} face without a name.", "{n} faces without a name.", found.nameless)
        lines.append(said.format(n=wording.count(found.nameless)))
    elif found.nameless:
        said = ngettext(
            "{n} face without a name is blurred.", "{n} faces without a name are blurred.", found.nameless
        )
        lines.append(said.format(n=wording.count(found.nameless)))
    return lines
