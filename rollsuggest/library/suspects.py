"""Files that were being looked at when the whole program ended without a word, run after run.

A power cut in the middle of things proves nothing against the files that were open. So from then on these are
looked at last, one at a time, those with the fewest ends first: one is named only when it was open alone at
three of them. In a small roll each file is soon open at some end, but seldom alone three times.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from rollsuggest.i18n import _
from rollsuggest.library.store import touch
from rollsuggest.model import AssetId

ENDS = 3


def settle(db: sqlite3.Connection, at: datetime, *, broke_off: bool) -> dict[AssetId, int]:
    """Return which files were open at such an end, how often alone, and give up those that were too often.

    `broke_off`: the last run ended without a word. Else it could still tell (a full disk, a mistake of ours),
    and what it left open counts as never begun.
    """
    if not broke_off:
        db.execute("DELETE FROM analysis WHERE status = 'running'")
        return {}
    reason = _("rollsuggest stopped three times while reading this file.")
    given_up = db.execute(
        "UPDATE analysis SET status = 'quarantined', error = ?, finished_at = ?"
        " WHERE status = 'running' AND attempts >= ? RETURNING asset_id",
        (reason, at.isoformat(), ENDS),
    ).fetchall()
    db.executemany(
        "UPDATE asset SET error = ?, role = 'unreadable' WHERE id = ?",
        [(reason, row["asset_id"]) for row in given_up],
    )
    if given_up:
        touch(db)
    rows = db.execute(
        "SELECT asset_id, max(attempts) AS ends FROM analysis WHERE status = 'running' GROUP BY asset_id"
    )
    return {AssetId(row["asset_id"]): row["ends"] for row in rows}
