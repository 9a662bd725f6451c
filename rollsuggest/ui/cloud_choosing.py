"""Which photos are meant for the server: by time, place and theme. Each is shown before it is sent."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _, ngettext
from rollsuggest.library.vocabulary import themes
from rollsuggest.model import AssetId, Make, Meant, Purpose, Recipe
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, Choice, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Dialog
from rollsuggest.ui.sending import SendDialog

DAYS = (7, 30, 90, 365, None)
USUAL = DAYS.index(30)


class ChooseDialog(Dialog):
    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent, _("Choose photos for the server"), 520)
        self._parent, self._desk = parent, desk
        self._found: tuple[AssetId, ...] = ()
        self.column.addWidget(label(_("Choose photos for the server"), "title"))
        ages = [ngettext("The last {n} day", "The last {n} days", n).format(n=n) for n in DAYS if n]
        self.days = Choice(_("Taken in"), [*ages, _("However old")])
        self.days.setCurrentIndex(USUAL)
        self.place = Choice(_("Place"), [_("Anywhere")])
        self._themes = ("", *themes())
        self.theme = Choice(_("Theme"), [_("Anything"), *(noun.one for noun in themes().values())])
        self._styles = wording.STYLES[Make.RESTYLE]
        self.style_choice = Choice(_("Drawn as"), [wording.style_name(style) for style in self._styles])
        for choice in (self.days, self.place, self.theme, self.style_choice):
            choice.activated.connect(lambda _at: self._ask())
            name = label(choice.accessibleName(), wrap=False)
            name.setMinimumWidth(90)
            line = row(name, choice, gap=tokens.M)
            line.setStretch(1, 1)
            self.column.addLayout(line)
        self.said = label("")
        self.column.addWidget(self.said)
        self.column.addWidget(
            label(_("Each photo is shown before it is sent, and you say yes to each."), "muted")
        )
        self.no = Button(_("Cancel"), self.reject)
        self.show_them = Button(_("Show them one by one"), self._show, kind="primary")
        self.buttons(self.no, self.show_them)
        self.show_them.setEnabled(False)
        desk.bridge.read("cloud places", places, self.place.addItems)
        self._ask()

    def _ask(self) -> None:
        at = self.place.currentIndex()
        place = self.place.currentText() if at > 0 else ""
        meant = Meant(DAYS[self.days.currentIndex()], place, self._themes[self.theme.currentIndex()])
        self._desk.bridge.read(
            "meant", lambda studio: (studio.cloud_choose(meant), studio.settings().cloud_a_day),
            self._know, self._failed,
        )  # fmt: skip

    def _know(self, answer: tuple[tuple[AssetId, ...], int]) -> None:
        self._found, most = answer
        n = len(self._found)
        said = ngettext("{n} photo fits.", "{n} photos fit.", n).format(n=wording.count(n))
        if n == most:
            said = ngettext(
                "The newest that fits: no more than {n} photo is sent in a day.",
                "The newest that fit: no more than {n} photos are sent in a day.",
                n,
            ).format(n=wording.count(n))
        self.said.setText(said if n else _("None of your photos fits."))
        self.show_them.setEnabled(bool(n))

    def _failed(self, error: UserError) -> None:
        self.said.setText(str(error))

    def _show(self) -> None:
        style = self._styles[self.style_choice.currentIndex()]
        recipes = [Recipe(Make.RESTYLE, (asset,), style=style) for asset in self._found]
        self.accept()
        SendDialog(self._parent, self._desk, recipes).open()


def places(studio: Studio) -> list[str]:
    if not studio.grants().has(Purpose.PLACES):
        return []
    return [place.name for place in studio.places()]
