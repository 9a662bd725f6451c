"""One photo, large, with what is known of it at the side."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.rows import PhotoDetail, Tile
from rollsuggest.model import AssetId, Format, Kind, Make, Recipe, Role
from rollsuggest.studio import Studio
from rollsuggest.ui import keys, tokens, wording
from rollsuggest.ui.canvas import Canvas
from rollsuggest.ui.controls import Button, label, margins
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.face_frames import FaceFrames
from rollsuggest.ui.flow import flow
from rollsuggest.ui.hand import Grip
from rollsuggest.ui.handing import Handing
from rollsuggest.ui.outside import open_outside
from rollsuggest.ui.page import Page
from rollsuggest.ui.photo_panel import PhotoPanel
from rollsuggest.ui.photo_row import PhotoRow, shelf
from rollsuggest.ui.pictures import read_image
from rollsuggest.ui.roles import NOT_PHOTOS, kinds_menu, say_role
from rollsuggest.ui.stacks import Members

LONG_SIDE_PX = 2400
Key = Qt.Key


class ViewerPage(Page):
    topics = frozenset({"consent", "photos"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._tiles: tuple[Tile, ...] = ()
        self._members: Members = {}
        self._at = 0
        self._alike: tuple[Tile, ...] = ()  # the stack that is looked through, oldest first
        self._tile: Tile | None = None  # what is shown: the one at `_at`, or one alike
        self._detail: PhotoDetail | None = None
        self.canvas = Canvas()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Photo"))
        self.back = Button(_("Back"), self.leave, icon="arrow-left", kind="icon")
        self.previous = Button(_("Previous photo"), lambda: self.go_on(-1), icon="chevron-left", kind="icon")
        self.next = Button(_("Next photo"), lambda: self.go_on(1), icon="chevron-right", kind="icon")
        self.place = label("", "muted", wrap=False)
        self.handing = Handing(desk, self, lambda: (self._tile.asset,) if self._tile else ())
        self._grip = Grip()
        self.share = Button(_("Share"), self._share, icon="share-2")
        self.date = Button(_("Edit date"), self._edit_date, icon="calendar-clock")
        self.who = Button(_("Who is where"), self._show_faces, icon="users", kind="icon")
        self.who.setCheckable(True)
        self.frames = FaceFrames()
        self.frames.hide()
        self.canvas.lay_over(self.frames)
        self.panel = PhotoPanel(desk)
        self.panel.draw_asked.connect(self._draw)
        self.role = Button(_("Not a photo"), self._say_role)
        self.kinds = kinds_menu(self.role, self._is)
        self.instead = Button(_("Keep this one instead"), self._keep_instead)
        self.instead.hide()
        self.play = Button(_("Play"), self._play, icon="play", kind="primary")
        self.play.setToolTip(_("Opens the video in the system's player"))
        self.play.hide()
        centre = QVBoxLayout(self.canvas)
        centre.addWidget(self.play, 0, Qt.AlignmentFlag.AlignCenter)
        acts = (self.who, self.instead, self.role, self.date, self.share)
        top = flow(self.back, self.place, None, self.previous, self.next, tokens.S, *acts)
        margins(top, tokens.M, tokens.M, tokens.L, tokens.M)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._stack())
        for pressed, act in ((keys.COPY, self.handing.copy), (keys.PRINT, self.handing.print)):
            keys.listen(self, pressed, act, Qt.ShortcutContext.WidgetWithChildrenShortcut)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(column, 1)
        across.addWidget(self.panel)

    def _stack(self) -> QWidget:
        """The photos alike below the large one."""
        self.row = PhotoRow(self.desk, _("Photos alike"))
        self.row.setToolTip(_("Up and Down step through the photos alike"))
        self.row.chosen.connect(self._choose)
        self.alike = QWidget()
        self.said_alike = label("", "muted", wrap=False)
        inside = QVBoxLayout(self.alike)
        inside.setContentsMargins(tokens.L, tokens.S, tokens.L, tokens.S)
        inside.setSpacing(tokens.XS)
        inside.addWidget(self.said_alike)
        inside.addWidget(shelf(self.row))
        self.alike.hide()
        return self.alike

    def open(self, tiles: tuple[Tile, ...], index: int, members: Members) -> None:
        """Show one of these; `members` are the photos alike behind some of them."""
        self._tiles, self._members = tiles, members
        self._go_to(index)
        self.setFocus()

    def go_on(self, step: int) -> None:
        at = min(max(self._at + step, 0), len(self._tiles) - 1)
        if at != self._at:
            self._go_to(at)

    def _go_to(self, at: int) -> None:
        self._at, tile = at, self._tiles[at]
        self._tile, self._alike = tile, self._members.get(tile.asset, ())
        self.alike.setVisible(bool(self._alike))
        if self._alike:
            self.row.at = self._alike.index(tile)
            self.row.show_photos(tuple(photo.asset for photo in self._alike))
        self._load(tile)

    def _choose(self, number: int) -> None:
        """Show another one of the stack; where one goes on from stays."""
        if number < len(self._alike):
            self.said_alike.setText(
                _("{n} of {all} alike").format(
                    n=wording.count(number + 1), all=wording.count(len(self._alike))
                )
            )
            if self._alike[number] != self._tile:
                self._tile = self._alike[number]
                self._load(self._tile)

    def leave(self) -> None:
        self.desk.go.emit("back")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match key := Key(event.key()):
            case Key.Key_Escape:
                self.leave()
            case Key.Key_Right | Key.Key_Space:
                self.go_on(1)
            case Key.Key_Left | Key.Key_Backspace:
                self.go_on(-1)
            case Key.Key_Down | Key.Key_Up if self._alike:
                self.row.choose(self.row.at + (1 if key is Key.Key_Down else -1))
            case Key.Key_F if not event.modifiers():
                self.who.click()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.canvas.geometry().contains(event.pos()):
            self._grip.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the photo to another program."""
        if self._grip.move(event) and self._grip.dragged:
            self._grip.let_go()
            self.handing.drag(self.canvas.image)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip.let_go()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.handing.menu(event.globalPos())

    def _share(self) -> None:
        self.handing.menu(self.share.mapToGlobal(self.share.rect().bottomLeft()))

    def _edit_date(self) -> None:
        if self._tile is not None:
            self.desk.dates_asked.emit((self._tile,))

    def _show_faces(self) -> None:
        self.frames.setVisible(self.who.isChecked())

    def _load(self, tile: Tile) -> None:
        self.place.setText(
            _("{n} of {all}").format(n=wording.count(self._at + 1), all=wording.count(len(self._tiles)))
        )
        self.previous.setEnabled(self._at > 0)
        self.next.setEnabled(self._at + 1 < len(self._tiles))
        self.canvas.expect((max(tile.width, 1), max(tile.height, 1)))
        small = self.desk.thumbs.get(tile.asset)
        self.canvas.show_image(small.toImage() if small is not None else QImage())
        self._detail = None
        self.panel.empty()
        self.frames.show_faces(())
        self.who.setEnabled(False)
        self.play.hide()
        self.role.setEnabled(False)
        self.instead.hide()
        self.role.setVisible(tile.kind is not Kind.VIDEO)
        self.desk.bridge.read("viewer", lambda s: load(s, tile), self._show, self._lost, pool="pictures")

    def _show(self, loaded: tuple[PhotoDetail, QImage]) -> None:
        detail, image = loaded
        self.canvas.show_image(image)
        if self._tile is not None:
            self.canvas.setAccessibleName(wording.tile(self._tile))
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
        self._detail, tile = detail, self._tile
        video = tile is not None and tile.kind is Kind.VIDEO
        self.play.setVisible(video)
        self.panel.draw.setVisible(not video)
        self.panel.draw_clip.setVisible(video or detail.clip is not None)
        self.frames.show_faces(detail.faces)
        self.who.setEnabled(bool(detail.faces))
        self.role.setEnabled(not video)
        self.instead.setVisible(detail.behind is not None)
        self.row.mark(detail.behind.best if detail.behind else detail.asset)
        self.role.setText(_("It is a photo") if detail.role in NOT_PHOTOS else _("Not a photo"))
        self.role.setAccessibleName(self.role.text())
        self.panel.show_detail(detail, wording.duration(tile.duration_s) if tile and video else "")
        self.desk.bridge.read(
            "viewer words", lambda s: s.captions((detail.asset,)), self._say, pool="pictures"
        )

    def _say(self, captions: Mapping[AssetId, str]) -> None:
        """Say in words what the photo shows, to the eye and to a screen reader."""
        tile = self._tile
        if tile is not None and (said := captions.get(tile.asset)):
            self.panel.caption.setText(said)
            self.canvas.setAccessibleName(f"{said}. {wording.tile(tile)}")

    def _lost(self, error: UserError) -> None:
        self.canvas.forget()
        self.canvas.say(str(error))

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

    def _draw(self, clip: bool) -> None:
        if (tile := self._tile) is None:
            return
        shape = Format.nearest(max(tile.width, 1), max(tile.height, 1))
        first = wording.STYLES[Make.RESTYLE][0]
        recipe = Recipe(Make.RESTYLE, (tile.asset,), shape, first, clip=clip, whole=not clip)
        self.desk.recipe_opened.emit(recipe)

    def _play(self) -> None:
        if self._detail is not None:
            open_outside(self._detail.path, self.desk.notice)


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
