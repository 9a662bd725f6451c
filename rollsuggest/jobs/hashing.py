"""Brings the SimHashes of features up to date, so that the rules compare half of a library in no time."""

from __future__ import annotations

from pathlib import Path

from rollsuggest.library import simhashes
from rollsuggest.library.database import Database


def bring_up(database: Path) -> None:
    """Make those of all chunks that have none; a chunk that changes meanwhile waits for the next time."""
    from rollsuggest.suggest.simhash import FORM, made

    db = Database(database)
    try:
        with db.read() as reading:
            for chunk in simhashes.missing(reading, FORM):
                change, features = simhashes.features(reading, chunk)
                assets, bits = made(features)
                with db.write() as writing:
                    simhashes.store(writing, chunk, FORM, assets, bits, change)
    finally:
        db.close()
