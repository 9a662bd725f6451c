"""Bursts, copies and edits are found by likeness; time only says where to look."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from suggest_worlds import face, photo

from rollsuggest.model import AssetId, Certainty, Extra, Photo, Role
from rollsuggest.suggest.sameness import _at_last, extras, stand_ins

AT = "2025-05-17 18:30:15"


def second(n: int, looks: int = 1, **facts: Any) -> Photo:
    return photo(n, f"2025-05-17 18:30:{15 + n}", looks=looks, **facts)


def test_frames_seconds_apart_that_look_alike_are_a_burst_and_the_sharpest_stays() -> None:
    frames = [second(0, sharpness=0.4), second(1, sharpness=0.7), second(2, sharpness=0.5)]
    assert extras(frames) == {AssetId(0): Role.BURST_EXTRA, AssetId(2): Role.BURST_EXTRA}


def test_a_smile_beats_a_little_sharpness() -> None:
    smiling = replace(second(1, sharpness=0.6, faces=[face()]), faces=(replace(face(), smile=1.0),))
    stern = replace(second(0, sharpness=0.62, faces=[face()]), faces=(replace(face(), smile=0.0),))
    assert extras([stern, smiling]) == {AssetId(0): Role.BURST_EXTRA}


def test_nearness_in_time_alone_stacks_nothing() -> None:
    assert extras([second(n, looks=n + 1) for n in range(5)]) == {}


def test_without_any_measure_nothing_is_stacked() -> None:
    assert extras([replace(second(n), features=b"") for n in range(3)]) == {}


def test_times_without_seconds_stack_nothing() -> None:
    minutes = [photo(n, "2025-05-17 18:30:00", looks=1) for n in range(4)]
    assert extras(minutes) == {}


def test_a_burst_that_begins_at_a_full_minute_is_one_though_its_blurred_frames_are_one_picture() -> None:
    sharp = replace(photo(1, "2025-05-17 18:30:00", looks=1, sharpness=0.8), phash=0b1011)
    blurred = [
        replace(photo(n, f"2025-05-17 18:30:0{n - 2}", looks=9, sharpness=0.3), phash=0b1000) for n in (2, 3)
    ]
    assert set(extras([sharp, *blurred])) == {2, 3}
    untimed = [replace(p, taken_at=sharp.taken_at) for p in blurred]
    assert len(extras([sharp, *untimed])) == 1  # the two that are one picture; all else is a guess


def test_days_without_a_time_stack_nothing() -> None:
    days = [photo(n, "2025-05-17 00:00:00", looks=1, certainty=Certainty.DAY) for n in range(4)]
    assert extras(days) == {}


def test_two_phones_at_once_are_two_views() -> None:
    assert extras([second(0, camera="One"), second(1, camera="Two")]) == {}


def test_alike_an_hour_apart_is_no_burst() -> None:
    assert extras([photo(0, AT, looks=1), photo(1, "2025-05-17 19:30:15", looks=1)]) == {}


def test_of_equal_bytes_the_one_among_its_neighbours_stays() -> None:
    album = [photo(n, f"2025-05-{n + 1:02} 10:00:01", path=f"DCIM/IMG_{n}.JPG") for n in range(3)]
    original = photo(10, AT, path="DCIM/IMG_10.JPG", content=b"same")
    copy = photo(11, AT, path="Backup/IMG_10.JPG", content=b"same")
    assert extras([*album, copy, original]) == {AssetId(11): Role.DUPLICATE}


def test_an_edited_copy_goes_with_its_original_but_a_namesake_does_not() -> None:
    original = photo(0, AT, path="DCIM/IMG_1.JPG", looks=5, sharpness=0.6)
    edited = photo(1, AT, path="DCIM/IMG_1-edited.JPG", looks=5, sharpness=0.5)
    namesake = photo(2, "2024-01-01 10:00:01", path="DCIM/IMG_1(1).JPG", looks=5)
    other = photo(3, AT, path="DCIM/IMG_1(2).JPG", looks=77)
    assert stand_ins([original, edited, namesake, other]) == (
        Extra(AssetId(0), AssetId(1), Role.BURST_EXTRA, "edited"),  # though the original is sharper
    )


def test_an_edit_stands_for_its_burst_too_but_a_small_one_or_a_mere_copy_does_not() -> None:
    original = second(0, path="DCIM/IMG_1.JPG", sharpness=0.6)
    edit = second(0, path="DCIM/IMG_1-edited.JPG", sharpness=0.5, content=b"edit")
    edit = replace(edit, id=AssetId(10))
    better_frame = second(1, path="DCIM/IMG_2.JPG", sharpness=0.9)
    found = {e.asset: (e.best, e.reason) for e in stand_ins([original, edit, better_frame])}
    assert found == {AssetId(0): (AssetId(10), "edited"), AssetId(1): (AssetId(10), "edited")}
    small = replace(edit, width=400, height=300)
    assert {e.best for e in stand_ins([original, small])} == {AssetId(0)}
    mere = replace(edit, path="DCIM/IMG_1 (1).JPG")
    assert {e.best for e in stand_ins([original, mere])} == {AssetId(0)}
    favourite = replace(better_frame, kept=True)
    assert {(e.best, e.reason) for e in stand_ins([original, edit, favourite])} == {(AssetId(1), "kept")}
    chosen = replace(original, kept=True)
    assert stand_ins([chosen, edit]) == (Extra(AssetId(10), AssetId(0), Role.BURST_EXTRA, "kept"),)


@pytest.mark.parametrize(
    ("original", "edited"),
    [
        ("IMG_1234.HEIC", "IMG_E1234.HEIC"),
        ("IMG_1234.HEIC", "IMG_E1234.JPG"),
        ("PXL_20250704_101010123.MP.jpg", "PXL_20250704_101010123.MP~2.jpg"),
        ("20250704_101010.jpg", "20250704_101010_edited.jpg"),
        ("IMG_1234.jpg", "IMG_1234-EFFECTS.jpg"),
    ],
)
def test_phones_mark_their_edited_copies(original: str, edited: str) -> None:
    pair = [photo(0, AT, path=f"DCIM/{original}", looks=5), photo(1, AT, path=f"DCIM/{edited}", looks=5)]
    assert len(extras(pair)) == 1
    other = [pair[0], photo(1, AT, path="DCIM/IMG_EVE.JPG", looks=77)]
    assert not extras(other)


def test_a_picture_sent_around_is_the_same_picture() -> None:
    taken = replace(photo(0, AT, looks=3), phash=0x5A5A_1234_5678_9ABC)
    sent = replace(
        photo(
            1,
            "2025-05-17 00:00:00",
            looks=3,
            certainty=Certainty.DAY,
            path="WhatsApp Images/IMG-20250517-WA0000.jpg",
        ),
        phash=0x5A5A_1234_5678_9ABD,
        width=1600,
        height=1200,
    )
    assert extras([taken, sent]) == {AssetId(1): Role.BURST_EXTRA}


HASH = 0x5A5A_1234_5678_9ABC


def shown(
    n: int, at: str | None, bits: int = 0, certainty: Certainty = Certainty.EXACT, **facts: Any
) -> Photo:
    """A photo of one scene whose hash differs by so many bits."""
    return replace(photo(n, at, looks=3, certainty=certainty), phash=HASH ^ ((1 << bits) - 1), **facts)


SMALL = {"width": 1600, "height": 1200, "camera": "", "sharpness": 0.9}


@pytest.mark.parametrize(
    ("at", "certainty"),
    [
        (None, Certainty.UNKNOWN),
        ("2025-05-18 12:00:00", Certainty.DAY),
        ("2026-07-01 12:00:00", Certainty.YEAR),
    ],
)
def test_a_smaller_copy_without_the_date_is_found_and_the_large_one_stays(
    at: str | None, certainty: Certainty
) -> None:
    taken, sent = shown(0, AT), shown(1, at, 4, certainty, **SMALL)
    assert stand_ins([taken, sent]) == (Extra(AssetId(1), AssetId(0), Role.BURST_EXTRA, "larger"),)
    assert stand_ins([sent, taken]) == stand_ins([taken, sent])
    assert not stand_ins([taken, shown(1, at, 5, certainty, **SMALL)])
    assert not stand_ins([taken, replace(sent, features=b"")])


@pytest.mark.parametrize(("day", "same"), [("05-16", 1), ("07-01", 1), ("05-14", 0), ("09-01", 0)])
def test_nothing_is_sent_before_it_was_taken_or_long_after(day: str, same: int) -> None:
    taken, sent = shown(0, AT), shown(1, f"{AT[:4]}-{day} 00:00:00", 0, Certainty.DAY, **SMALL)
    assert len(stand_ins([taken, sent])) == len(stand_ins([sent, taken])) == same


def test_the_one_that_knows_when_it_was_taken_stays_though_another_is_larger() -> None:
    taken = shown(0, AT, 0, Certainty.EXACT, **SMALL)
    large = shown(1, None, 0, Certainty.UNKNOWN)
    assert [(e.asset, e.best) for e in stand_ins([large, taken])] == [(AssetId(1), AssetId(0))]


def test_two_undated_files_of_one_picture_are_one() -> None:
    pair = [shown(0, None, 0, Certainty.UNKNOWN), shown(1, None, 3, Certainty.UNKNOWN)]
    assert stand_ins(pair) == (Extra(AssetId(1), AssetId(0), Role.BURST_EXTRA, ""),)


def test_exact_times_apart_are_two_photos_and_a_copy_joins_the_nearer_alone() -> None:
    morning, evening = shown(0, "2025-05-17 08:00:00", 2), shown(1, "2025-05-17 20:00:00")
    assert not stand_ins([morning, evening])
    copy = shown(2, None, 0, Certainty.UNKNOWN, **SMALL)
    assert [(e.asset, e.best) for e in stand_ins([morning, evening, copy])] == [(AssetId(2), AssetId(1))]
    moved = shown(3, "2025-05-17 08:00:01", 2, width=1600, camera="")
    assert [(e.asset, e.best) for e in stand_ins([morning, moved])] == [(AssetId(3), AssetId(0))]


@given(st.lists(st.integers(0, 63), max_size=4, unique=True), st.integers(1, 2**64 - 1))
def test_four_bits_anywhere_are_found(flipped: list[int], phash: int) -> None:
    other = phash
    for bit in flipped:
        other ^= 1 << bit
    assume(other)  # 0 is no hash
    signed = [n - 2**64 if n >= 2**63 else n for n in (phash, other)]  # as SQLite holds them
    pair = [replace(shown(n, None, 0, Certainty.UNKNOWN), phash=h) for n, h in enumerate(signed)]
    assert len(stand_ins(pair)) == 1


def test_screenshots_and_documents_are_no_extras() -> None:
    assert extras([second(n, role=Role.SCREENSHOT) for n in range(3)]) == {}


def test_each_extra_says_what_stands_for_it_and_why_that_is_better() -> None:
    frames = [second(0, sharpness=0.4), second(1, sharpness=0.7), second(2, sharpness=0.5)]
    assert stand_ins(frames) == (
        Extra(AssetId(0), AssetId(1), Role.BURST_EXTRA, "sharper"),
        Extra(AssetId(2), AssetId(1), Role.BURST_EXTRA, "sharper"),
    )
    copy = second(3, content=b"same", path="Backup/x.jpg")
    original = second(3, content=b"same", path="DCIM/x.jpg")
    found = stand_ins([*frames, replace(copy, id=AssetId(9)), original])
    assert Extra(AssetId(9), AssetId(1), Role.DUPLICATE, "original") in found  # its original stands back too


def eyed(n: int, open_: float | None, **facts: Any) -> Photo:
    return replace(second(n, **facts), faces=(replace(face(), eyes_open=open_),))


def test_open_eyes_beat_a_little_sharpness_and_unmeasured_ones_nothing() -> None:
    shut, seeing = eyed(0, 0.1, sharpness=0.65), eyed(1, 0.9, sharpness=0.6)
    assert stand_ins([shut, seeing]) == (Extra(AssetId(0), AssetId(1), Role.BURST_EXTRA, "eyes"),)
    unknown = [eyed(0, None, sharpness=0.65), eyed(1, None, sharpness=0.6)]
    assert stand_ins(unknown) == (Extra(AssetId(1), AssetId(0), Role.BURST_EXTRA, "sharper"),)


def test_the_one_that_the_person_keeps_stays_however_it_looks() -> None:
    blurred = replace(second(0, sharpness=0.1), kept=True)
    assert stand_ins([blurred, second(1, sharpness=0.9)]) == (
        Extra(AssetId(1), AssetId(0), Role.BURST_EXTRA, "kept"),
    )
    both = [blurred, replace(second(1), kept=True), second(2)]
    assert [extra.asset for extra in stand_ins(both)] == [AssetId(2)]


@given(st.lists(st.tuples(st.integers(0, 2), st.floats(0, 1), st.booleans()), max_size=12))
def test_whoever_stands_for_another_stands_for_itself(drawn: list[tuple[int, float, bool]]) -> None:
    photos = [
        replace(second(n, looks=looks, sharpness=sharp), kept=kept)
        for n, (looks, sharp, kept) in enumerate(drawn)
    ]
    found = {extra.asset: extra for extra in stand_ins(photos)}
    assert not {extra.best for extra in found.values()} & found.keys()
    assert not any(photo.kept for photo in photos if photo.id in found)


def test_photos_of_one_id_do_not_go_round_for_ever() -> None:
    """Ids are keys of a table; but what holds a start of the program up must not hang on that."""
    first, other = second(0, content=b"same" * 4), second(0, content=b"same" * 4, path="Other/IMG.JPG")
    assert {extra.asset for extra in stand_ins([first, other])} == {AssetId(0)}
    ring = {AssetId(n): Extra(AssetId(n), AssetId((n + 1) % 3), Role.DUPLICATE, "original") for n in range(3)}
    assert _at_last(ring[AssetId(0)], ring).asset == 0
