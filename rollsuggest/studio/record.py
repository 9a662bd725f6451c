"""The record of what was allowed, taken back, sent, deleted and saved, as a file to keep."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from rollsuggest.consent.grants import Entry

COLUMNS = ("at", "act", "purpose", "terms", "recipient", "photo", "bytes", "sha256", "what",
           "language", "terms_sha256")  # fmt: skip


def lines(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    return [_line(entry) for entry in entries]


def _line(entry: Entry) -> dict[str, Any]:
    told = entry.sending
    return {
        "at": entry.at.isoformat(),
        "act": entry.act,
        "purpose": entry.purpose.value if entry.purpose else "",
        "terms": entry.terms,
        "recipient": entry.recipient,
        "photo": told.photo if told else "",
        "bytes": told.bytes if told else "",
        "sha256": told.sha256 if told else "",
        "what": told.what if told else "",
        "language": entry.language if entry.act == "allow" else "",  # in which the terms were agreed to
        "terms_sha256": entry.sha256,
    }


def as_json(entries: Iterable[Entry]) -> str:
    return json.dumps(lines(entries), ensure_ascii=False, indent=1) + "\n"


def as_csv(entries: Iterable[Entry]) -> str:
    """Return them as RFC 4180 has it. No cell can be taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for line in lines(entries):
        writer.writerow({name: _harmless(value) for name, value in line.items()})
    return out.getvalue()


def _harmless(value: Any) -> Any:
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else value
