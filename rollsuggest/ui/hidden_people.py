"""Who is hidden, by the names the person gave: shown only when asked for, each with a way back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout

from rollsuggest.i18n import _, ngettext
from rollsuggest.library.rows import PersonRow, PetRow
from rollsuggest.model import ClusterId, Purpose
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Block, Button, Switch, clear, label, row
from rollsuggest.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Hidden:
    """Names and whom they mean; how many hidden ones have none."""

    people: tuple[tuple[str, tuple[ClusterId, ...]], ...] = ()
    pets: tuple[tuple[str, str], ...] = ()  # name, kind
    nameless: int = 0

    @property
    def count(self) -> int:
        return len(self.people) + len(self.pets) + self.nameless


def read_hidden(studio: Studio) -> Hidden:
    return hidden(studio.people() if studio.grants().has(Purpose.FACES) else (), studio.pets())


def hidden(people: Sequence[PersonRow], pets: Sequence[PetRow]) -> Hidden:
    """Return who was hidden; whoever is only taken for somebody hidden is none of them."""
    named: dict[str, list[ClusterId]] = defaultdict(list)
    put_away = [person for person in people if person.hidden and not person.perhaps]
    for person in put_away:
        if person.name:
            named[person.name].append(person.cluster)
    animals = [pet for pet in pets if pet.hidden]
    return Hidden(
        tuple((name, tuple(named[name])) for name in sorted(named, key=str.casefold)),
        tuple((pet.name, pet.kind) for pet in animals if pet.name),
        sum(not name for name in (*(p.name for p in put_away), *(pet.name for pet in animals))),
    )


class HiddenPeople(Block):
    """Away while nobody is hidden. Names are not even in the window until they are asked for."""

    def __init__(self, desk: Desk, shown_again: Callable[[], None]) -> None:
        super().__init__(
            _("Hidden people"), _("No page and no suggestion shows a photo in which they are or may be.")
        )
        self._desk, self._shown_again = desk, shown_again
        self._hidden = Hidden()
        self.buttons: list[Button] = []
        self.switch = Switch(_("Show hidden people"))
        self.switch.toggled.connect(self._toggled)
        self.body.addLayout(row(label(_("Show hidden"), "muted", wrap=False), self.switch, None))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.setVisible(False)

    def refresh(self) -> None:
        self._desk.bridge.read("hidden people", read_hidden, self.show_hidden)

    def show_hidden(self, found: Hidden) -> None:
        if found == self._hidden:  # news come in all the time while photos are looked at: the focus stays
            return
        self._hidden = found
        self.setVisible(found.count > 0)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes to this page next does not see names that somebody else asked for."""
        self.switch.setChecked(False)
        super().hideEvent(event)

    def _toggled(self, _on: bool) -> None:
        self._show()

    def _show(self) -> None:
        clear(self._lines)
        self.buttons = []
        if not self.switch.isChecked():
            return
        for name, clusters in self._hidden.people:
            self._line(name, partial(_show_people, clusters))
        for name, kind in self._hidden.pets:
            self._line(name, partial(_show_pet, kind))
        if count := self._hidden.nameless:
            said = ngettext("{n} without a name is on the People page.",
                            "{n} without a name are on the People page.", count)  # fmt: skip
            self._lines.addWidget(label(said.format(n=wording.count(count)), "muted"))

    def _line(self, name: str, act: Callable[[Studio], None]) -> None:
        back = Button(_("Show again"), partial(self._bring_back, act), kind="link")
        back.setAccessibleName(_("Show {name} again").format(name=name))
        self.buttons.append(back)
        across = row(label(name), back, gap=tokens.M)
        across.setStretch(0, 1)
        across.setContentsMargins(0, tokens.S, 0, tokens.S)
        self._lines.addLayout(across)

    def _bring_back(self, act: Callable[[Studio], None]) -> None:
        self._shown_again()
        self._desk.bridge.change(act)


def _show_people(clusters: Sequence[ClusterId], studio: Studio) -> None:
    studio.set_persons(clusters, hidden=False)


def _show_pet(kind: str, studio: Studio) -> None:
    studio.set_pet(kind, hidden=False)
