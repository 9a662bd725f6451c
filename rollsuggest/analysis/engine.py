"""The analysis room's one door: pixels -> findings. One engine per worker process; not for two threads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rollsuggest.analysis import (
    care,
    evidence,
    eyes,
    lettering,
    lifeless,
    models,
    pictured,
    portrait,
    quality,
    roles,
    sheets,
    themes,
)
from rollsuggest.analysis.classifier import Classifier, resize, within
from rollsuggest.analysis.cutout import PersonSegmenter
from rollsuggest.analysis.faces import FaceDetector, Found, bodiless, crop, person_behind
from rollsuggest.analysis.nudity import NudityDetector
from rollsuggest.analysis.objects import THRESHOLD, ObjectDetector
from rollsuggest.analysis.tints import tints
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Box, Content, FaceFinding, FileFacts, Label, Quality

Objects = tuple[Label, ...]
Heard = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]  # probabilities (1000,), features (1280,)

_WORDS = 8
_WORD_THRESHOLD = 0.03
_ANIMALS = 398  # the first classes of ImageNet are animals, tench to puffer
_ANIMAL = 0.65  # [Note: Second opinion] in faces.py
_NEAR_PX = 48  # a face and what is around it, for its colours
_SMALL_PX = 48  # from here on the mesh is asked about a face as blue as paint
_GLANCE_PX = quality.SIDE_PX  # shrunk to this once; from here the networks shrink their own views


class Engine:
    """Loads each network when it is first needed and keeps it.

    Every `rgb` is uint8, (h, w, 3), upright, sRGB, as `library.pixels.decode` gives it; 1280 to 2100 px on
    the longer side suffice for everything here.
    """

    def __init__(self) -> None:
        self._last: tuple[Rgb, Rgb] | None = None
        self._last_heard: tuple[Rgb, Heard] | None = None

    def quality(self, rgb: Rgb) -> Quality:
        return quality.measure(self._glance(rgb))

    def objects(self, rgb: Rgb) -> Objects:
        """Tell what things are seen, even faintly, surest first; for `content` and `faces`."""
        return self._objects(self._glance(rgb))

    def content(self, rgb: Rgb, facts: FileFacts, name: str, seen: Objects | None = None) -> Content:
        """Tell what is in a picture. The file's `facts` and `name` help to tell its role."""
        probabilities, features = self._hears(rgb)
        seen = self.objects(rgb) if seen is None else seen
        objects = tuple(item for item in seen if item.score >= THRESHOLD)
        looks = evidence.look(rgb, self._glance(rgb))
        words = {
            word: float(probabilities[self._names.index(word)])
            for word in (*roles.PAPER_WORDS, *roles.PEN_WORDS, *roles.SCREEN_WORDS, *care.WORDS)
        }
        person = max((o.box.area for o in objects if o.name == "person" and o.box), default=0.0)
        judged = roles.judge(
            name,
            facts,
            words,
            looks,
            person,
            lambda: lettering.find(self._glance(rgb)),
            lambda: sheets.find(self._glance(rgb)),
        )
        day = facts.taken.day
        sight = themes.Sight(
            probabilities, seen, looks, tints(self._glance(rgb)), (day.month, day.day) if day else None
        )
        return Content(
            role=judged.role,
            why=judged.why,
            objects=objects,
            words=self._words(probabilities),
            themes=themes.themes(sight, self._theme_weights, judged.role),
            features=packed(features),
            nudity=round(self._nudity(self._glance(rgb)), 3),
            medical=round(care.medical(words), 3),
        )

    def faces(self, rgb: Rgb, seen: Objects | None = None) -> tuple[FaceFinding, ...]:
        """Find the faces of people, surest first; quicker when handed what `objects` said."""
        seen = self.objects(rgb) if seen is None else seen
        people_likely = any(item.name == "person" for item in seen)
        found = [
            face
            for face in self._face_detector(rgb, people_likely)
            if not bodiless(face, rgb, seen) and not self._is_animal(rgb, face)
        ]
        meshed = self._mesh(rgb, found)
        each = [
            (face, mesh, signs)
            for face, mesh in zip(found, meshed, strict=True)
            if not lifeless.nobody(signs := self._signs(rgb, face, mesh, seen))
        ]
        kept = [face for face, _mesh, _signs in each]
        chips = [portrait.align(rgb, face.points) for face in kept]
        embeddings, smiles = self._embedder(chips), self._smiles(rgb, kept)
        return tuple(
            _finding(rgb, face, _worth(rgb, face, chip, signs), embedding, smile, mesh)
            for (face, mesh, signs), chip, embedding, smile in zip(
                each, chips, embeddings, smiles, strict=True
            )
        )

    def face_marks(self, rgb: Rgb) -> list[tuple[tuple[float, float, float, float], npt.NDArray[np.float32]]]:
        """Return box (x, y, w, h) and points (5, 2) of each face in pixels, and nothing else of them."""
        return [((face.x, face.y, face.w, face.h), face.points) for face in self._face_detector(rgb)]

    def face_marks_in(
        self, part: Rgb, whole_px: int
    ) -> list[tuple[tuple[float, float, float, float], npt.NDArray[np.float32]]]:
        """Return the same of a part of a picture whose long side is `whole_px`, as they are seen in that."""
        found = self._face_detector(part, whole_px=whole_px)
        return [((face.x, face.y, face.w, face.h), face.points) for face in found]

    def face_vectors(self, rgb: Rgb, points: Sequence[npt.NDArray[np.float32]]) -> npt.NDArray[np.float32]:
        """Return what tells the faces at those points (5, 2) in pixels from others: (n, 192), length 1.

        To be compared with one another only: those of the index are of the mirror image too.
        """
        return self._embedder([portrait.align(rgb, five) for five in points], mirrored=False)

    def cut_out(self, rgb: Rgb) -> npt.NDArray[np.float32]:
        """Return for each pixel how surely it belongs to a person: (h, w), 0..1."""
        return self._segmenter(rgb)

    def load_all(self) -> None:
        """Load every network and let each look once at a grey picture; for the self-test."""
        grey = np.full((128, 128, 3), 128, np.uint8)
        self._classifier(grey)
        self._objects(grey)
        self._nudity(grey)
        self._face_detector(grey)
        self._embedder([grey[:112, :112]])
        whole = Found(8, 8, 112, 112, np.full((5, 2), 64, np.float32), 1.0)
        self._smiles(grey, [whole])
        self._mesh(grey, [whole])
        self._segmenter(grey)

    def _glance(self, rgb: Rgb) -> Rgb:
        """Return the picture at 640 px; the last one is kept, for one picture is asked about in turn."""
        if self._last is None or self._last[0] is not rgb:
            self._last = rgb, within(rgb, _GLANCE_PX)
        return self._last[1]

    def _hears(self, rgb: Rgb) -> Heard:
        """Return what the classifier says of the whole picture; the last one is kept, as with `_glance`."""
        if self._last_heard is None or self._last_heard[0] is not rgb:
            self._last_heard = rgb, self._classifier(self._glance(rgb))
        return self._last_heard[1]

    def _words(self, probabilities: npt.NDArray[np.float32]) -> tuple[Label, ...]:
        best = np.argsort(-probabilities)[:_WORDS]
        return tuple(
            Label(self._names[i], round(float(probabilities[i]), 3))
            for i in best
            if probabilities[i] >= _WORD_THRESHOLD
        )

    def _signs(self, rgb: Rgb, face: Found, mesh: eyes.Meshed | None, seen: Objects) -> lifeless.Signs:
        """Gather what tells a statue; the classifier is asked only where no person is surely seen."""
        shown = mesh.shown if mesh else None
        near = resize(crop(rgb, face, 2.4), _NEAR_PX, _NEAR_PX)
        blue, around = portrait.blue_in_the_middle(near), portrait.blue_around(near)
        if face.size_px < lifeless.ASKED_FROM_PX or person_behind(face, rgb, seen) >= lifeless.A_PERSON:
            return self._painted(rgb, face, lifeless.Signs(0.0, shown, False, blue, around))
        looks = [self._classifier.whole(crop(rgb, face, times)) for times in (1.6, 2.6)]
        soft = [themes.soften(look) for look in (*looks, self._hears(rgb)[0])]
        words = lifeless.heard([look[self._lifeless_words].tolist() for look in soft])
        pale = portrait.pale(near, self._glance(rgb))
        return self._painted(rgb, face, lifeless.Signs(words, shown, pale, blue, around))

    def _painted(self, rgb: Rgb, face: Found, signs: lifeless.Signs) -> lifeless.Signs:
        """Ask the mesh about a small face too where it is as blue as paint."""
        if signs.mesh is not None or face.size_px < _SMALL_PX or not lifeless.painted(signs):
            return signs
        return replace(signs, mesh=self._mesh.one(rgb, face).shown, small=True)

    def _is_animal(self, rgb: Rgb, face: Found) -> bool:
        if not face.unsure:
            return False
        probabilities = self._classifier.whole(crop(rgb, face, 1.6))
        return float(probabilities[:_ANIMALS].sum()) > _ANIMAL

    @cached_property
    def _classifier(self) -> Classifier:
        return Classifier()

    @cached_property
    def _objects(self) -> ObjectDetector:
        return ObjectDetector()

    @cached_property
    def _nudity(self) -> NudityDetector:
        return NudityDetector()

    @cached_property
    def _face_detector(self) -> FaceDetector:
        return FaceDetector()

    @cached_property
    def _embedder(self) -> portrait.FaceEmbedder:
        return portrait.FaceEmbedder()

    @cached_property
    def _smiles(self) -> portrait.SmileDetector:
        return portrait.SmileDetector()

    @cached_property
    def _mesh(self) -> eyes.FaceMesh:
        return eyes.FaceMesh()

    @cached_property
    def _segmenter(self) -> PersonSegmenter:
        return PersonSegmenter()

    @cached_property
    def _names(self) -> list[str]:
        return [line.split(",")[0] for line in models.lines(models.IMAGENET_NAMES)]

    @cached_property
    def _lifeless_words(self) -> list[int]:
        return [self._names.index(word) for word in lifeless.WORDS]

    @cached_property
    def _theme_weights(self) -> themes.Weights:
        return themes.weights(self._names)


def packed(values: npt.NDArray[np.float32]) -> bytes:
    """Return a vector as float16, little endian."""
    return values.astype("<f2").tobytes()


def _worth(rgb: Rgb, face: Found, chip: Rgb, signs: lifeless.Signs) -> float:
    """Return how good a face is, 0..1: how well it is seen, less for stone, less for one in a picture."""
    seen = portrait.quality(face, chip) * lifeless.life(signs)
    if seen < pictured.ASKED_FROM or pictured.framed(rgb, face) < pictured.FRAMED:
        return seen
    return seen * pictured.LEFT


def _finding(
    rgb: Rgb,
    face: Found,
    clear: float,
    embedding: npt.NDArray[np.float32],
    smile: float,
    mesh: eyes.Meshed | None,
) -> FaceFinding:
    height, width = rgb.shape[:2]
    left, top = float(np.clip(face.x / width, 0, 1)), float(np.clip(face.y / height, 0, 1))
    right = float(np.clip((face.x + face.w) / width, left, 1))
    bottom = float(np.clip((face.y + face.h) / height, top, 1))
    return FaceFinding(
        box=Box(left, top, right - left, bottom - top),
        score=min(face.score, 1.0),
        points=tuple((float(x) / width, float(y) / height) for x, y in face.points),
        quality=clear,
        smile=smile,
        embedding=packed(embedding),
        eyes_open=mesh.eyes_open if mesh else None,
    )
