"""One person: name and what is said of them, their photos, and their faces to be sorted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.i18n import _, ngettext
from rollsuggest.library.rows import PersonFace, PersonRow, Tile
from rollsuggest.model import Certainty, FaceId
from rollsuggest.ui import people_rows, tokens, wording
from rollsuggest.ui.birthday import BirthdayField
from rollsuggest.ui.controls import Button, Choice, fill, label, margins, row
from rollsuggest.ui.desk import Desk, face_key
from rollsuggest.ui.face_grid import FaceGrid
from rollsuggest.ui.face_tiles import EDGE, Mark, Section
from rollsuggest.ui.flow import flow
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.naming import NameField, Portrait, WhoDialog
from rollsuggest.ui.people_acts import PeopleActs

AVATAR_PX, CROP_PX = 64, 96


def relations() -> list[str]:
    """Return what somebody may be to the owner; other words can be typed."""
    return [
        _("Partner"), _("Child"), _("Parent"), _("Sibling"), _("Grandparent"), _("Grandchild"),
        _("Family"), _("Friend"), _("Colleague"),
    ]  # fmt: skip


def when(face: PersonFace) -> str:
    return wording.moment(face.taken_at, Certainty.DAY if face.taken_at else Certainty.UNKNOWN)


class PersonView(QWidget):
    def __init__(self, desk: Desk, acts: PeopleActs, leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._leave, self._acts = desk, leave, acts
        self.row: PersonRow | None = None
        self.name = NameField()
        self.name.setFixedWidth(tokens.px(240))
        self.name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # not what is left
        self.name.editingFinished.connect(self._rename)
        self.name.left.connect(self._leave_name)
        self.portrait = Portrait(desk, AVATAR_PX)
        self.count = label("", "muted", wrap=False)
        self.star = Button(_("Favourite"), self._favour, icon="star", kind="icon")
        self.star.setCheckable(True)
        self.me = QCheckBox(_("This is me"))
        self.me.clicked.connect(lambda on: self._set(me=on))
        self.relation = Choice(_("Who this is to you"), ["", *relations()])
        self.relation.setEditable(True)
        line = self.relation.lineEdit()
        if line is not None:
            line.setPlaceholderText(_("Who this is to you"))
            line.setAccessibleName(_("Who this is to you"))
            line.editingFinished.connect(self._relate)
        self.relation.setFixedWidth(tokens.px(170))
        self.relation.activated.connect(lambda _n: self._relate())
        self.birthday = BirthdayField()
        self.birthday.said.connect(self._born)
        self.hide_button = Button(_("Hide"), self._hide, icon="eye-off")
        self.grid = PhotoGrid(desk, _("Photos of this person"))
        self.grid.opened.connect(lambda index: desk.view(self.grid.tiles, index))
        self.faces = FaceGrid(
            desk, _("Faces of this person"), picture_px=CROP_PX, words=False, picks=True
        )  # fmt: skip
        self.faces.selected.connect(lambda _n: self._selected())
        self.faces.opened.connect(self._open_face)
        self.faces.deleted.connect(self._not_them)
        for pictures in (self.grid, self.faces):  # take what is left, and nothing from the lines above
            pictures.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._faces: dict[FaceId, PersonFace] = {}
        self._build()

    def _build(self) -> None:
        back = Button(_("Back to people"), self._leave, icon="arrow-left", kind="icon")
        self.photos_tab, self.faces_tab = Button(_("Photos")), Button(_("Faces"))
        tabs = QButtonGroup(self)
        for number, tab in enumerate((self.photos_tab, self.faces_tab)):
            tab.setCheckable(True)
            tab.clicked.connect(partial(self._show_tab, number))
            tabs.addButton(tab)
        first = flow(self.name, self.star, self.count, None, self.hide_button)
        tabs_together = row(self.photos_tab, self.faces_tab)
        second = flow(self.relation, self.birthday, self.me, None)
        second.addLayout(tabs_together)
        lines = QVBoxLayout()
        lines.setSpacing(tokens.S)
        lines.addLayout(first)
        lines.addLayout(second)
        top = row(back, self.portrait, tokens.XS)
        top.addLayout(lines, 1)
        margins(top, tokens.M, tokens.L, tokens.XXL, tokens.M)
        self.chosen = label("", "muted", wrap=False)
        self.sorting = {
            "not": Button("", self._not_them),
            "else": Button(_("Somebody else"), self._somebody_else),
            "is": Button(_("This is…"), self._this_is),
            "none": Button(_("Not a face"), self._no_face),
        }
        self.sorting["not"].setToolTip(_("Key: Delete"))
        self.sorting["else"].setToolTip(_("They are one other person: made a person of their own"))
        self.sorting["none"].setToolTip(_("A statue, a picture, or nobody to know"))
        bar = flow(*self.sorting.values(), self.chosen, None)
        margins(bar, EDGE, 0, tokens.XXL, tokens.S)
        sorting = QWidget()
        column = QVBoxLayout(sorting)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.faces, 1)
        self._tabs = QStackedLayout()
        self.away = label(
            _("Photos with hidden people are shown nowhere. Show this person again to see them."), "muted"
        )
        margins(self.away, EDGE, 0, tokens.XXL, tokens.S)
        photos = QWidget()
        seen = QVBoxLayout(photos)
        seen.setContentsMargins(0, 0, 0, 0)
        seen.addWidget(self.away)
        seen.addWidget(self.grid, 1)
        self._tabs.addWidget(photos)
        self._tabs.addWidget(sorting)
        inside = QVBoxLayout()
        margins(inside, tokens.XXL - tokens.XS, 0, 0, 0)
        inside.addLayout(self._tabs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(inside, 1)
        self._show_tab(0)
        self._selected()

    # what is shown

    def show_row(self, shown: PersonRow) -> None:
        other = self.row is None or self.row.cluster != shown.cluster
        if other or not self.birthday.is_begun():
            self.birthday.show_birthday(shown.birthday, shown.birth_year)
        self.row = shown
        self.name.set_names(people_rows.names(self._acts.rows))
        if other or not self.name.hasFocus():
            fill(self.name, shown.name)
        self.portrait.show_keys(*people_rows.cover(shown), name=shown.name or _("A face without a name"))
        self.count.setText(wording.photos(shown.photos))
        self.star.setChecked(shown.favourite)
        self.star.set_icon("star-filled" if shown.favourite else "star")
        self.star.name(_("No favourite any more") if shown.favourite else _("Make a favourite"))
        self.me.setChecked(shown.me)
        self.relation.setVisible(not shown.me)
        line = self.relation.lineEdit()
        if other or line is None or not line.hasFocus():
            self.relation.setEditText(shown.relation)
        self.away.setVisible(shown.hidden)
        self.hide_button.setText(_("Show again") if shown.hidden else _("Hide"))
        self.hide_button.setAccessibleName(self.hide_button.text().strip())
        self.hide_button.set_icon("eye" if shown.hidden else "eye-off")
        self.hide_button.setToolTip(_("Photos with hidden people are never suggested."))
        self.sorting["not"].setText(_("Not {name}").format(name=shown.name or _("this person")))
        self.sorting["not"].setAccessibleName(self.sorting["not"].text())
        if other:
            self.grid.set_tiles(())
            self.faces.set_sections(())
            self._show_tab(0)
        cluster = shown.cluster
        bridge = self._desk.bridge
        bridge.read("person", lambda s: s.person_tiles(cluster), self._show_tiles, pool="searches")
        bridge.read("faces", lambda s: s.person_faces(cluster), self._show_faces, pool="searches")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            return
        super().keyPressEvent(event)

    def _show_tab(self, number: int, _on: bool = True) -> None:
        self._tabs.setCurrentIndex(number)
        (self.photos_tab, self.faces_tab)[number].setChecked(True)

    def _show_tiles(self, tiles: tuple[Tile, ...]) -> None:
        self.grid.set_tiles(tiles)

    def _show_faces(self, faces: tuple[PersonFace, ...]) -> None:
        self._faces = {face.face: face for face in faces}
        marks = tuple(
            Mark(face.face, _("Face, {when}").format(when=when(face)),
                 pictures=(face_key(face.asset, face.box),))
            for face in faces
        )  # fmt: skip
        self.faces.set_sections((Section("", marks),) if marks else ())
        self._selected()

    def _open_face(self, face: FaceId) -> None:
        asset = self._faces[face].asset
        place = next((i for i, tile in enumerate(self.grid.tiles) if tile.asset == asset), None)
        if place is not None:
            self._desk.view(self.grid.tiles, place)

    # what is said of the person

    def _set(
        self, *, favourite: bool | None = None, me: bool | None = None, relation: str | None = None
    ) -> None:
        if self.row is not None:
            cluster = self.row.cluster
            self._desk.bridge.change(
                lambda s: s.set_person(cluster, favourite=favourite, me=me, relation=relation)
            )

    def _rename(self) -> None:
        name = " ".join(self.name.text().split())
        if self.row is not None and name != self.row.name:
            self._acts.rename(self.row, name)

    def _leave_name(self) -> None:
        """Esc in the field: first it is as it was, then the page is left."""
        if self.row is not None and self.name.text() != self.row.name:
            fill(self.name, self.row.name)
        else:
            self._leave()

    def _favour(self) -> None:
        self._set(favourite=self.star.isChecked())

    def _relate(self) -> None:
        text = " ".join(self.relation.currentText().split())
        if self.row is not None and text != self.row.relation:
            self._set(relation=text)

    def _born(self, birthday: tuple[int, int], year: int) -> None:
        if self.row is not None:
            cluster = self.row.cluster
            self._desk.bridge.change(lambda s: s.set_person(cluster, birthday=birthday, birth_year=year))

    def _hide(self) -> None:
        if self.row is not None:
            hidden = not self.row.hidden
            self._acts.hide([self.row], hidden)
            if hidden:
                self._leave()

    # what is said of faces

    def _selected(self) -> None:
        count = len(self.faces.selection)
        for button in self.sorting.values():
            button.setEnabled(count > 0)
        said = ngettext("{n} face chosen", "{n} faces chosen", count).format(n=wording.count(count))
        self.chosen.setText(said if count else _("Choose the faces that do not belong here."))

    def _picked(self) -> list[FaceId]:
        return [face for face in self._faces if face in self.faces.selection]

    def _taken(self) -> list[FaceId]:
        """Return the chosen faces, of which something is said now; none is chosen any more."""
        faces = self._picked()
        self.faces.clear_selection()
        return faces

    def _not_them(self) -> None:
        if self.row is not None:
            self._acts.not_them(self._taken(), self.row)

    def _somebody_else(self) -> None:
        self._acts.somebody_else(self._taken())

    def _no_face(self) -> None:
        self._acts.no_face(self._taken())

    def _this_is(self) -> None:
        faces = self._picked()
        names = people_rows.names(self._acts.rows)

        def said(name: str) -> None:
            self.faces.clear_selection()
            self._acts.this_is(faces, name)

        WhoDialog(self, _("Who is this?"), names, said).open()
