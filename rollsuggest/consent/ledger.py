"""The ledger: an append-only file of what the person allowed and took back, and of what was sent.

It lives outside the database.

One JSON object a line. Each line carries a digest over itself and the line before, so that a changed or
missing line in the middle shows.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from rollsuggest.consent.grants import Entry, Grants, Sending, grants_of
from rollsuggest.consent.terms import TERMS
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.model import AssetId, Purpose
from rollsuggest.storing import storing

Body = dict[str, Any]


class Ledger:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def entries(self) -> tuple[Entry, ...]:
        """Read all entries; raises UserError when a line was changed or taken out."""
        return tuple(_entry(body) for body in _checked(self._lines(), self._path))

    def grants(self) -> Grants:
        return grants_of(self.entries(), TERMS)

    def write(
        self,
        act: str,
        purposes: Iterable[Purpose | None],
        at: datetime,
        recipient: str = "",
        sending: Sending | None = None,
    ) -> None:
        """Append one entry a purpose and have the disk keep it before we go on.

        All of them or none: UserError where that is not possible, and then what was allowed before holds.
        """
        with self._lock:
            lines = self._lines()
            chain = str(_checked(lines, self._path)[-1]["chain"]) if lines else ""
            entries = b""
            for purpose in purposes:
                body: Body = {"at": at.isoformat(), "act": act, "purpose": purpose, "terms": TERMS}
                body["recipient"] = recipient
                if sending is not None:
                    body["sending"] = asdict(sending)
                chain = body["chain"] = _digest(chain, body)
                entries += json.dumps(body).encode() + b"\n"
            with storing(self._path):
                self._append(sum(len(line.encode()) + 1 for line in lines), entries)

    def _append(self, whole: int, entries: bytes) -> None:
        """Put entries after the first `whole` bytes, dropping half a last line. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
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

    def _lines(self) -> list[str]:
        if not self._path.exists():
            return []
        whole = self._path.read_text("utf-8", "replace")  # what is no text does not fit its digest
        # A crash while appending can leave half a last line: it was never promised, so it does not count.
        return [line for line in whole.split("\n")[:-1] if line]


def _digest(before: str, body: Body) -> str:
    plain = json.dumps({k: v for k, v in body.items() if k != "chain"}, sort_keys=True)
    return hashlib.sha256(f"{before}\n{plain}".encode()).hexdigest()


def _checked(lines: list[str], path: Path) -> list[Body]:
    bodies: list[Body] = []
    chain = ""
    for number, line in enumerate(lines, 1):
        try:
            body = json.loads(line)
            chain, stated = _digest(chain, body), body["chain"]
        except (ValueError, KeyError, TypeError, AttributeError):
            chain, stated = "", None
        if chain != stated:
            raise UserError(
                _("The record of what you allowed was changed outside rollsuggest (line {n}).").format(
                    n=number
                ),
                _("Nothing is read until you decide again. Move the file away and start anew: {path}").format(
                    path=path
                ),
            )
        bodies.append(body)
    return bodies


def _entry(body: Body) -> Entry:
    return Entry(
        at=datetime.fromisoformat(str(body["at"])),
        act=str(body["act"]),
        purpose=Purpose(body["purpose"]) if body["purpose"] else None,
        terms=str(body["terms"]),
        recipient=str(body["recipient"] or ""),
        sending=_sending(body["sending"]) if body.get("sending") else None,
    )


def _sending(told: Body) -> Sending:
    return Sending(AssetId(told["asset"]), told["photo"], told["bytes"], told["sha256"], told["what"])
