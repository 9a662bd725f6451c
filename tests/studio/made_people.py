"""A library of people made of vectors: no pictures, so that who is who is known exactly."""

from __future__ import annotations

import numpy as np

from rollsuggest.model import ClusterId, FaceId
from rollsuggest.studio import Studio

SPREAD = 0.45  # faces of one person are at a mean cosine of 1 / (1 + SPREAD²) = .83


def directions(cosine: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return three persons; the faces of the second are at this mean cosine to those of the first."""
    axes = np.eye(3, 192)
    near = cosine * (1 + SPREAD**2)
    return axes[0], near * axes[0] + (1 - near**2) ** 0.5 * axes[1], axes[2]


def put(studio: Studio, photos: list[list[np.ndarray]]) -> None:
    """Store one photo for each list of persons, and find out who is who."""
    dice = np.random.default_rng(4)
    with studio._db.write() as db:
        db.execute("INSERT OR IGNORE INTO roll (id, path, added_at) VALUES (1, '/photos', '')")
        for persons in photos:
            asset = db.execute(
                "INSERT INTO asset (roll_id, path, kind, size, mtime_ns, content_hash, width, height,"
                " taken_at, certainty) VALUES (1, hex(randomblob(8)), 'photo', 1, 1, randomblob(8), 400, 300,"
                " '2024-05-14T12:00:00', 'exact')"
            ).lastrowid
            for n, person in enumerate(persons):
                noise = dice.normal(size=192)
                vector = person + SPREAD * noise / np.linalg.norm(noise)
                vector = (vector / np.linalg.norm(vector)).astype(np.float16)
                db.execute(
                    "INSERT INTO face (asset_id, x, y, w, h, score, quality, smile, points, embedding)"
                    " VALUES (?, ?, .2, .2, .2, .9, .8, .5, '[]', ?)",
                    (asset, 0.1 + 0.3 * n, vector.tobytes()),
                )
    studio._group(whole=True)


def clusters(studio: Studio) -> dict[FaceId, ClusterId | None]:
    with studio._db.read() as db:
        return {row["id"]: row["cluster_id"] for row in db.execute("SELECT id, cluster_id FROM face")}
