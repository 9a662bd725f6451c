"""Faces found in group photos, and faces found where nobody is.

Six group photos have boxes: a face counts as found when the middle of a find lies in its box. Of the other
photos the number of faces is known (`BY_EYE`: all that show more than half of a face); there finds beyond it
count as wrong, and every find was looked at once.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np

from benchmarks._pasted import KINDS, pasted
from benchmarks.analysis import SHARED
from rollsuggest.analysis.engine import Engine
from rollsuggest.library.pixels import decode
from rollsuggest.model import Box, FaceFinding
from rollsuggest.people.units import FOUNDS_FROM

DATA = SHARED / "data"
BY_EYE = {
    "azure_detection1": 1, "azure_detection3": 1, "azure_detection4": 3, "azure_detection5": 3,
    "azure_identification1": 4, "bbt1": 4, "bbt2": 3, "bbt3": 5, "bbt4": 6, "bbt5": 5, "deepface_couple": 2,
    "deepface_selfie-many-people": 7, "dlib_dogs": 0, "facerec_alex_lacamoire1": 1,
    "facerec_johnsnow_test1": 1, "facerec_kit_with_rose": 2, "facerec_obama_and_biden": 3,
    "facerec_two_people": 2, "human_group-1": 15, "human_group-2": 3, "human_group-4": 5, "human_group-5": 7,
    "insightface_t1": 6,
}  # fmt: skip
PEOPLE_BEHIND = {  # people whom nobody noted, in a football helmet or far behind: found is right
    "000000491497.jpg": 1, "IMG_0225.jpeg": 1, "IMG_0262.jpeg": 2,
}  # fmt: skip


PASTED = 120
SEEN = 0.025  # of the photo's width: a face of 40 px, clear enough to found a person if it lived


def faces(engine: Engine, path: Path) -> tuple[tuple[FaceFinding, ...], int, int]:
    """Return the faces of a photo, and its width and height as found on disk."""
    decoded = decode(path, 1600)
    return engine.faces(decoded.rgb, engine.objects(decoded.rgb)), decoded.width, decoded.height


def matched(found: tuple[FaceFinding, ...], boxes: list[Box]) -> int:
    """Return how many boxes hold the middle of a find, each find taken once."""
    free = list(found)
    for box in boxes:
        inside = [f for f in free if _within(f.box.centre, box)]
        if inside:
            free.remove(inside[0])
    return len(found) - len(free)


def _within(point: tuple[float, float], box: Box) -> bool:
    return box.x <= point[0] <= box.x + box.w and box.y <= point[1] <= box.y + box.h


def groups(engine: Engine) -> None:
    truth = json.loads((DATA / "truth.json").read_text())["groups"]
    there = right = told = 0
    for path in sorted((DATA / "people" / "groups").glob("*.jpg")):
        found, width, height = faces(engine, path)
        boxes = truth.get(f"people/groups/{path.name}", {}).get("boxes")
        if boxes:
            true = [Box(x / width, y / height, w / width, h / height) for x, y, w, h in boxes]
            count, hits = len(true), matched(found, true)
        else:
            count = BY_EYE[path.stem]
            hits = min(count, len(found))
        there, right, told = there + count, right + hits, told + len(found)
        if hits < count or len(found) > hits:
            print(f"  {path.stem}: {hits} of {count} found, {len(found) - hits} too many")
    print(
        f"group photos: recall {right / there:.3f}, precision {right / told:.3f}, {there} faces (0.95, 0.97)"
    )


def nobody(engine: Engine) -> None:
    coco = json.loads((DATA / "truth.json").read_text())["coco"]
    empty = [DATA / path for path, seen in coco.items() if "person" not in json.dumps(_objects(seen))]
    labels = json.loads((DATA / "truth.json").read_text())["themes"]
    empty += [
        DATA / path for path, names in labels.items() if {"forest", "pets_cat", "wildlife"} & set(names)
    ]
    empty += sorted((DATA / "roll" / "toy_travels_iphone").iterdir())
    wrong = founding = people = 0
    for path in empty:
        found = faces(engine, path)[0]
        behind = min(len(found), PEOPLE_BEHIND.get(path.name, 0))
        people, wrong = people + behind, wrong + len(found) - behind
        for face in found:
            founding += face.quality >= FOUNDS_FROM
            what = "FOUNDS" if face.quality >= FOUNDS_FROM else "too poor to found"
            print(f"  {path.relative_to(DATA)}: score {face.score:.2f}, quality {face.quality:.2f}, {what}")
    print(
        f"{len(empty)} photos where nobody was noted: {founding} FOUNDING faces (0), {wrong} finds of nobody"
        f" (0), {people} of people far behind"
    )


def portraits(engine: Engine) -> None:
    """Every third photo of LFW: is the person in the middle found, and fit to found a cluster?"""
    paths = sorted((DATA / "people").glob("lfw*/**/*.jpg"))[::3]
    found = founding = 0
    for path in paths:
        middle = [f for f in faces(engine, path)[0] if _within((0.5, 0.5), f.box)]
        found += bool(middle)
        founding += any(f.quality >= FOUNDS_FROM for f in middle)
    print(f"{len(paths)} portraits of LFW: {found} found, {founding} founding")


def pictures(engine: Engine) -> None:
    """Faces on screens, prints, posters and pages in photos: how many of the clear ones found nobody?"""
    scenes = sorted(
        path for folder in ("themes/_multilabel_coco", "roll") for path in (DATA / folder).rglob("*.jp*g")
    )
    people = sorted((DATA / "people").glob("lfw*/**/*.jpg"))
    poor, told = Counter[str](), Counter[str]()
    for seed in range(PASTED):
        rgb, corners, kind = pasted(seed, scenes, people)
        size = np.array(rgb.shape[1::-1])
        low, high = corners.min(0) / size, corners.max(0) / size
        frame = Box(*(float(v) for v in (*low, *(high - low))))
        inside = [f for f in engine.faces(rgb) if _within(f.box.centre, frame) and f.box.w > SEEN]
        told[kind] += len(inside)
        poor[kind] += sum(f.quality < FOUNDS_FROM for f in inside)
    each = ", ".join(f"{kind} {poor[kind]} of {told[kind]}" for kind in KINDS)
    print(f"faces in pictures inside photos that found nobody: {poor.total()} of {told.total()} ({each})")


def _objects(seen: dict[str, object]) -> object:
    return seen.get("boxes_cxcywh_norm") or seen.get("boxes_xywh")


def main() -> None:
    engine = Engine()
    groups(engine)
    nobody(engine)
    portraits(engine)
    pictures(engine)
