"""The people that were recognised: faces by frequency, named in place, put together, hidden, reviewed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.i18n import _, ngettext
from rollsuggest.library.rows import PersonRow, PetRow, Question
from rollsuggest.model import ClusterId, Purpose
from rollsuggest.studio import Studio
from rollsuggest.ui import people_rows, tokens, wording
from rollsuggest.ui.controls import Button, EmptyState, Switch, label, margins, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.face_grid import FaceGrid
from rollsuggest.ui.face_tiles import Section
from rollsuggest.ui.file_names import NamesDialog
from rollsuggest.ui.folders import away, folder_is_away, where_photos_are
from rollsuggest.ui.naming import NameField
from rollsuggest.ui.page import Page, header, titled
from rollsuggest.ui.people_acts import PeopleActs
from rollsuggest.ui.person import PersonView
from rollsuggest.ui.pets import PetView
from rollsuggest.ui.review import ReviewView
from rollsuggest.ui.sidecars import ask_names

SETTLED_MS = 1500  # with no news for so long, it is worked out what to ask
BUSY = ("scanning", "looking", "grouping")
Key = Qt.Key
V = TypeVar("V", bound=QWidget)


@dataclass(frozen=True, slots=True)
class Found:
    rows: tuple[PersonRow, ...]
    pets: tuple[PetRow, ...]
    busy: bool  # photos are still being looked at
    sections: tuple[Section, ...]  # for that choice of the person's it was read under
    hidden: bool
    unfolded: bool


class PeoplePage(Page):
    topics = frozenset({"consent", "people"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.acts = PeopleActs(desk, self)
        self._pets: tuple[PetRow, ...] = ()
        self._questions: tuple[Question, ...] = ()
        self._unfolded = self._asked_enough = False
        self._settled = QTimer(self, interval=SETTLED_MS, singleShot=True)
        self._settled.timeout.connect(self._find_questions)
        self.hidden = Switch(_("Show hidden people"))
        self.hidden.toggled.connect(self._hidden_toggled)
        self._hidden_label = label(_("Show hidden"), "muted", wrap=False)
        self.names = Button(_("Names"), icon="chevron-down")
        self.names.setAccessibleName(_("Names from files, and for other programs"))
        menu = QMenu(self.names)
        menu.addAction(_("Take names from my files…"), self.import_names)
        menu.addAction(_("Write names for other programs…"), lambda: ask_names(self, desk))
        self.names.setMenu(menu)
        self.chosen = label("", "muted", wrap=False)
        self.selection_acts = {
            Key.Key_S: Button(_("Same person"), self._same, kind="primary"),
            Key.Key_H: Button(_("Hide"), self._hide, icon="eye-off"),
            Key.Key_X: Button(_("Nobody to know"), self._nobody),
            Key.Key_Escape: Button(_("Choose none"), self._choose_none, icon="x", kind="icon"),
        }
        for key, button in list(self.selection_acts.items())[:3]:
            said = _("{what} (key {key})").format(what=button.accessibleName(), key=chr(key))
            button.setToolTip(said)
        self.grid = FaceGrid(desk, _("People"))
        self.grid.make_field = self._field
        self.grid.opened.connect(self._open)
        self.grid.selected.connect(self._selected)
        self.grid.named.connect(self._named)
        self.grid.dropped.connect(self._dropped)
        self._list = self._build_list()
        self._empty: QWidget = QWidget()
        self._stack = QStackedLayout(self)
        for widget in (self._list, self._empty):
            self._stack.addWidget(widget)
        self._selected(0)

    # built when they are first needed or nothing else is to do, so that the page itself is there at once

    @cached_property
    def person(self) -> PersonView:
        return self._add(PersonView(self.desk, self.acts, self.leave_person))

    @cached_property
    def review(self) -> ReviewView:
        return self._add(ReviewView(self.desk, self.leave_person))

    @cached_property
    def pets(self) -> PetView:
        return self._add(PetView(self.desk, self.leave_person))

    def _add(self, view: V) -> V:
        self._stack.addWidget(view)
        return view

    def _build_list(self) -> QWidget:
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(
            header(_("People"), self.chosen, *self.selection_acts.values(), self._hidden_label, self.hidden,
                   self.names)
        )  # fmt: skip
        self.banner = QFrame()
        self.banner.setObjectName("block")
        self.banner_text = label("", "body")
        self.ask = Button(_("Answer"), self.start_review)
        enough = Button(_("Not now"), self._enough, kind="quiet")
        inside = row(self.banner_text, enough, self.ask)
        inside.setStretchFactor(self.banner_text, 1)
        margins(inside, tokens.L, tokens.S, tokens.S, tokens.S)
        self.banner.setLayout(inside)
        self.banner.hide()
        around = row(self.banner, gap=0)
        around.setContentsMargins(tokens.XXL, 0, tokens.XXL, tokens.S)
        layout.addLayout(around)
        grid = row(self.grid, gap=0)
        margins(grid, tokens.XXL - self.grid.inset, tokens.XS, 0, 0)
        layout.addLayout(grid, 1)
        return made

    # what is shown

    def refresh(self) -> None:
        hidden, unfolded = self.hidden.isChecked(), self._unfolded
        # While photos are looked at, nobody moves away from under the pointer or the keyboard.
        before = self.acts.rows if self.grid.viewport().underMouse() or self.grid.hasFocus() else ()

        def read(studio: Studio) -> Found | str | Path:
            grants = studio.grants()
            if not grants.has(Purpose.ANALYSE):
                return "not allowed"
            if not grants.has(Purpose.FACES):
                return "no faces"
            rows, pets = studio.people(), studio.pets()
            if not rows and not pets and not (rolls := studio.rolls()):
                return "no folder"
            if not rows and not pets and (folder := away(rolls)):
                return folder
            busy = studio.index_status().state in BUSY
            rows = people_rows.steady(rows, before) if busy else rows
            # Worded here: for thousands of people that takes longer than the window may stand still.
            sections = people_rows.sections(rows, pets, hidden=hidden, unfolded=unfolded)
            return Found(rows, pets, busy, sections, hidden, unfolded)

        # Neither among the reads nor the pictures, of which there may be many.
        self.desk.bridge.read("people", read, self._show, pool="searches")

    def _show(self, found: Found | str | Path) -> None:
        if isinstance(found, str | Path) or not (found.rows or found.pets):
            self._show_empty(found)
            return
        before, now_hidden = self._who_is_hidden(), {row.cluster for row in found.rows if row.hidden}
        self.acts.rows, self._pets = found.rows, found.pets
        if now_hidden != before and not self.hidden.isChecked():
            self.desk.thumbs.forget(lambda key: isinstance(key, tuple))
        self.desk.thumbs.try_again()
        as_asked = (found.hidden, found.unfolded) == (self.hidden.isChecked(), self._unfolded)
        self._show_rows(found.sections if as_asked else None)
        if not found.busy:
            self._settled.start()
        now = self._stack.currentWidget()
        if isinstance(now, PersonView) and now.row is not None:
            cluster = now.row.cluster
            here = next((r for r in found.rows if r.cluster == cluster), None)
            if here is not None:
                now.show_row(here)
                return
        elif isinstance(now, PetView) and now.row is not None:
            kind = now.row.kind
            pet = next((p for p in found.pets if p.kind == kind), None)
            if pet is not None:
                now.show_pet(pet)
                return
        elif isinstance(now, ReviewView):
            return
        self._stack.setCurrentWidget(self._list)

    def _show_empty(self, found: Found | str | Path) -> None:
        self.acts.rows, self._pets, self._questions = (), (), ()
        self.grid.set_sections(())
        self.desk.thumbs.forget(lambda key: isinstance(key, tuple))
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = titled(_("People"), self._empty_state(found))
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def _show_rows(self, sections: tuple[Section, ...] | None = None) -> None:
        some_hidden = self._some_hidden()
        for part in (self.hidden, self._hidden_label):
            part.setVisible(some_hidden and not self.grid.selection)
        if self.grid.field is not None:  # somebody is typing
            return
        if sections is None:
            hidden, rows = self.hidden.isChecked(), self.acts.rows
            sections = people_rows.sections(rows, self._pets, hidden=hidden, unfolded=self._unfolded)
        self.grid.set_sections(sections)

    def _some_hidden(self) -> bool:
        return any(row.hidden for row in self.acts.rows) or any(pet.hidden for pet in self._pets)

    def _who_is_hidden(self) -> set[ClusterId]:
        return {row.cluster for row in self.acts.rows if row.hidden}

    def _hidden_toggled(self, on: bool) -> None:
        if not on:
            self.desk.thumbs.forget(lambda key: isinstance(key, tuple))
        self._show_rows()

    def _empty_state(self, why: Found | str | Path) -> EmptyState:
        if isinstance(why, Path):
            return folder_is_away(self.desk, why)
        if why == "not allowed":
            return self.not_allowed()
        if why == "no folder":
            return where_photos_are(self.desk)
        if why == "no faces":
            return EmptyState(
                "users", _("People are not recognised"),
                _("If you allow it, faces are measured so that photos of the same person can be grouped. "
                  "The measurements stay on this computer and can be erased at any time."),
                _("Open Privacy"), lambda: self.desk.go.emit("privacy"),
            )  # fmt: skip
        if isinstance(why, Found) and why.busy:
            return EmptyState(
                "users", _("Nobody yet"), _("Your photos are being looked at. People appear here soon.")
            )
        return EmptyState(
            "users", _("Nobody yet"), _("People appear here once they have been seen in several photos.")
        )

    # one person, pets, the others

    def _open(self, identity: object) -> None:
        if identity == people_rows.OTHERS:
            self._unfolded = not self._unfolded
            self._show_rows()
        elif isinstance(identity, tuple):
            self.pets.show_pet(next(row for row in self._pets if row.kind == identity[1]))
            self._stack.setCurrentWidget(self.pets)
        elif (found := self._row(identity)) is not None:
            self.open_person(found)

    def open_person(self, person: PersonRow) -> None:
        self.person.show_row(person)
        self._stack.setCurrentWidget(self.person)
        if not person.name:
            self.person.name.setFocus()

    def leave_person(self) -> None:
        left = self._stack.currentWidget()
        cluster = left.row.cluster if isinstance(left, PersonView) and left.row else None
        self._stack.setCurrentWidget(self._list)
        self._settled.start()
        self.grid.focus_on(cluster)

    def _row(self, identity: object) -> PersonRow | None:
        return next((row for row in self.acts.rows if row.cluster == identity), None)

    # naming and choosing

    def _field(self) -> NameField:
        field = NameField(people_rows.names(self.acts.rows))
        field.left.connect(self.grid.cancel_naming)
        return field

    def _named(self, identity: object, text: str) -> None:
        if (found := self._row(identity)) is not None:
            self.acts.rename(found, text)

    def _dropped(self, dragged: object, target: object) -> None:
        persons = [row for row in (self._row(target), self._row(dragged)) if row is not None]
        if len(persons) == 2:
            self.acts.same(persons)

    def _chosen(self) -> list[PersonRow]:
        by_cluster: dict[Hashable, PersonRow] = {row.cluster: row for row in self.acts.rows}
        return [by_cluster[n] for n in self.grid.selection if n in by_cluster]

    def _selected(self, count: int) -> None:
        self.chosen.setText(ngettext("{n} chosen", "{n} chosen", count).format(n=wording.count(count)))
        for part in (self.chosen, *self.selection_acts.values()):
            part.setVisible(count > 0)
        self.selection_acts[Key.Key_S].setEnabled(count > 1)
        self.names.setVisible(count == 0)
        hide = self.selection_acts[Key.Key_H]
        again = count > 0 and all(row.hidden for row in self._chosen())
        hide.setText(_("Show again") if again else _("Hide"))
        hide.setAccessibleName(hide.text().strip())
        some_hidden = self._some_hidden()
        for switch in (self.hidden, self._hidden_label):
            switch.setVisible(some_hidden and count == 0)

    def _choose_none(self) -> None:
        self.grid.clear_selection()
        self.grid.setFocus()

    def _act(self, act: str) -> None:
        chosen = self._chosen()
        if not chosen or (act == "same" and len(chosen) < 2):
            return
        if act == "same":
            self.acts.same(chosen)
        elif act == "hide":
            self.acts.hide(chosen, not all(row.hidden for row in chosen))
        else:
            self.acts.nobody(chosen)
        self.grid.clear_selection()
        self.grid.setFocus()

    def _same(self) -> None:
        self._act("same")

    def _hide(self) -> None:
        self._act("hide")

    def _nobody(self) -> None:
        self._act("nobody")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Key(event.key())
        acts = {Key.Key_S: "same", Key.Key_H: "hide", Key.Key_X: "nobody"}
        if key in acts and not event.modifiers() and self.grid.selection and self._list.isVisible():
            self._act(acts[key])
        else:
            super().keyPressEvent(event)

    # questions and names

    def _find_questions(self) -> None:
        if not self._asked_enough and self._stack.currentWidget() is self._list and self.isVisible():
            self.desk.bridge.read("questions", lambda s: s.review(), self._offer, pool="renders")
            QTimer.singleShot(0, self, lambda: self.person)  # opening somebody is one step less then

    def _offer(self, questions: Sequence[Question]) -> None:
        self._questions = tuple(questions)
        text = ngettext(
            "{n} quick question makes this better: is it the same person?",
            "{n} quick questions make this better: is it the same person?", len(questions),
        )  # fmt: skip
        self.banner_text.setText(text.format(n=wording.count(len(questions))))
        self.banner.setVisible(bool(questions) and not self._asked_enough)

    def _enough(self) -> None:
        self._asked_enough = True
        self.banner.hide()
        self.grid.setFocus()

    def start_review(self) -> None:
        self.review.start(self._questions, self.acts.rows)
        self.banner.hide()
        self._stack.setCurrentWidget(self.review)
        self.review.setFocus()

    def import_names(self) -> NamesDialog:
        """Show what the files say before any of it is taken."""
        dialog = NamesDialog(self, self.desk, self.acts.rows)
        dialog.open()
        return dialog
