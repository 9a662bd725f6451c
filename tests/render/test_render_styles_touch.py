"""What a person may change, stages kept between two drawings, faces looked at again, light and weather."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unittest import mock

import numpy as np
import pytest

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.render import styles
from rollsuggest.render.styles import (
    LIGHTS,
    STYLES,
    FaceMark,
    Touch,
    anime,
    likeness,
    milder,
    restyle,
    tone,
    witness,
)
from rollsuggest.render.styles.lab import Picture, picture_of
from rollsuggest.render.styles.light import sky
from rollsuggest.render.styles.scene import Scene
from rollsuggest.render.styles.surface import alike, edges, texture_share
from rollsuggest.render.styles.witness import Find, Vectors, Witness


@pytest.fixture(scope="module")
def photo() -> Rgb:
    whole = decode(paths.resources() / "pictures" / "astronaut.jpg").rgb
    return np.ascontiguousarray(whole[40:220, 150:290])


def _face() -> FaceMark:
    points = np.array([[205, 113], [244, 112], [227, 138], [208, 157], [244, 156]], np.float32)
    return FaceMark((176.0, 64.0, 88.0, 121.0), points).moved(by=(-150, -40))


def _drawn(photo: Rgb, **words: object) -> Rgb:
    return restyle(photo, [_face()], **({"style": "anime", "quality": "fast", "seed": 4} | words))  # type: ignore[arg-type]


def test_no_strength_is_the_photo(photo: Rgb) -> None:
    assert np.abs(_drawn(photo, touch=Touch(strength=0)).astype(int) - photo).mean() < 1.5


@pytest.mark.parametrize(
    ("name", "value"), [("line", 0.0), ("flatness", 0.0), ("colour", 0.0), ("eyes", 0.2)]
)
def test_each_word_changes_the_drawing(photo: Rgb, name: str, value: float) -> None:
    words: dict[str, Any] = {name: value}
    changed = _drawn(photo, touch=Touch(**words))
    assert np.abs(changed.astype(int) - _drawn(photo)).mean() > 0.05


def test_without_lines_a_drawing_is_lighter(photo: Rgb) -> None:
    for style in ("manga", "pop"):
        bare = _drawn(photo, style=style, touch=Touch(line=0))
        assert bare.mean() > _drawn(photo, style=style).mean()


def test_eyes_stay_as_they_are_unless_asked(photo: Rgb) -> None:
    assert Touch().eyes == 0
    assert np.array_equal(_drawn(photo), _drawn(photo, touch=Touch(eyes=0.0)))


@pytest.mark.parametrize("style", STYLES)
def test_what_was_drawn_before_changes_nothing(
    photo: Rgb, style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_others = _drawn(photo, style=style, touch=Touch(colour=1.3))
    monkeypatch.setattr(styles, "_scenes", {})
    assert np.array_equal(_drawn(photo, style=style, touch=Touch(colour=1.3)), after_others)


def test_a_moved_slider_paints_nothing_anew(photo: Rgb, monkeypatch: pytest.MonkeyPatch) -> None:
    for flatness in (0.2, 0.4, 0.6, 0.8, 1.0, 1.2):  # what was made first is not dropped while it is used
        _drawn(photo, touch=Touch(flatness=flatness))
    monkeypatch.setattr(styles.flatten, "brushes", lambda *_args: pytest.fail("painted again"))
    _drawn(photo, touch=Touch(flatness=1.4))

    def fail(*_args: object) -> None:
        raise AssertionError("painted again")

    for painter in ("brushes", "laid"):
        monkeypatch.setattr(styles.flatten, painter, fail)
    _drawn(photo, touch=Touch(flatness=1.4, colour=0.5, line=0.7, strength=0.8))
    monkeypatch.setitem(styles._STYLES, "anime", fail)
    _drawn(photo, touch=Touch(flatness=1.4, colour=0.5, line=0.7, eyes=0.1))


def test_how_calm_a_busy_photo_is_painted_no_slider_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = np.random.default_rng(3).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    words: dict[str, Any] = {"style": "anime", "quality": "fast", "seed": 1}
    tries, coloured = mock.Mock(wraps=anime._Drawn), mock.Mock(wraps=tone.cel_graded)
    monkeypatch.setattr(anime, "_Drawn", tries)
    monkeypatch.setattr(tone, "cel_graded", coloured)
    restyle(busy, [], **words)
    assert tries.call_count > 1
    tries.reset_mock()
    coloured.reset_mock()
    for touch in (Touch(line=0.5), Touch(flatness=0.7), Touch(colour=1.2)):
        restyle(busy, [], **words, touch=touch)
    assert tries.call_count == 0 and coloured.call_count == 3


def test_strength_mixes_the_drawing_that_is_there(photo: Rgb, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def draw(scene: Scene) -> Picture:
        drawn.append(scene.touch)
        return 1 - scene.picture

    monkeypatch.setitem(styles._STYLES, "oil", draw)
    shares = [_drawn(photo, style="oil", touch=Touch(strength=share)) for share in (0.4, 1.0, 0.4)]
    assert len(drawn) == 1
    assert np.array_equal(shares[0], shares[2]) and not np.array_equal(shares[0], shares[1])
    _drawn(photo, style="oil", touch=Touch(line=0.5))
    assert len(drawn) == 2


@pytest.mark.parametrize("words", [{"apart": "no such way"}, {"light": "no such light"}])
def test_unknown_words_are_refused(photo: Rgb, words: dict[str, str]) -> None:
    with pytest.raises(UserError):
        _drawn(photo, **words)


def test_only_the_background_or_only_the_people_are_drawn(photo: Rgb) -> None:
    person = np.zeros(photo.shape[:2], np.float32)
    person[:, 40:100] = 1
    behind, people = (
        np.abs(_drawn(photo, person=person, apart=apart).astype(int) - photo).mean(axis=2)
        for apart in ("background", "people")
    )
    assert behind[:, 60:80].mean() < 2 < behind[:, :20].mean()
    assert people[:, :20].mean() < 2 < people[:, 60:80].mean()


@pytest.mark.parametrize("light", LIGHTS[1:4])
def test_light_changes_the_drawing_and_spares_the_face(photo: Rgb, light: str) -> None:
    change = np.abs(_drawn(photo, light=light).astype(int) - _drawn(photo)).mean(axis=2)
    assert change.mean() > 0.3
    if light == "petals":
        assert change[60:110, 50:95].mean() < 0.5


def _landscape() -> Rgb:
    rgb = np.zeros((200, 300, 3), np.uint8)
    rgb[:110] = (120, 170, 235)
    rgb[110:] = np.random.default_rng(1).integers(20, 110, (90, 300, 1))
    return rgb


def test_sky_is_above_and_stars_need_it(photo: Rgb) -> None:
    above = sky(picture_of(_landscape()))
    assert above[10:95].mean() > 0.95 and above[130:].mean() < 0.05
    night = restyle(_landscape(), [], style="anime", quality="fast", seed=1, light="stars")
    assert night[:90].mean() < 100
    inside = np.full((200, 300, 3), 90, np.uint8)
    words = {"style": "anime", "quality": "fast", "seed": 1}
    assert np.array_equal(restyle(inside, [], **words, light="stars"), restyle(inside, [], **words))  # type: ignore[arg-type]


def both_ways(photo: Rgb, find: Find) -> Find:
    """Return one that sees in the mirror what it sees in the photo, as it does with somebody's face."""
    other_way = photo[:, ::-1]

    def seen(rgb: Rgb) -> Sequence[FaceMark]:
        if np.array_equal(rgb, other_way):
            return [face.mirrored(photo.shape[1]) for face in find(photo)]
        return find(rgb)

    return seen


def test_what_is_seen_one_way_only_is_nobody_and_stays_as_drawn(photo: Rgb) -> None:
    face, drawing = _face(), np.full_like(photo, (150, 120, 90))

    def find(rgb: Rgb) -> Sequence[FaceMark]:
        return [face] if rgb is photo else []

    assert np.array_equal(likeness.faithful(drawing, photo, [face], find), drawing)
    assert not np.array_equal(likeness.faithful(drawing, photo, [face], both_ways(photo, find)), drawing)


def test_a_face_in_the_mirror_has_its_right_on_the_left() -> None:
    face = _face()
    twice = face.mirrored(140).mirrored(140)
    assert twice.box_px == face.box_px and np.array_equal(twice.points_px, face.points_px)
    points = face.mirrored(140).points_px
    assert points[0, 0] < points[1, 0] and points[3, 0] < points[4, 0]


def test_a_photos_faces_are_recognised_once_for_all_its_drawings(photo: Rgb) -> None:
    asked: list[bool] = []

    def recognise(rgb: Rgb, faces: Sequence[FaceMark]) -> Vectors:
        asked.append(np.array_equal(rgb, photo))
        return np.ones((len(faces), 1), np.float32)

    def find(_rgb: Rgb) -> Sequence[FaceMark]:
        return [_face()]

    for words in ({"style": "anime"}, {"touch": Touch(colour=0.5)}, {"style": "oil"}):
        _drawn(photo, find=find, recognise=recognise, **words)
    assert asked.count(True) == 1 and asked.count(False) >= 3
    styles.restyle(
        photo, [_face().moved(by=(1, 0))], style="oil", quality="fast", seed=4, find=find, recognise=recognise
    )
    assert asked.count(True) == 2


def test_a_face_that_is_not_found_is_drawn_milder(photo: Rgb) -> None:
    face, broken = _face(), np.full_like(photo, 128)

    def find(rgb: Rgb) -> Sequence[FaceMark]:
        seen, known = (picture[80:125, 50:100].mean(axis=2).ravel() for picture in (rgb, photo))
        return [face] if seen.std() > 1 and np.corrcoef(seen, known)[0, 1] > 0.8 else []

    mended = likeness.faithful(broken, photo, [face], both_ways(photo, find))
    assert find(mended) == [face]
    assert np.array_equal(mended[:5, :5], broken[:5, :5])
    assert (broken == 128).all()


def test_a_face_lost_in_every_drawing_ends_as_photographed(photo: Rgb) -> None:
    face, drawing = _face(), np.full_like(photo, (150, 120, 90))
    x, y, w, h = face.box_px
    middle = (
        slice(round(y + h / 2) - 4, round(y + h / 2) + 4),
        slice(round(x + w / 2) - 4, round(x + w / 2) + 4),
    )
    find = both_ways(photo, lambda rgb: [face] if rgb is photo else [])
    lost = likeness.faithful(drawing, photo, [face], find)
    assert np.abs(lost[middle].astype(int) - photo[middle]).max() <= 1
    never = likeness.faithful(
        drawing, photo, [face], lambda _rgb: []
    )  # not in the photo either: keeps a drawing
    assert not np.array_equal(never, lost) and np.array_equal(never[:5, :5], drawing[:5, :5])


def test_a_face_in_grey_that_a_part_of_the_drawing_shows_has_to_be_seen_in_the_whole() -> None:
    night = np.full((900, 900, 3), (70, 60, 40), np.uint8)
    night[0, 0] = 71
    drawing = np.full_like(night, (248, 246, 240))
    face, middle = (
        FaceMark((420.0, 430.0, 40.0, 52.0), np.full((5, 2), 450, np.float32)),
        np.s_[450:460, 436:444],
    )
    rows, columns = Witness(lambda _rgb: [], None, 1.0, 0.0, lambda _part, _px: []).part(night, face)
    there = face.moved(by=(-columns.start, -rows.start))

    def find(rgb: Rgb) -> Sequence[FaceMark]:
        return [face] if np.ptp(rgb[middle].astype(int), axis=2).min() >= 10 else []

    seen = likeness.faithful(
        drawing, night, [face], both_ways(night, find), find_in=lambda _part, _px: [there]
    )
    assert find(seen) == [face]


def test_a_face_in_a_pencil_drawing_has_colour_only_where_grey_loses_it_and_no_disc_around_it() -> None:
    night = np.full((360, 280, 3), (70, 60, 40), np.uint8)
    night[0, 0] = 71  # the mirror image is another
    drawing = np.full_like(night, (248, 246, 240))
    face = FaceMark((120.0, 160.0, 40.0, 52.0), np.full((5, 2), 180, np.float32))
    middle, beside = np.s_[180:192, 134:146], np.s_[180:192, 188:194]
    find = both_ways(night, lambda rgb: [face] if rgb[middle].max() < 246 else [])
    grey = likeness.faithful(drawing, night, [face], find)
    assert grey[middle].max() < 246 and np.ptp(grey[middle].astype(int), axis=2).max() <= 8  # as the paper
    person = np.zeros(night.shape[:2], np.float32)
    person[150:, 118:162] = 1
    alone = likeness.faithful(drawing, night, [face], find, person=person)
    assert alone[middle].max() < 246 and np.array_equal(alone[:, 163:], drawing[:, 163:])  # no halo either

    def find_colour(rgb: Rgb) -> Sequence[FaceMark]:
        coloured = np.ptp(rgb[middle].astype(int), axis=2).min() >= 25
        return [face] if coloured and rgb[middle].mean() < 90 else []

    find = both_ways(night, find_colour)
    lost = likeness.faithful(drawing, night, [face], find)
    assert lost[middle].mean() < 90 and np.ptp(lost[middle].astype(int), axis=2).min() >= 25
    assert lost[beside].mean() > 235  # the photo is seen three faces wide, in the light of the paper
    assert np.ptp(lost[beside].astype(int), axis=2).max() <= 12  # but its colour on the face alone
    never = both_ways(night, lambda rgb: [face] if rgb[0, 0, 0] < 200 else [])
    helpless = likeness.faithful(drawing, night, [face], never)  # colour was no help, and goes again
    assert not np.array_equal(helpless[middle], drawing[middle])
    assert np.ptp(helpless[middle].astype(int), axis=2).max() <= 8
    person = np.zeros(night.shape[:2], np.float32)
    person[150:, 110:170] = 1
    cut = likeness.faithful(drawing, night, [face], find, person=person)
    assert cut[middle].mean() < 90 and np.array_equal(cut[:, 175:], drawing[:, 175:])  # and only the person


def test_a_face_in_a_grey_drawing_takes_the_colour_of_the_light_over_it(photo: Rgb) -> None:
    raining, middle = np.full_like(photo, (180, 190, 220)), np.s_[85:110, 65:85]
    find = both_ways(photo, lambda rgb: [_face()] if rgb is photo else [])
    lit = likeness.faithful(raining, photo, [_face()], find, grey=True)[middle].astype(float)
    assert np.ptp(lit) > 40
    assert abs(np.median(lit[..., 2] / lit[..., 0]) - 220 / 180) < 0.05
    as_photo = likeness.faithful(raining, photo, [_face()], find)[middle].astype(float)
    assert np.median(as_photo[..., 2] / as_photo[..., 0]) < 1


def test_no_milder_drawing_of_a_face_blurs_what_is_around_it() -> None:
    photo, drawing = np.random.default_rng(7).integers(40, 200, (2, 200, 200, 3), dtype=np.uint8)
    face = FaceMark((80.0, 76.0, 40.0, 48.0), np.full((5, 2), 100, np.float32))
    hair = np.s_[54:62, 90:110]
    for step in milder.MILDER:
        mirror = witness.Mirror(witness.Witness(lambda _rgb: [face], None, 1.0, 0.8), photo)
        mended, result = milder.Mended(drawing, photo, face, False, False, None, mirror), drawing.copy()
        mended.soften(step)
        mended.lay(result)
        assert result[hair].std() > 0.5 * drawing[hair].std(), step
        assert np.array_equal(result[:15], drawing[:15])


def test_a_head_is_cut_out_once_for_all_steps_however_much_around_it_they_take() -> None:
    photo, drawing = np.random.default_rng(7).integers(40, 200, (2, 200, 200, 3), dtype=np.uint8)
    face = FaceMark((80.0, 76.0, 40.0, 48.0), np.full((5, 2), 100, np.float32))
    mirror = witness.Mirror(witness.Witness(lambda _rgb: [face], None, 1.0, 0.8), photo)
    mended = milder.Mended(drawing, photo, face, True, False, None, mirror)

    def outlined(part: Rgb, near: FaceMark) -> Picture:
        """Return a head, right of the middle of the face, up to its edge."""
        head, (x, y, w, h) = np.zeros(part.shape[:2], np.float32), near.box_px
        head[round(y) : round(y + h), round(x + w / 2) : round(x + w)] = 1
        return head

    with mock.patch.object(milder, "outlined", side_effect=outlined) as sought:
        for step in (step for step in milder.TINTED if step.cut):
            mended.soften(step)
            result = drawing.copy()
            mended.lay(result)
            assert not np.array_equal(result[80:120, 101:119], drawing[80:120, 101:119])
            if not step.seen:
                assert np.array_equal(result[:, :100], drawing[:, :100])  # only the head
        for step in (step for step in milder.TINTED if step.tint):
            mended.soften(step)
    assert sought.call_count == 1


def test_faces_that_touch_are_each_drawn_milder() -> None:
    photo = np.random.default_rng(5).integers(40, 200, (120, 200, 3), dtype=np.uint8)
    drawing = np.full_like(photo, (150, 120, 90))
    first = FaceMark((60.0, 40.0, 30.0, 40.0), np.full((5, 2), 60, np.float32))
    beside = first.moved(by=(44.0, 0.0))
    alone = likeness.faithful(drawing, photo, [first], lambda _rgb: []).astype(int)
    both = likeness.faithful(drawing, photo, [first, beside], lambda _rgb: []).astype(int)
    shared = np.s_[50:70, 91:95]  # drawn for the first, within the window of the other
    assert np.abs(both - alone)[shared].mean() < 0.3 * np.abs(alone - drawing)[shared].mean()
    assert not np.array_equal(both[50:70, 110:125], drawing[50:70, 110:125])


def test_a_face_that_became_somebody_else_is_drawn_milder(photo: Rgb) -> None:
    face, stranger = _face(), np.ascontiguousarray(photo[:, ::-1])

    def recognise(rgb: Rgb, faces: Sequence[FaceMark]) -> Vectors:
        values = [rgb[80:115, 58:92].mean(axis=2).ravel() - 128.0 for _one in faces]
        return np.array([v / max(float(np.linalg.norm(v)), 1e-6) for v in values], np.float32)

    def alike(rgb: Rgb) -> float:
        return float((recognise(rgb, [face]) * recognise(photo, [face])).sum())

    assert alike(stranger) < likeness.LEAST_ALIKE
    mended = likeness.faithful(stranger, photo, [face], lambda _rgb: [face], recognise)
    assert alike(mended) >= likeness.LEAST_ALIKE
    assert np.array_equal(mended[:5, :5], stranger[:5, :5])
    assert likeness.faithful(stranger, photo, [face], lambda _rgb: [face]) is stranger
    assert likeness.faithful(photo, photo, [face], lambda _rgb: [face], recognise) is photo


def test_a_face_in_its_place_is_left_alone(photo: Rgb) -> None:
    face = _face()
    assert likeness.faithful(photo, photo, [face], lambda _rgb: [face]) is photo


def test_a_moved_slider_leaves_faces_as_mild_as_they_usually_are(
    photo: Rgb, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[Rgb] = []

    def find(rgb: Rgb) -> list[FaceMark]:  # sees what is in colour
        if rgb.shape == photo.shape and not np.array_equal(rgb, photo):
            looked_at.append(rgb)
        part = rgb[90:110, 60:90].astype(int)
        return [_face()] if (part[..., 0] - part[..., 2]).mean() > 8 else []

    find_both = both_ways(photo, find)

    def drawn(line: float = 1.0, colour: float = 1.0) -> Rgb:
        looked_at.clear()
        return _drawn(photo, style="manga", touch=Touch(line=line, colour=colour), find=find_both)

    monkeypatch.setattr(styles, "_scenes", {})
    usual = drawn()
    steps = len(looked_at)
    assert steps > 3 and np.ptp(usual[90:110, 60:90].astype(int), axis=2).max() > 8
    moved = drawn(line=0.5)
    assert len(looked_at) == 1 and not np.array_equal(moved, usual)
    assert np.array_equal(drawn(colour=1.3), usual) and not looked_at  # ink has no colours
    monkeypatch.setattr(styles, "_scenes", {})
    assert np.array_equal(drawn(line=0.5), moved)  # nothing depends on what was drawn before


def test_texture_and_edges_of_known_pictures() -> None:
    flat = np.full((100, 100, 3), 0.5, np.float32)
    ramp = np.repeat(np.tile(np.linspace(0, 1, 100, dtype=np.float32), (100, 1))[..., None], 3, axis=2)
    step = flat.copy()
    step[:, 50:] = 0.9
    assert texture_share(flat, 1.0) == 0 and texture_share(ramp, 1.0) > 0.9
    assert texture_share(ramp, 0.5) < 0.2  # seen twice as large it is half as steep
    of_step, across = edges(step, 1.0), edges(np.ascontiguousarray(step.transpose(1, 0, 2)), 1.0)
    assert alike(of_step, of_step) == 1 and alike(of_step, edges(flat, 1.0)) == 1
    assert alike(of_step, across) < 0.3


def test_a_face_that_was_lost_in_one_frame_of_a_film_is_soon_drawn_again(photo: Rgb) -> None:
    face, drawing = _face(), np.full_like(photo, (150, 120, 90))
    blurred = both_ways(photo, lambda rgb: [face] if rgb is photo else [])
    clear = both_ways(photo, lambda _rgb: [face])
    mild: list[likeness.Mild] = []
    lost = likeness.faithful(drawing, photo, [face], blurred, known_mild=mild)
    (begun,) = mild
    far = [np.abs(lost.astype(int) - drawing).sum()]
    frames = (begun.step + 1) * likeness.CALM
    for _frame in range(frames):
        frame = likeness.faithful(drawing, photo, [face], clear, known_mild=mild)
        far.append(np.abs(frame.astype(int) - drawing).sum())
    assert np.array_equal(frame, drawing) and not mild
    steps = [n for n in range(1, len(far)) if far[n] != far[n - 1]]
    assert far[-2] > 0 and min(np.diff(steps)) == likeness.CALM  # step by step, not at once
    slowly = likeness.faithful(drawing, photo, [face], blurred, known_mild=mild, most=2)
    assert 0 < np.abs(slowly.astype(int) - drawing).sum() < far[0] and mild[0].step == 1  # not at once either
    mild.clear()
    before = far[0]
    lost = likeness.faithful(drawing, photo, [face], blurred, known_mild=mild)
    for _frame in range(2 * likeness.CALM):  # what stays lost stays as it is, in each frame
        lost = likeness.faithful(drawing, photo, [face], blurred, known_mild=mild)
        assert np.abs(lost.astype(int) - drawing).sum() == before


def test_of_a_face_that_never_comes_right_the_nearest_drawing_is_kept() -> None:
    photo = np.random.default_rng(1).integers(60, 250, (160, 160, 3), dtype=np.uint8)
    points = np.array([[70, 70], [90, 70], [80, 80], [72, 92], [88, 92]], np.float32)
    face = FaceMark((60, 55, 40, 50), points)
    looked_at: list[Rgb] = []

    def find(rgb: Rgb) -> list[FaceMark]:
        if np.array_equal(rgb, photo) or np.array_equal(rgb, photo[:, ::-1]):
            return [face]
        looked_at.append(rgb)
        return [face.moved(by=(3.0 if len(looked_at) == 3 else 6.0, 0.0))]

    drawn = likeness.faithful(np.full_like(photo, 128), photo, [face], find)
    assert len(looked_at) > 4
    assert np.array_equal(drawn, looked_at[2])
    assert not np.array_equal(drawn, looked_at[-1])


def test_in_a_film_a_face_that_never_comes_right_stays_at_the_nearest_drawing() -> None:
    photo = np.random.default_rng(1).integers(60, 250, (160, 160, 3), dtype=np.uint8)
    points = np.array([[70, 70], [90, 70], [80, 80], [72, 92], [88, 92]], np.float32)
    face, drawing = FaceMark((60, 55, 40, 50), points), np.full_like(photo, 128)
    looked_at: list[Rgb] = []
    nearest: list[Rgb] = []

    def find(rgb: Rgb) -> list[FaceMark]:
        if np.array_equal(rgb, photo) or np.array_equal(rgb, photo[:, ::-1]):
            return [face]
        looked_at.append(rgb)
        return [face.moved(by=(3.0 if any(np.array_equal(rgb, n) for n in nearest) else 6.0, 0.0))]

    likeness.faithful(drawing, photo, [face], find)
    nearest.append(looked_at[2])
    mild: list[likeness.Mild] = []
    for _frame in range(len(looked_at) * (likeness.CALM + 1)):  # it is come down to step by step
        likeness.faithful(drawing, photo, [face], find, known_mild=mild, most=2)
    assert mild[0].ended
    for _frame in range(3 * likeness.CALM):  # it does not begin to climb anew
        assert np.array_equal(
            likeness.faithful(drawing, photo, [face], find, known_mild=mild, most=2), nearest[0]
        )
