"""One photo, large, with what is known of it at the side."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.rows import PhotoDetail, Tile
from rollsuggest.model import AssetId, Kind, Role
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.canvas import Canvas
from rollsuggest.ui.controls import Button, clear, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.facts import facts
from rollsuggest.ui.folders import play, show_in_folder
from rollsuggest.ui.page import Page
from rollsuggest.ui.pictures import read_image
from rollsuggest.ui.roles import NOT_PHOTOS, kinds_menu, say_role

LONG_SIDE_PX = 2400
Key = Qt.Key


class ViewerPage(Page):
    topics = frozenset({"consent", "photos"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tiles: tuple[Tile, ...] = ()
        self._at = 0
        self._detail: PhotoDetail | None = None
        self.canvas = Canvas()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Photo"))
        self.back = Button(_("Back"), self.leave, icon="arrow-left", kind="icon")
        self.previous = Button(_("Previous photo"), lambda: self.go_on(-1), icon="chevron-left", kind="icon")
        self.next = Button(_("Next photo"), lambda: self.go_on(1), icon="chevron-right", kind="icon")
        self.place = label("", "muted", wrap=False)
        folder = Button(_("Show in folder"), self._show_file, icon="folder-open")
        self.role = Button(_("Not a photo"), self._say_role)
        self.kinds = kinds_menu(self.role, self._is)
        self.instead = Button(_("Keep this one instead"), self._keep_instead)
        self.instead.hide()
        self.play = Button(_("Play"), self._play, icon="play", kind="primary")
        self.play.setToolTip(_("Opens the video in the system's player"))
        self.play.hide()
        centre = QVBoxLayout(self.canvas)
        centre.addWidget(self.play, 0, Qt.AlignmentFlag.AlignCenter)
        acts = (self.instead, self.role, folder)
        top = row(self.back, self.place, None, self.previous, self.next, tokens.S, *acts)
        top.setContentsMargins(tokens.M, tokens.M, tokens.L, tokens.M)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.canvas, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(column, 1)
        across.addWidget(self._panel())

    def _panel(self) -> QFrame:
        panel = QFrame()
        panel.setObjectName("panel")
        panel.setFixedWidth(tokens.PANEL_PX)
        inside = QWidget()
        self.caption = label("", "heading", select=True)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(tokens.XS)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(tokens.L, tokens.XL, tokens.L, tokens.L)
        whole.setSpacing(tokens.L)
        whole.addWidget(self.caption)
        whole.addLayout(self._facts, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(_("What is known of this photo"))
        area.setWidget(inside)
        outer = QVBoxLayout(panel)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        return panel

    def open(self, tiles: tuple[Tile, ...], index: int) -> None:
        self._tiles, self._at = tiles, index
        self._load()
        self.setFocus()

    def go_on(self, step: int) -> None:
        at = min(max(self._at + step, 0), len(self._tiles) - 1)
        if at != self._at:
            self._at = at
            self._load()

    def leave(self) -> None:
        self.desk.go.emit("back")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match Key(event.key()):
            case Key.Key_Escape:
                self.leave()
            case Key.Key_Right | Key.Key_Space:
                self.go_on(1)
            case Key.Key_Left | Key.Key_Backspace:
                self.go_on(-1)
            case _:
                super().keyPressEvent(event)

    def _load(self) -> None:
        tile = self._tiles[self._at]
        self.place.setText(
            _("{n} of {all}").format(n=wording.count(self._at + 1), all=wording.count(len(self._tiles)))
        )
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at + 1 < len(self._tiles))
        self.canvas.expect((max(tile.width, 1), max(tile.height, 1)))
        small = self.desk.thumbs.get(tile.asset)
        self.canvas.show_image(small.toImage() if small is not None else QImage())
        self._detail = None
        self.caption.setText("")
        self.play.hide()
        self.role.setEnabled(False)
        self.instead.hide()
        self.role.setVisible(tile.kind is not Kind.VIDEO)
        self.desk.bridge.read("viewer", lambda s: load(s, tile), self._show, self._lost, pool="pictures")

    def _show(self, loaded: tuple[PhotoDetail, QImage]) -> None:
        detail, image = loaded
        self.canvas.show_image(image)
        self.canvas.setAccessibleName(wording.tile(self._tiles[self._at]))
        self._show_facts(detail)

    def refresh(self) -> None:
        """Read again what is known of the photo, which a correction changes; the picture stays."""
        if self._detail is not None:
            asset = self._detail.asset
            self.desk.bridge.read(
                "viewer facts", lambda s: s.photo(asset), self._changed, lambda _error: None
            )

    def _changed(self, detail: PhotoDetail) -> None:
        if self._detail is not None and self._detail.asset == detail.asset and self._detail != detail:
            self._show_facts(detail)

    def _show_facts(self, detail: PhotoDetail) -> None:
        self._detail = detail
        tile = self._tiles[self._at]
        video = tile.kind is Kind.VIDEO
        self.play.setVisible(video)
        self.role.setEnabled(not video)
        self.instead.setVisible(detail.behind is not None)
        self.role.setText(_("It is a photo") if detail.role in NOT_PHOTOS else _("Not a photo"))
        self.role.setAccessibleName(self.role.text())
        clear(self._facts)
        for what, value in facts(detail, wording.duration(tile.duration_s) if video else ""):
            self._facts.addWidget(label(what, "small"))
            self._facts.addWidget(label(value, select=True))
            self._facts.addSpacing(tokens.S)
        self._facts.addStretch(1)
        self.desk.bridge.read(
            "viewer words", lambda s: s.captions((detail.asset,)), self._say, pool="pictures"
        )

    def _say(self, captions: Mapping[AssetId, str]) -> None:
        """Say in words what the photo shows, to the eye and to a screen reader."""
        tile = self._tiles[self._at]
        if said := captions.get(tile.asset):
            self.caption.setText(said)
            self.canvas.setAccessibleName(f"{said}. {wording.tile(tile)}")

    def _lost(self, error: UserError) -> None:
        self.canvas.forget()
        self.canvas.say(str(error))

    def _show_file(self) -> None:
        if self._detail is not None:
            show_in_folder(self._detail.path)

    def _say_role(self) -> None:
        """Take it back as a photo, or ask what else it is."""
        if self._detail is None:
            return
        if self._detail.role in NOT_PHOTOS:
            self._is(Role.PHOTO)
            return
        self.kinds.popup(self.role.mapToGlobal(self.role.rect().bottomLeft()))
        self.kinds.setActiveAction(self.kinds.actions()[0])

    def _is(self, role: Role) -> None:
        if self._detail is not None:
            say_role(self.desk, (self._detail.asset,), role)

    def _keep_instead(self) -> None:
        if self._detail is not None and self._detail.behind is not None:
            asset, name = self._detail.asset, self._detail.path.name
            self.desk.bridge.change(lambda studio: studio.keep_instead(asset))
            self.desk.notice(_("{name} is used from now on.").format(name=name))

    def _play(self) -> None:
        if self._detail is not None and not play(self._detail.path):
            self.desk.notice(_("No program on this computer wants to open this video."))


def load(studio: Studio, tile: Tile) -> tuple[PhotoDetail, QImage]:
    """Read what is known and the photo itself, which a worker decodes whatever its format.

    A video shows its poster: the picture that stands for it in the grid.
    """
    detail = studio.photo(tile.asset)
    if tile.kind is Kind.VIDEO:
        return detail, _poster(studio, tile.asset)
    image = read_image(studio.screen_copy(tile.asset, LONG_SIDE_PX))
    if image.isNull():
        raise UserError(_("This photo cannot be opened."), _("It may have been moved or deleted."))
    return detail, image


def _poster(studio: Studio, asset: AssetId) -> QImage:
    try:
        image = read_image(studio.screen_copy(asset, LONG_SIDE_PX))
    except UserError:
        image = QImage()
    return image if not image.isNull() else read_image(studio.thumbnail(asset))
