"""Made-up libraries for the tests of the rules: few facts, no pixels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from hypothesis import strategies as st

from rollsuggest.model import (
    AssetId,
    Box,
    Certainty,
    ClusterId,
    Kind,
    Person,
    Photo,
    PhotoFace,
    Role,
    View,
)

HOME = (41.15, -8.61)
AWAY = (37.10, -8.67)  # 450 km off


def features(seed: int) -> bytes:
    """Features of a picture of its own; unlike any other."""
    values = np.random.default_rng(seed).normal(size=64)
    return (values / np.linalg.norm(values)).astype("<f2").tobytes()


def face(cluster: int | None = 1, *, quality: float = 0.8, area: float = 0.06) -> PhotoFace:
    side = area**0.5
    return PhotoFace(None if cluster is None else ClusterId(cluster), Box(0.3, 0.2, side, side), quality, 0.5)


def photo(
    n: int,
    at: datetime | str | None,
    *,
    where: tuple[float, float] | None = HOME,
    place: str = "",
    country: str = "",
    faces: Sequence[PhotoFace] = (),
    labels: Mapping[str, float] | None = None,
    role: Role = Role.PHOTO,
    certainty: Certainty = Certainty.EXACT,
    path: str = "",
    looks: int | None = None,
    sharpness: float = 0.6,
    camera: str = "Phone",
    content: bytes = b"",
    kind: Kind = Kind.PHOTO,
) -> Photo:
    """A photo that looks like no other, unless `looks` says which."""
    taken = datetime.fromisoformat(at) if isinstance(at, str) else at
    return Photo(
        id=AssetId(n),
        path=path or f"DCIM/IMG_{n:05}.JPG",
        taken_at=taken,
        certainty=certainty if taken else Certainty.UNKNOWN,
        width=3000 if n % 3 else 4000,
        height=4000 if n % 3 else 3000,
        role=role,
        latitude=where[0] if where else None,
        longitude=where[1] if where else None,
        place=place or ("Porto" if where == HOME else ""),
        country=country or ("PT" if where == HOME else ""),
        camera=camera,
        labels=labels or {},
        faces=tuple(faces),
        sharpness=sharpness,
        features=features(n if looks is None else looks),
        content_hash=content or n.to_bytes(16, "big"),
        kind=kind,
        duration_s=8.0 if kind is Kind.VIDEO else None,
    )


def series(first: int, start: str, count: int, *, step_minutes: float = 20, **facts: Any) -> list[Photo]:
    """`count` photos, one every few minutes."""
    begin = datetime.fromisoformat(start)
    return [
        photo(first + n, begin + timedelta(minutes=step_minutes * n, seconds=n % 50 + 1), **facts)
        for n in range(count)
    ]


def everyday(first: int = 10_000, *, years: Iterable[int] = range(2023, 2027)) -> list[Photo]:
    """One photo at home each week, so that home is known."""
    days = [datetime(year, 1, 3, 12, 0, 7) + timedelta(days=7 * week) for year in years for week in range(51)]
    return [photo(first + n, day) for n, day in enumerate(days)]


def view(photos: Iterable[Photo], *persons: Person) -> View:
    return View(tuple(photos), {p.cluster: p for p in persons})


# --- any library at all ----------------------------------------------------------------------------------

_times = st.datetimes(datetime(2023, 5, 1), datetime(2026, 7, 1)).map(lambda t: t.replace(microsecond=0))
_themes = ("food", "beach_sea", "wedding", "graduation", "pets_dog", "birthday", "city_street")


@st.composite
def _photos(draw: st.DrawFn) -> list[Photo]:
    """Days with runs of photos on them: some in bursts, some copied, some no photos at all."""
    result: list[Photo] = []
    for day in draw(st.lists(_times, min_size=1, max_size=6)):
        where = draw(st.sampled_from([HOME, HOME, AWAY, None]))
        label = draw(st.sampled_from(_themes))
        step = draw(st.sampled_from([1, 40, 1200, 90_000]))
        alike = draw(st.booleans())
        for n in range(draw(st.integers(1, 16))):
            number = len(result)
            result.append(
                photo(
                    number,
                    draw(st.sampled_from([day + timedelta(seconds=step * n)] * 9 + [None])),
                    where=where,
                    labels={label: 0.9},
                    faces=[face(draw(st.integers(1, 2)))] if draw(st.booleans()) else (),
                    role=draw(st.sampled_from([Role.PHOTO] * 6 + [Role.SCREENSHOT, Role.DOCUMENT])),
                    certainty=draw(
                        st.sampled_from(
                            [Certainty.EXACT] * 6 + [Certainty.DAY, Certainty.YEAR, Certainty.MONTH]
                        )
                    ),
                    looks=number - 1 if alike and n % 3 == 1 else None,
                    kind=draw(st.sampled_from([Kind.PHOTO] * 5 + [Kind.VIDEO])),
                    content=b"copy" * 4 if draw(st.integers(0, 9)) == 0 else b"",
                )
            )
    return result


PERSONS = (
    Person(ClusterId(1), "Ana", (6, 18), faces=30),
    Person(ClusterId(2), faces=20),
)


def views() -> st.SearchStrategy[View]:
    return _photos().map(lambda photos: view(photos, *PERSONS))
