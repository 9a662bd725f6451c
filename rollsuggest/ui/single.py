"""One window to a library: a second start brings the first one's window up and ends.

A lock file tells who was first; the system's process number in it makes that of a crashed one count no more.
The second start writes to a file that the first one watches: no socket, one pair of files a library.
"""

from __future__ import annotations

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

from rollsuggest.paths import Paths


class SingleWindow(QObject):
    called = Signal()  # somebody started the program once more

    def __init__(self, paths: Paths) -> None:
        super().__init__()
        self._call = paths.window_call
        self._lock = QLockFile(str(paths.window_lock))
        self._lock.setStaleLockTime(0)  # however long it is held: only the end of its process makes it stale
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(lambda _file: self.called.emit())

    def take(self) -> bool:
        """Return whether this is the first. Where the folder cannot be written to, nothing is told apart."""
        try:
            self._call.parent.mkdir(parents=True, exist_ok=True)
            if not self._lock.tryLock(0) and self._lock.error() == QLockFile.LockError.LockFailedError:
                return False
            self._call.touch()
        except OSError:
            return True
        self._watcher.addPath(str(self._call))
        return True

    def call(self) -> None:
        """Have the first one show its window."""
        with self._call.open("ab") as file:
            file.write(b".")

    def release(self) -> None:
        self._watcher.removePath(str(self._call))
        if self._lock.isLocked():
            self._call.unlink(missing_ok=True)
            self._lock.unlock()
