"""What a new photo is looked for in: numbers of all the others, month by month, worked out once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, Certainty, Photo, Role
from rollsuggest.suggest.by_month import Photos, in_months
from rollsuggest.suggest.memory import Memory

_BITS = 0xFFFFFFFFFFFFFFFF


class Known(NamedTuple):
    """Columns of the photos of a month; of the bytes of their files a hash each."""

    ids: npt.NDArray[np.int64]
    contents: npt.NDArray[np.int64]
    hashes: npt.NDArray[np.uint64]
    exact: npt.NDArray[np.bool_]
    folders: Mapping[str, Photos]  # of those that are compared


def known(photos: Photos, memory: Memory) -> list[Known]:
    """Return what is known of each month."""
    return [
        memory.of(("known", month), some, partial(_known_of, some))
        for month, some in in_months(photos, memory)
    ]


def among(assets: Collection[AssetId], photos: Photos, memory: Memory) -> bool:
    """Tell whether any of the assets is one of the photos."""
    asked = np.fromiter(assets, np.int64, len(assets))
    return any(bool(np.isin(asked, month.ids).any()) for month in known(photos, memory))


def folder_of(photo: Photo) -> str:
    return photo.path.rpartition("/")[0]


def _known_of(photos: Photos) -> Known:
    folders: dict[str, list[Photo]] = {}
    for photo in photos:
        if photo.role is Role.PHOTO:
            folders.setdefault(folder_of(photo), []).append(photo)
    return Known(
        ids=np.array([p.id for p in photos], np.int64),
        contents=np.array([hash(p.content_hash) for p in photos], np.int64),
        hashes=np.array([p.phash & _BITS for p in photos], np.uint64),
        exact=np.array([p.certainty is Certainty.EXACT for p in photos], bool),
        folders={folder: tuple(some) for folder, some in folders.items()},
    )
