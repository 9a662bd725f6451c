"""Faces drawn anew in ink or pencil; straight edges and large faces in watercolour."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles import FaceMark, likeness, milder, restyle
from rollsuggest.render.styles.inked import inked
from rollsuggest.render.styles.lab import Picture, blur, f32, luma, picture_of
from rollsuggest.render.styles.surface import straight_edges
from rollsuggest.render.styles.witness import Find

POINTS = np.array([[42, 60], [78, 60], [60, 80], [46, 98], [74, 98]], np.float32)
FACE = FaceMark((30.0, 30.0, 60.0, 84.0), POINTS)


def _pale() -> Picture:
    """A pale face in the fog: eyes and mouth a little darker than the rest."""
    grey = np.full((144, 120), 0.7, np.float32)
    for x, y in POINTS[[0, 1]].tolist():
        cv2.ellipse(grey, (int(x), int(y)), (7, 4), 0, 0, 360, 0.5, -1)
    cv2.line(grey, (46, 98), (74, 98), 0.5, 3)
    return f32(cv2.GaussianBlur(grey, (0, 0), 1))


def _dots() -> Picture:
    """A drawing all in dots, on paper of a faint tint."""
    y, x = np.mgrid[:144, :120]
    dots = f32(np.where((x // 2 + y // 2) % 2, 0.95, 0.35))
    return f32(dots[..., None] * np.array((1.0, 0.99, 0.96), np.float32))


def test_a_face_in_ink_has_dark_eyes_and_the_drawings_own_dots_on_its_cheeks() -> None:
    pale, cheek, eye = _pale(), np.s_[84:92, 34:42], np.s_[58:62, 38:46]
    face = inked(pale, _dots(), FACE, 0.6, 0.7, 1.0)
    tone = luma(face)
    assert tone[cheek].mean() - tone[eye].mean() > 1.5 * (pale[cheek].mean() - pale[eye].mean())
    assert tone[cheek].std() > 4 * tone[eye].std()  # dots would hide the eyes
    assert luma(inked(pale, _dots(), FACE, 0.6, 0.0, 1.0))[cheek].std() < 0.2 * tone[cheek].std()
    tint = face.mean(axis=(0, 1))
    assert tint[0] > tint[1] > tint[2] > 0.9 * tint[0]  # of the paper


def _seen(photo: Rgb, faces: Sequence[FaceMark], wanted: Sequence[float]) -> Find:
    """See each face in the photo, and in a drawing where its middle has so much colour."""

    def find(rgb: Rgb) -> list[FaceMark]:
        found = []
        for face, much in zip(faces, wanted, strict=True):
            x, y = face.points_px[2].astype(int).tolist()
            part = rgb[y - 3 : y + 3, x - 3 : x + 3].astype(int)
            mirrored = np.array_equal(rgb, photo[:, ::-1])
            if mirrored or (part[..., 0] - part[..., 2]).mean() >= much:
                found.append(face.mirrored(photo.shape[1]) if mirrored else face)
        return found

    return find


def test_where_one_face_in_grey_needs_colour_all_have_it_but_in_films_where_it_would_come_and_go() -> None:
    photo = np.full((200, 400, 3), (200, 150, 120), np.uint8)
    photo[0, 0] = 0
    other = FACE.moved(by=(220.0, 20.0))
    drawing, beside = np.full_like(photo, 200), np.s_[95:105, 275:285]
    pale = likeness.faithful(drawing, photo, [FACE, other], _seen(photo, [FACE, other], [0, 0]))
    assert np.array_equal(pale, drawing)
    find = _seen(photo, [FACE, other], [12, 0])
    both = likeness.faithful(drawing, photo, [FACE, other], find).astype(int)
    assert (both[..., 0] - both[..., 2])[beside].min() > 10
    assert np.array_equal(both[:, 370:], drawing[:, 370:])
    mild: list[likeness.Mild] = []
    film = likeness.faithful(drawing, photo, [FACE, other], find, known_mild=mild)
    assert np.array_equal(film[beside], drawing[beside]) and not np.array_equal(film, drawing)


def test_where_one_face_in_a_sketch_needs_colour_all_of_it_is_washed_but_around_faces_that_would_hide() -> (
    None
):
    photo = np.full((200, 400, 3), (200, 150, 120), np.uint8)
    photo[0, 0], photo[:, 370:] = 0, (90, 120, 210)
    other, paper, sky = FACE.moved(by=(220.0, 20.0)), np.s_[165:185, 5:20], np.s_[165:185, 385:]
    drawing = np.full_like(photo, 200)
    drawing[190:192] = 0

    def warm(rgb: Rgb, face: FaceMark) -> float:
        x, y = face.points_px[2].astype(int).tolist()
        part = rgb[y - 3 : y + 3, x - 3 : x + 3].astype(int)
        return float((part[..., 0] - part[..., 2]).mean())

    def find(rgb: Rgb, most: float) -> list[FaceMark]:
        """See the first where it is warm, the other where it is not too warm, but for the photo."""
        if np.array_equal(rgb, photo[:, ::-1]):
            return [one.mirrored(400) for one in (FACE, other)]
        if np.array_equal(rgb, photo):
            return [FACE, other]
        seen = [FACE] if warm(rgb, FACE) >= 12 else []
        return [*seen, other] if warm(rgb, other) <= most else seen

    def drawn(most: float, washes: bool = True) -> npt.NDArray[np.int_]:
        marks = [FACE, other]
        return likeness.faithful(drawing, photo, marks, lambda rgb: find(rgb, most), washes=washes).astype(
            int
        )

    all_over = drawn(255)
    red, _green, blue = np.moveaxis(all_over, 2, 0)
    assert (red - blue)[paper].min() > 10 and (blue - red)[sky].min() > 10
    assert warm(all_over.astype(np.uint8), other) > 10 and all_over[190:192].max() == 0  # ink stays ink
    spared = drawn(5)
    assert warm(spared.astype(np.uint8), other) <= 5
    assert np.array_equal(spared[paper], all_over[paper])
    assert np.array_equal(drawn(255, washes=False)[paper], drawing[paper])


def test_a_face_that_the_photo_hides_too_is_drawn_in_ink_in_a_drawing_in_grey() -> None:
    photo = np.full((144, 120, 3), 90, np.uint8)
    dots = (_dots() * 255).astype(np.uint8)
    drawing = np.repeat(dots[..., :1], 3, axis=2)
    laid = likeness.faithful(drawing, photo, [FACE], lambda _rgb: [], grey=True)
    cheek = np.s_[84:92, 34:42]
    assert not np.array_equal(laid[cheek], drawing[cheek]) and luma(picture_of(laid))[cheek].std() > 0.008
    assert milder.AT_LEAST_IN_GREY.dots


def test_poles_are_straight_edges_and_discs_and_leaves_are_none() -> None:
    picture = np.full((480, 640, 3), 0.8, np.float32)
    picture[:, 100:120] = 0.2
    cv2.circle(picture, (400, 240), 40, (0.2, 0.2, 0.2), -1)
    leaves = np.random.default_rng(1).random((25, 25, 3), dtype=np.float32)
    picture[320:420, 500:600] = cv2.resize(leaves, (100, 100), interpolation=cv2.INTER_NEAREST)
    found = straight_edges(picture, 1.0)
    assert found[60:420, 98:122].min() > 0.9
    assert found[190:290, 350:450].max() < 0.3 and found[340:400, 520:580].max() < 0.3
    assert found[:, 220:300].max() < 0.01


def test_a_pole_in_watercolour_does_not_wobble() -> None:
    photo = np.full((720, 1080, 3), (170, 190, 215), np.uint8)
    photo[:, 520:560] = (60, 55, 50)
    drawn = luma(picture_of(restyle(photo, [], style="watercolour", quality="fast", seed=1)))
    left = blur(drawn, 1.5)[100:620, 490:540]
    at = (left < 0.5 * (left.max() + left.min())).argmax(axis=1)
    assert at.std() < 0.8


def test_a_large_face_in_watercolour_is_painted_in_washes_without_fine_folds() -> None:
    photo = np.full((720, 1080, 3), (200, 160, 140), np.uint8)
    photo[200:520:16, 380:700] = photo[201:520:16, 380:700] = (160, 120, 105)
    points = FACE.points_px * 4 + np.array((400, 160), np.float32)

    def folds(height: float) -> float:
        face = FaceMark((540 - height * 0.36, 260 - height * 0.3, height * 0.72, height), points)
        drawn = luma(picture_of(restyle(photo, [face], style="watercolour", quality="fast", seed=1)))
        return float((drawn - blur(drawn, 6))[250:290, 515:565].std())

    assert folds(300.0) < 0.6 * folds(140.0)
