"""A film played before it is saved: its frames come by the second from the worker, a few ahead."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSlider, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.reel import FPS, Reel
from rollsuggest.model import Recipe
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.bridge import Bridge
from rollsuggest.ui.controls import Button, label, row
from rollsuggest.ui.film_frames import Frames

STEP_S, LEAP_S = 1, 5
PATIENCE_MS = 400  # a wait that takes longer is told


class Position(QSlider):
    """Where in the film one is; moved by pointer and arrow keys."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setAccessibleName(_("Position in the film"))
        self.setSingleStep(STEP_S * FPS)
        self.setPageStep(LEAP_S * FPS)
        self.setEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            event.ignore()  # the page plays and pauses
            return
        super().keyPressEvent(event)


class Player(QWidget):
    shown = Signal(QImage)  # the frame that is due
    stopped = Signal()  # at the film's end, or forgotten: what stood there before is shown again
    said = Signal(str)  # what is waited for; "" when nothing is any more
    failed = Signal(object)  # UserError

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.play = Button(_("Play"), self.toggle, icon="play", kind="icon")
        self.position = Position()
        self.time = label("", "small", wrap=False)
        self.time.setMinimumWidth(tokens.px(84))
        self.setLayout(row(self.play, self.position, self.time))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # a film runs that way in any language
        self.position.valueChanged.connect(self._sought)
        self._tick = QTimer(self, interval=1000 // FPS, timerType=Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._step)
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(self._say)
        self._waits = False  # and says so
        self._clock = QElapsedTimer()
        self._from = 0  # the frame at which the clock was started
        self._recipe: Recipe | None = None
        self._of = 0  # which film is meant: answers about earlier ones are late
        self._frames: Frames | None = None
        self.wanted = False  # it plays, or will as soon as its frames are there
        self._blocked = False  # it did, and does again when the dialog over it is closed
        self.showing = False  # a frame of it is on the canvas

    # what is played

    def open(self, recipe: Recipe) -> None:
        """Get ready for another film, or another version of it: what was played goes on where it was."""
        if recipe == self._recipe:
            return
        at, was = self.position.value(), self.wanted
        self._forget_frames()
        self._recipe = recipe
        if was:
            self.start(at)

    def close_film(self) -> None:
        """Let go of the film."""
        self.pause()
        self._forget_frames()
        self._recipe, self.showing = None, False
        self._go_to(0)

    def _forget_frames(self) -> None:
        self._of += 1
        self._tick.stop()
        if self._frames is not None:
            self._frames.close()
        self._frames = None

    def start(self, at: int | None = None) -> None:
        """Play from a frame on, or from where one is."""
        if self._recipe is None:
            return
        self.wanted = True
        self._dress()
        if at is not None:
            self._go_to(at)
        if self._frames is None:
            self._plan()
        else:
            self._run()

    def pause(self) -> None:
        self.wanted = False
        self._tick.stop()
        self._dress()
        self._waited()

    def toggle(self) -> None:
        if self.wanted:
            self.pause()
        else:
            self.start()

    def event(self, event: QEvent) -> bool:
        """A dialog over the film holds it: what is asked there is to be read in peace."""
        if event.type() == QEvent.Type.WindowBlocked and self.wanted:
            self._blocked = True
            self.pause()
        elif event.type() == QEvent.Type.WindowUnblocked and self._blocked:
            self._blocked = False
            if self.isVisible():
                self.start()
        return super().event(event)

    # its frames

    def _plan(self) -> None:
        recipe, of = self._recipe, self._of
        assert recipe is not None
        self._patience.start()

        def planned(reel: Reel) -> None:
            if of == self._of:
                self._frames = Frames(self._bridge, recipe, reel, self._came, self._fail)
                self._planned(reel)

        self._bridge.read("film", lambda studio: studio.reel(recipe), planned, self._fail, pool="films")

    def _planned(self, reel: Reel) -> None:
        with QSignalBlocker(self.position):
            self.position.setRange(0, max(0, reel.frames - 1))
            self.position.setEnabled(True)
        self._go_to(self.position.value())
        if self.wanted:
            self._run()

    def _run(self) -> None:
        self._from = self.position.value()
        self._clock.start()
        self._tick.start()
        self._fetch()

    def _fetch(self) -> None:
        if self._frames is not None:
            self._frames.fetch(self.position.value())

    def _came(self) -> None:
        if not self._tick.isActive():
            self._show(self.position.value())

    def _fail(self, error: UserError) -> None:
        self.pause()
        self._forget_frames()
        self.failed.emit(error)

    # its time

    def _step(self) -> None:
        """Show the frame that is due by the clock; where it has not come yet, time waits."""
        if self._frames is None:
            return
        due = self._from + int(self._clock.elapsed() * FPS / 1000)
        if due >= self._frames.reel.frames:
            self._end()
            return
        if not self._show(due):
            self._from = self.position.value()
            self._clock.start()
            self._wait()
        else:
            self._go_to(due)
        self._fetch()

    def _show(self, at: int) -> bool:
        image = self._frames.at(at) if self._frames is not None else None
        if image is None:
            return False
        self._waited()
        self.showing = True
        self.shown.emit(image)
        return True

    def _end(self) -> None:
        self.pause()
        self.showing = False
        self._go_to(0)
        self.stopped.emit()

    def _wait(self) -> None:
        """Say, after a moment, that something is waited for."""
        if not self._patience.isActive() and not self._waits:
            self._patience.start()

    def _say(self) -> None:
        self._waits = True
        self.said.emit(_("Preparing the film…"))

    def _waited(self) -> None:
        self._patience.stop()
        if self._waits:
            self._waits = False
            self.said.emit("")

    def _go_to(self, at: int) -> None:
        with QSignalBlocker(self.position):
            self.position.setValue(at)
        self._tell()

    def _sought(self, at: int) -> None:
        """The person moved the handle."""
        self._from = at
        self._clock.start()
        self._tell()
        if self._frames is not None:
            self._fetch()
            if not self._show(at):
                self._wait()

    def _tell(self) -> None:
        """Say where one is, in words a screen reader says as well."""
        if self._frames is None:
            self.time.setText("")
            return
        now, whole = (
            wording.duration(frames / FPS) for frames in (self.position.value(), self._frames.reel.frames)
        )
        now = now if self.position.value() >= FPS else "0:00"
        text = _("{now} of {whole}").format(now=now, whole=whole)
        if text != self.time.text():
            self.time.setText(text)
            self.position.setAccessibleDescription(text)

    def _dress(self) -> None:
        self.play.set_icon("pause" if self.wanted else "play")
        self.play.name(_("Pause") if self.wanted else _("Play"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is played where nobody sees it."""
        self.pause()
        if self._frames is not None:
            self._frames.rest()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the frame at which it was paused."""
        super().showEvent(event)
        if self.showing:
            self._fetch()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
