"""The ledger: an append-only file of what the person allowed and took back, and of what was sent.

It lives outside the database.

[Note: What shows] One JSON object a line. Each line carries a digest over itself and the line before, so that
a changed or missing line in the middle shows. A second file says how many lines there were and how the last
one ended, so that lines missing at the end show, too: to take out a "withdraw" would bring back what it took.
Who writes both files anew, chain and all, is not seen; whoever loses both is asked anew.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import sqlite3
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from rollsuggest.consent.grants import Entry, Grants, Sending, grants_of
from rollsuggest.consent.terms import TERMS, shown
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.model import AssetId, Purpose
from rollsuggest.storing import storing

Body = dict[str, Any]
WAIT_S = 20.0  # for another window or terminal that is writing
SETTLED_NS = 1_000_000_000


class End(NamedTuple):
    """How many lines there were after the last writing, and the digest of the last of them."""

    lines: int
    chain: str


class Seen(NamedTuple):
    """By what a file is told from what it was before."""

    number: int
    size: int
    written_ns: int
    changed_ns: int


class Ledger:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._end = path.with_name(f"{path.name}.end")
        self._lock = threading.Lock()
        self._known: tuple[tuple[Seen, Seen], Grants] | None = None

    def entries(self) -> tuple[Entry, ...]:
        """Read all entries; raises UserError when a line was changed or taken out."""
        return tuple(map(_entry, self._bodies()))

    def grants(self) -> Grants:
        """Return what holds; the files are read again only where they are others than the last time."""
        seen = self._seen()
        known = self._known
        if known is not None and known[0] == seen:
            return known[1]
        grants = grants_of(self.entries(), TERMS)
        # Within a tick of the clock a file may change and keep its time: what is that young is read again.
        if seen is not None and time.time_ns() - max(file.changed_ns for file in seen) > SETTLED_NS:
            self._known = seen, grants
        return grants

    def _seen(self) -> tuple[Seen, Seen] | None:
        try:
            return _seen(self._path), _seen(self._end)
        except OSError:
            return None

    def write(
        self,
        act: str,
        purposes: Iterable[Purpose | None],
        at: datetime,
        recipient: str = "",
        sending: Sending | None = None,
    ) -> None:
        """Append one entry a purpose and have the disk keep it before we go on.

        A yes notes the text that was agreed to: its language and digest. All of them or none: UserError where
        that is not possible, and then what was allowed before holds.
        """
        with self._lock, storing(self._path), self._turn():
            lines, chain = 0, ""
            for before in self._bodies():
                lines, chain = lines + 1, str(before["chain"])
            if not self._end.exists() or not lines:
                self._keep_end(End(lines, chain))
            entries = b""
            for purpose in purposes:
                lines += 1
                body: Body = {"line": lines, "at": at.isoformat(), "act": act, "purpose": purpose}
                body |= {"terms": TERMS, "recipient": recipient}
                if act == "allow" and purpose is not Purpose.SUGGESTIONS:
                    body |= shown()._asdict()
                if sending is not None:
                    body["sending"] = asdict(sending)
                chain = body["chain"] = _digest(chain, body)
                entries += json.dumps(body).encode() + b"\n"
            self._append(sum(len(line.encode()) + 1 for line in self._lines()), entries)
            with suppress(OSError):  # it speaks of fewer lines then: true all the same
                self._keep_end(End(lines, chain))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One process writes at a time: another one's line would be lost. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        turns = self._path.with_name(f"{self._path.name}.lock")
        try:
            with closing(sqlite3.connect(turns, timeout=WAIT_S, isolation_level=None)) as lock:
                lock.execute("BEGIN EXCLUSIVE")
                yield
        except sqlite3.OperationalError as error:
            raise OSError(errno.EACCES, str(error)) from error

    def _append(self, whole: int, entries: bytes) -> None:
        """Put entries after the first `whole` bytes, dropping half a last line. Raises OSError."""
        with self._path.open("a+b", buffering=0) as file:
            file.truncate(whole)
            try:
                if file.write(entries) != len(entries):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    file.truncate(whole)
                raise

    def _keep_end(self, end: End) -> None:
        beside = self._end.with_name(f"{self._end.name}.new")
        beside.write_text(json.dumps(end._asdict()), "utf-8")
        beside.replace(self._end)

    def _bodies(self) -> Iterator[Body]:
        """Read line by line, each checked; at the end it shows if lines are missing. Raises UserError."""
        end = self._known_end()  # before the lines: meanwhile there may come more, never fewer
        lines, body = 0, Body()
        for body in _checked(self._lines(), self._path):
            lines += 1
            if end is not None and lines == end.lines and body["chain"] != end.chain:
                raise _changed(lines, self._path)
            yield body
        if end is None:
            if "line" in body:  # whoever wrote this one had written the end before
                raise _changed(lines, self._path)
        elif 0 < lines < end.lines:
            raise _changed(lines + 1, self._path)

    def _known_end(self) -> End | None:
        try:
            told = json.loads(self._end.read_text("utf-8"))
            return End(int(told["lines"]), str(told["chain"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            raise _changed(0, self._end) from None

    def _lines(self) -> list[str]:
        if not self._path.exists():
            return []
        whole = self._path.read_text("utf-8", "replace")  # what is no text does not fit its digest
        # A crash while appending can leave half a last line: it was never promised, so it does not count.
        return [line for line in whole.split("\n")[:-1] if line]


def _seen(path: Path) -> Seen:
    told = path.stat()
    return Seen(told.st_ino, told.st_size, told.st_mtime_ns, max(told.st_mtime_ns, told.st_ctime_ns))


def _digest(before: str, body: Body) -> str:
    plain = json.dumps({k: v for k, v in body.items() if k != "chain"}, sort_keys=True)
    return hashlib.sha256(f"{before}\n{plain}".encode()).hexdigest()


def _checked(lines: Iterable[str], path: Path) -> Iterator[Body]:
    chain = ""
    for number, line in enumerate(lines, 1):
        try:
            body = json.loads(line)
            chain, stated = _digest(chain, body), body["chain"]
        except (ValueError, KeyError, TypeError, AttributeError):
            chain, stated = "", None
        if chain != stated:
            raise _changed(number, path)
        yield body


def _changed(line: int, path: Path) -> UserError:
    return UserError(
        _("The record of what you allowed was changed outside rollsuggest (line {n}).").format(n=line),
        _("Nothing is read until you decide again. Move the file away and start anew: {path}").format(
            path=path
        ),
    )


def _entry(body: Body) -> Entry:
    return Entry(
        at=datetime.fromisoformat(str(body["at"])),
        act=_word(body["act"]),
        purpose=Purpose(body["purpose"]) if body["purpose"] else None,
        terms=_word(body["terms"]),
        recipient=_word(body["recipient"]),
        sending=_sending(body["sending"]) if body.get("sending") else None,
        language=_word(body.get("language") or "en"),  # of terms that were there in English alone
        sha256=_word(body.get("sha256")),
    )


def _word(told: object) -> str:
    """Return a text that most lines have in common as one text, not as one a line."""
    return sys.intern(str(told or ""))


def _sending(told: Body) -> Sending:
    return Sending(AssetId(told["asset"]), told["photo"], told["bytes"], told["sha256"], told["what"])
