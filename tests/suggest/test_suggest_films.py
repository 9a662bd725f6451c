"""Videos: in films of their days, in no collage, and the best of a year's on their own."""

from __future__ import annotations

from datetime import date

from suggest_worlds import AWAY, everyday, face, photo, series, view

from rollsuggest.model import Kind, Make, Photo, Suggestion
from rollsuggest.suggest.engine import suggest
from rollsuggest.suggest.sameness import extras

TODAY = date(2026, 6, 14)


def films(first: int, days: list[str], **facts: object) -> list[Photo]:
    return [
        photo(first + n, f"{day}T15:20:0{n}", kind=Kind.VIDEO, path=f"DCIM/MOV_{first + n}.MP4", **facts)  # type: ignore[arg-type]
        for n, day in enumerate(days)
    ]


def of_kind(kind: str, photos: list[Photo]) -> list[Suggestion]:
    return [s for s in suggest(view([*everyday(), *photos]), TODAY) if s.kind == kind]


def test_a_trips_videos_are_in_its_film_and_counted_as_what_they_are() -> None:
    days = ["2025-08-05", "2025-08-06", "2025-08-07"]
    photos = series(1, "2025-08-05 10:00", 14, step_minutes=240, where=AWAY, place="Lagos")
    away = films(200, days, where=AWAY, place="Lagos")
    at_home, elsewhere = films(300, days[:1]), films(400, ["2025-08-20"], where=AWAY)
    (trip,) = of_kind("trip", [*photos, *away, *at_home, *elsewhere])
    assert {f.id for f in away} <= set(trip.photos) and set(trip.recipe.photos) & {f.id for f in away}
    assert not {f.id for f in (*at_home, *elsewhere)} & set(trip.photos)
    assert trip.reason.endswith("in Lagos, 3 videos") and trip.recipe.make is Make.RECAP


def test_videos_make_no_trip_and_are_in_no_collage() -> None:
    only = films(1, [f"2025-08-{n:02}" for n in range(5, 14)], where=AWAY, labels={"beach_sea": 0.9})
    assert of_kind("trip", only) == []
    cards = suggest(view([*everyday(), *only, *films(100, ["2025-06-14"] * 6, faces=[face(1)])]), TODAY)
    ids = {f.id for f in only}
    assert {s.kind for s in cards if ids & set(s.photos)} <= {
        "month_recap", "season_recap", "year_recap", "video_highlights",
    }  # fmt: skip


def test_highlights_need_four_videos_of_two_days() -> None:
    days = ["2025-03-01", "2025-03-01", "2025-07-09", "2025-11-02", "2025-11-02"]
    (found,) = of_kind("video_highlights", films(1, days))
    assert (found.title, found.reason) == ("Your videos of 2025", "5 videos from 3 days")
    assert len(found.recipe.photos) == 5
    assert of_kind("video_highlights", films(1, days[:3])) == []
    assert of_kind("video_highlights", films(1, ["2025-03-01"] * 6)) == []


def test_a_video_is_no_frame_of_a_burst_but_a_copy_is_a_copy() -> None:
    still, film = (
        photo(1, "2025-03-01T15:20:00", looks=1),
        photo(2, "2025-03-01T15:20:01", looks=1, kind=Kind.VIDEO),
    )
    copy = photo(3, "2025-03-01T15:20:01", kind=Kind.VIDEO, content=film.content_hash)
    assert set(extras([still, film])) == set()
    assert len(extras([still, film, copy])) == 1
