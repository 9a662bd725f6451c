"""Would you keep it: what is spoilt ranks lower, and the words say why."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.model import AssetId, Box, Certainty, ClusterId, Photo, PhotoFace, Role
from rollsuggest.suggest import keep
from rollsuggest.suggest.measured import measure, merits_of

SHARES = st.floats(0, 1)


def photo(*faces: PhotoFace, sharpness: float = 0.7, exposure: float = 0.9, contrast: float = 0.7) -> Photo:
    return Photo(
        AssetId(1), "a.jpg", None, Certainty.UNKNOWN, 4000, 3000, Role.PHOTO,
        faces=faces, sharpness=sharpness, exposure=exposure, contrast=contrast,
    )  # fmt: skip


def face(
    quality: float = 0.8,
    smile: float = 0.8,
    eyes: float | None = 0.9,
    box: Box | None = None,
    cluster: int | None = None,
) -> PhotoFace:
    at = box or Box(0.4, 0.3, 0.25, 0.35)
    return PhotoFace(ClusterId(cluster) if cluster else None, at, quality, smile, eyes)


BOXES = st.builds(Box, SHARES, SHARES, st.floats(0.01, 1), st.floats(0.01, 1))
FACES = st.builds(face, SHARES, SHARES, st.none() | SHARES, st.none() | BOXES)
PHOTOS = st.builds(
    lambda faces, s, e, c: photo(*faces, sharpness=s, exposure=e, contrast=c),
    st.lists(FACES, max_size=3),
    SHARES,
    SHARES,
    SHARES,
)


@given(PHOTOS)
def test_it_is_a_share_and_has_words(some: Photo) -> None:
    assert 0 <= keep.score(some) <= 1
    assert keep.words(some)


@given(PHOTOS, SHARES)
def test_worse_in_one_thing_is_never_better(some: Photo, less: float) -> None:
    for spoilt in (
        replace(some, sharpness=some.sharpness * less),
        replace(some, exposure=some.exposure * less),
        replace(some, contrast=some.contrast * less),
        replace(some, faces=tuple(replace(f, smile=f.smile * less) for f in some.faces)),
    ):
        assert keep.score(spoilt) <= keep.score(some) + 1e-9


def test_a_black_and_a_blank_picture_are_nothing() -> None:
    assert keep.score(photo(sharpness=0.1, exposure=0.0, contrast=0.02)) < 0.1
    assert keep.score(photo()) > 0.6


def test_a_blurred_face_before_a_sharp_wall_is_a_blurred_photo() -> None:
    soft, clear = photo(face(0.2), sharpness=0.7), photo(face(0.9), sharpness=0.7)
    assert keep.score(clear) > keep.score(soft) + 0.15


def test_a_passer_by_does_not_spoil_a_view() -> None:
    tiny = face(0.05, 0.0, None, Box(0.1, 0.5, 0.01, 0.015))
    assert keep.score(photo(tiny)) == keep.score(photo())


def test_closed_eyes_and_a_face_cut_by_the_frame_cost() -> None:
    assert keep.score(photo(face(eyes=0.1))) < keep.score(photo(face(eyes=None))) < keep.score(photo(face()))
    cut = Box(0.8, 0.3, 0.2, 0.35)
    assert keep.score(photo(face(box=cut))) < keep.score(photo(face()))


def test_only_the_face_asked_for_counts() -> None:
    both = photo(face(0.9, cluster=1), face(0.3, cluster=2))
    assert keep.score(both, ClusterId(1)) > keep.score(both, ClusterId(2))


def test_it_says_why() -> None:
    assert keep.words(photo(face())) == "sharp, well lit, faces clear, smiling, eyes open"
    assert keep.words(photo(sharpness=0.1)) == "well lit, blurred"
    assert keep.words(photo(sharpness=0.5, exposure=0.0, contrast=0.1)) == "badly lit"
    assert keep.words(photo(face(eyes=0.1, smile=0.0))) == "sharp, well lit, faces clear, eyes closed"
    assert keep.words(photo(sharpness=0.5, exposure=0.5, contrast=0.5)) == "neither good nor bad"


def test_a_face_that_the_frame_cuts_counts_against_the_photo_and_is_said() -> None:
    whole = photo(face(box=Box(0.4, 0.3, 0.25, 0.35)))
    cut = photo(face(box=Box(0.0, 0.3, 0.25, 0.35)))
    behind = photo(face(box=Box(0.4, 0.3, 0.25, 0.35)), face(box=Box(0.0, 0.0, 0.05, 0.05)))
    assert keep.score(cut) < 0.9 * keep.score(whole)
    assert keep.framed(behind) == keep.framed(whole) == keep.framed(photo()) == 1
    assert "cut off by the frame" in keep.words(cut)
    assert "cut off" not in keep.words(whole)


@given(st.lists(PHOTOS, max_size=8))
def test_measured_at_once_each_scores_as_it_does_alone(some: list[Photo]) -> None:
    alone = [keep.score(replace(p)) for p in some]
    measure(some)
    assert [keep.score(p) for p in some] == alone
    assert merits_of(some).tolist() == [list(keep.merits(p)) for p in some]
