"""The SQLite file: connections, transactions, migrations, and what it takes for erased to mean gone."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library import sealing
from rollsuggest.storing import storing

MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_TIMEOUT_S = 30.0
CACHE_KB = 512  # of pages a connection keeps: five of them kept up to 10 MB of what the system keeps too
KIND_TIMEOUT_S = 20.0  # for those who use the file to be done with it, before it changes its kind


class Database:
    """A small pool of connections to one file; any thread may read, one at a time writes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Condition()
        self._lent = 0  # connections in use
        self._closed = False  # nobody gets one: the file changes its kind
        self._writing = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        sealing.settle(path)
        with self.read() as connection:
            migrate(connection, path)

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; it goes back to the pool afterwards. UserError for what the disk says."""
        with self._lock:
            self._lock.wait_for(lambda: not self._closed)
            connection = self._idle.pop() if self._idle else None
            self._lent += 1
        try:
            with _plainly(self.path):
                connection = connection or connect(self.path)
                try:
                    yield connection
                except BaseException:
                    connection.close()
                    raise
            with self._lock:
                self._idle.append(connection)
        finally:
            with self._lock:
                self._lent -= 1
                self._lock.notify_all()

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Read one state of the library in several steps, whatever is stored or dropped meanwhile."""
        with self.read() as connection:
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Run one transaction: all of it is stored, or nothing."""
        with self._writing, self.read() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # SQLite itself has rolled back when the disk is full
                    connection.execute("ROLLBACK")
                raise

    def change_kind(self, key: bytes | None) -> None:
        """Encrypt the file, or write it plain again (None), once nobody uses it. Raises UserError."""
        with self._lock:
            self._closed = True
            free = self._lock.wait_for(lambda: not self._lent, KIND_TIMEOUT_S)
            idle, self._idle = self._idle, []
        try:
            for connection in idle:
                connection.close()
            if not free:
                raise UserError(_("The library is in use."), _("Wait a moment and try again."))
            with _plainly(self.path), storing(self.path):
                sealing.change_kind(self.path, key)
        finally:
            with self._lock:
                self._closed = False
                self._lock.notify_all()

    def vacuum(self) -> None:
        """Leave nothing of deleted rows on the disk: rewrite the file, empty its log, drop its backups.

        Raises UserError when somebody who reads the library keeps the old state in its log.
        """
        for backup in self.path.parent.glob(f"{self.path.name}.before-*"):
            sealing.wipe(backup)
        with self._writing, self.read() as connection:
            connection.execute("VACUUM")
            busy, *_pages = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise UserError(
                _("It is erased, but its old state is in the library's log until nobody reads it any more."),
                _("Close other windows and terminals of rollsuggest, then erase it once more."),
            )


@contextmanager
def _plainly(path: Path) -> Iterator[None]:
    """Tell what the disk says in words that help; nothing that was stored before is lost."""
    try:
        yield
    except sealing.database_errors() as error:
        if (told := _told(path, error)) is None:
            raise
        raise told from error


def _told(path: Path, error: Exception) -> UserError | None:
    """Return what to tell the person; None for what is a mistake of ours."""
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:  # the rest of it says where in SQLite
        case sqlite3.SQLITE_FULL:
            return UserError(_("The disk is full."), _("Make room; what was found so far is kept."))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return UserError(
                _("rollsuggest's folder cannot be written to."),
                _("Check its permissions and that its drive is not write-protected."),
            )
        case sqlite3.SQLITE_IOERR:
            return UserError(
                _("The drive with rollsuggest's folder does not answer as it should."),
                _("Check that it is plugged in and not full, then start rollsuggest again."),
            )
        case sqlite3.SQLITE_BUSY:
            return UserError(
                _("Another program holds rollsuggest's library."),
                _("Wait a moment and try again; close other windows of rollsuggest."),
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return _damaged(path)
    return None


def _damaged(path: Path) -> UserError:
    advice = _(
        "Your photos are not touched. Put a copy of {path} from a backup in its place, or move the file "
        "away to start anew."
    ).format(path=path)
    if copies := sorted(path.parent.glob(f"{path.name}.before-*")):
        advice += " " + _("A copy from before an update is {path}.").format(path=copies[-1])
    return UserError(_("rollsuggest's library file is damaged."), advice)


# Six connections are open, and with 256 each what they keep grew by 3 MB in 50 minutes of a soak.
KEPT_STATEMENTS = 64


def connect(path: Path) -> sqlite3.Connection:
    """Open the file the way all of us do. Transactions are begun by hand."""
    options: dict[str, Any] = {
        "timeout": BUSY_TIMEOUT_S, "isolation_level": None, "check_same_thread": False,
        "cached_statements": KEPT_STATEMENTS,
    }  # fmt: skip
    if sealing.is_sealed(path):
        connection = sealing.connect(path, **options)
    else:
        connection = sqlite3.connect(path, **options)
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA page_size = {sealing.PAGE_BYTES}")
    pragmas = (
        "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON",
        f"cache_size = -{CACHE_KB}",
    )  # fmt: skip
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def steps() -> list[tuple[int, Path]]:
    """Return the migrations in order: (version they lead to, file)."""
    return sorted((int(file.name[:4]), file) for file in MIGRATIONS.glob("[0-9]*.sql"))


def migrate(connection: sqlite3.Connection, path: Path, known: list[tuple[int, Path]] | None = None) -> None:
    """Bring the file to the newest version, each step all or nothing; what stood there is backed up once.

    Raises UserError when the file was written by a newer rollsuggest.
    """
    todo = steps() if known is None else known
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > todo[-1][0]:
        raise UserError(
            _("Your library was written by a newer rollsuggest."),
            _("Install the newest version and start it again."),
        )
    todo = [step for step in todo if step[0] > version]
    if version and todo:
        _back_up(connection, path, path.with_name(f"{path.name}.before-{todo[0][0]:04}"))
    for number, file in todo:
        connection.executescript(
            f"BEGIN;\n{file.read_text('utf-8')}\nPRAGMA user_version = {number};\nCOMMIT;"
        )


def _back_up(connection: sqlite3.Connection, original: Path, path: Path) -> None:
    if sealing.is_sealed(original):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it is in the file then
        shutil.copyfile(original, path)
        return
    with closing(sqlite3.connect(path)) as copy:
        connection.backup(copy)
