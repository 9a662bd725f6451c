"""The real detectors on real photos."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from rollsuggest.analysis.engine import Engine
from rollsuggest.library.pixels import decode
from rollsuggest.model import Box, Certainty, Content, FaceFinding, FileFacts, Role, Taken

CAMERA = FileFacts(4000, 3000, Taken(None, Certainty.UNKNOWN, ""), None, "Pixel 8", "", b"", "image/jpeg")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def content(engine: Engine, path: Path) -> Content:
    return engine.content(decode(path, 1280).rgb, CAMERA, path.name)


def faces(engine: Engine, path: Path) -> tuple[FaceFinding, ...]:
    return engine.faces(decode(path, 1280).rgb)


def embedding(face: FaceFinding) -> npt.NDArray[np.float32]:
    return np.frombuffer(face.embedding, "<f2").astype(np.float32)


def covers(box: Box, x: float, y: float) -> bool:
    return box.x <= x <= box.x + box.w and box.y <= y <= box.y + box.h


def test_every_network_loads(engine: Engine) -> None:
    engine.load_all()


def test_a_grey_picture_and_a_single_pixel_hold_nothing(engine: Engine) -> None:
    for shape in ((300, 200, 3), (1, 1, 3), (2, 900, 3)):
        grey = np.full(shape, 128, np.uint8)
        found = engine.content(grey, CAMERA, "IMG_1.jpg")
        assert found.objects == () and found.themes == () and found.role is Role.PHOTO
        assert engine.faces(grey) == ()
        engine.quality(grey)


@pytest.mark.shared
def test_every_labelled_face_of_the_groups_is_found(engine: Engine, shared: Path) -> None:
    truth = json.loads((shared / "data/truth.json").read_text(encoding="utf-8"))["groups"]
    total = missed = 0
    for path, known in truth.items():
        picture = decode(shared / "data" / path, 1280)
        found = engine.faces(picture.rgb, engine.objects(picture.rgb))
        for x, y, w, h in known.get("boxes", []):
            total += 1
            centre = (x + w / 2) / picture.width, (y + h / 2) / picture.height
            missed += not any(covers(face.box, *centre) for face in found)
    assert total >= 30 and missed == 0


@pytest.mark.shared
def test_a_small_face_is_found_though_only_its_body_was_seen(engine: Engine, shared: Path) -> None:
    crowd = decode(shared / "data/people/groups/human_group-1.jpg", 1280).rgb
    seen = engine.objects(crowd)
    assert any(item.name == "person" for item in seen)
    assert [f.box for f in engine.faces(crowd, seen)] == [f.box for f in engine.faces(crowd)]


def test_pictures_in_turn_are_not_mixed_up(engine: Engine) -> None:
    black, white = np.zeros((80, 60, 3), np.uint8), np.full((80, 60, 3), 255, np.uint8)
    colours = [engine.quality(rgb).colour for rgb in (black, white, black)]
    assert colours == [(0, 0, 0), (255, 255, 255), (0, 0, 0)]


@pytest.mark.shared
def test_a_close_up_is_found_as_well(engine: Engine, shared: Path) -> None:
    path = shared / "data/people/lfw/Tiger_Woods/Tiger_Woods_0001.jpg"
    middle = decode(path).rgb[65:185, 65:185]
    large = np.kron(middle, np.ones((10, 10, 1), np.uint8))
    assert [face.box.w > 0.5 for face in engine.faces(large)] == [True]


@pytest.mark.shared
@pytest.mark.parametrize("theme", ["pets_dog", "wildlife", "food", "documents"])
def test_dogs_bears_dishes_and_paper_have_no_large_faces(engine: Engine, shared: Path, theme: str) -> None:
    paths = sorted((shared / "data/themes" / theme).glob("in_*"))[:15]
    wrong = [path.name for path in paths for face in faces(engine, path) if face.box.w > 0.12]
    assert len(paths) >= 2 and wrong == []


@pytest.mark.shared
def test_one_person_is_nearer_to_oneself_than_to_others(engine: Engine, shared: Path) -> None:
    folders = sorted((shared / "data/people/lfw").iterdir())[:8]
    rows, names = [], []
    for folder in folders:
        for path in sorted(folder.iterdir())[:3]:
            found = [face for face in faces(engine, path) if covers(face.box, 0.5, 0.5)]
            assert found, path.name
            rows.append(embedding(found[0]))
            names.append(folder.name)
    cosines = np.stack(rows) @ np.stack(rows).T
    same = np.equal.outer(names, names)
    off = ~np.eye(len(names), dtype=bool)
    assert np.allclose(np.diag(cosines), 1, atol=2e-3)
    assert (cosines[same & off] > 0.43).mean() > 0.9
    assert (cosines[~same] > 0.43).mean() < 0.02


@pytest.mark.shared
def test_what_is_found_lies_in_the_picture(engine: Engine, shared: Path) -> None:
    found = faces(engine, shared / "data/people/groups/human_group-1.jpg")
    assert len(found) >= 14
    for face in found:
        assert face.box.x >= 0 and face.box.y >= 0
        assert face.box.x + face.box.w <= 1 + 1e-9 and face.box.y + face.box.h <= 1 + 1e-9
        assert len(face.points) == 5 and len(face.embedding) == 2 * 192
        assert 0 <= face.quality <= 1 and 0 <= face.smile <= 1 and 0.7 <= face.score <= 1


@pytest.mark.shared
def test_faces_and_documents_get_no_theme_of_food_or_pets(engine: Engine, shared: Path) -> None:
    paths = [min(folder.iterdir()) for folder in (shared / "data/people/lfw").iterdir()]
    wrong = {"food", "pets_cat", "pets_dog", "wildlife", "flowers", "beach_sea", "screenshots", "documents"}
    found = {path.name: {label.name for label in content(engine, path).themes} & wrong for path in paths}
    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("theme", "least"), [("pets_dog", 0.8), ("food", 0.7), ("wildlife", 0.9), ("landmarks", 0.7)]
)
def test_plain_themes_are_recognised(engine: Engine, shared: Path, theme: str, least: float) -> None:
    paths = sorted((shared / "data/themes" / theme).iterdir())[-12:]
    hits = [theme in {label.name for label in content(engine, path).themes} for path in paths]
    assert np.mean(hits) >= least


@pytest.mark.shared
def test_receipts_are_documents_though_a_camera_took_them(engine: Engine, shared: Path) -> None:
    paths = sorted((shared / "data/themes/documents").glob("sroie_*"))[:4]
    found = [content(engine, path) for path in paths]
    assert [each.role for each in found] == [Role.DOCUMENT] * 4
    assert {label.name for each in found for label in each.themes} == {"documents"}


@pytest.mark.shared
def test_objects_lie_where_they_are(engine: Engine, shared: Path) -> None:
    found = content(engine, shared / "data/themes/_multilabel_coco/000000000034.jpg")
    zebra = next(item for item in found.objects if item.name == "zebra")
    assert zebra.box is not None and zebra.score > 0.7
    assert abs(zebra.box.centre[0] - 0.346) < 0.08 and abs(zebra.box.centre[1] - 0.493) < 0.08
    features = np.frombuffer(found.features, "<f2").astype(np.float32)
    assert features.shape == (1280,) and abs(float(np.linalg.norm(features)) - 1) < 0.01


@pytest.mark.shared
def test_the_cut_out_holds_the_face_and_not_the_corner(engine: Engine, shared: Path) -> None:
    path = shared / "data/people/lfw/Tiger_Woods/Tiger_Woods_0001.jpg"
    mask = engine.cut_out(decode(path).rgb)
    assert mask.shape == (250, 250) and mask.dtype == np.float32
    assert mask.min() >= 0 and mask.max() <= 1
    assert mask[110:140, 110:140].mean() > 0.8


def test_the_engine_leaves_qt_alone() -> None:
    code = (
        "import os; from rollsuggest.analysis.engine import Engine; Engine();"
        "assert 'QT_QPA_PLATFORM_PLUGIN_PATH' not in os.environ and 'QT_QPA_FONTDIR' not in os.environ"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
