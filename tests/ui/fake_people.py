"""The fake studio's people and pets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fake_core import FakeCore

from rollsuggest.library.named_faces import NameFound
from rollsuggest.library.rows import (
    PersonFace,
    PersonRow,
    PetRow,
    Question,
    Tile,
)
from rollsuggest.library.taken_names import Taken
from rollsuggest.library.verdicts import Answer
from rollsuggest.model import (
    NO_BIRTHDAY,
    Box,
    ClusterId,
    FaceId,
)
from rollsuggest.studio import Cancelled, Progress


class FakePeople(FakeCore):
    def people(self) -> tuple[PersonRow, ...]:
        self._did("people")
        return tuple(self.persons)

    def set_person(
        self,
        cluster: ClusterId,
        *,
        name: str | None = None,
        birthday: tuple[int, int] | None = None,
        birth_year: int | None = None,
        hidden: bool | None = None,
        favourite: bool | None = None,
        me: bool | None = None,
        relation: str | None = None,
    ) -> None:
        given = {
            "name": name, "birthday": birthday, "birth_year": birth_year, "hidden": hidden,
            "favourite": favourite, "me": me, "relation": relation,
        }  # fmt: skip
        said: dict[str, object] = {key: value for key, value in given.items() if value is not None}
        if birthday == NO_BIRTHDAY:
            said |= {"birthday": None, "birth_year": None}
        elif birth_year == 0:
            said["birth_year"] = None
        self.persons = [replace(p, **said) if p.cluster == cluster else p for p in self.persons]  # type: ignore[arg-type]
        self._did(f"set_person {cluster} {said}", "people", "photos", "suggestions")

    def pets(self) -> tuple[PetRow, ...]:
        return (self.dog,) if self.photos else ()

    def set_pet(self, kind: str, *, name: str | None = None, hidden: bool | None = None) -> None:
        said = {"name": name, "hidden": hidden}
        self.dog = replace(self.dog, **{key: value for key, value in said.items() if value is not None})  # type: ignore[arg-type]
        self._did(f"set_pet {kind} {name} {hidden}", "people", "photos", "suggestions")

    def pet_tiles(self, kind: str) -> tuple[Tile, ...]:
        return self.photos[:3]

    def person_faces(self, cluster: ClusterId) -> tuple[PersonFace, ...]:
        box = Box(0.4, 0.2, 0.2, 0.3)
        return tuple(
            PersonFace(FaceId(cluster * 100 + n), t.asset, box, cluster, 0.8, t.taken_at)
            for n, t in enumerate(self.person_tiles(cluster)[:8])
        )

    def review(self, most: int = 20) -> tuple[Question, ...]:
        self._did("review")
        return self.questions[:most]

    def answer(self, question: Question, said: Answer) -> int:
        self.questions = tuple(held for held in self.questions if held != question)
        self._did(f"answer {said}", "people")
        return 7

    def merge(self, clusters: Sequence[ClusterId]) -> tuple[ClusterId, int]:
        self.persons = [p for p in self.persons if p.cluster not in clusters[1:]]
        self._did(f"merge {list(clusters)}", "people")
        return clusters[0], 8

    def split(self, faces: Sequence[FaceId]) -> tuple[ClusterId, int]:
        self._did(f"split {list(faces)}", "people")
        return ClusterId(99), 9

    def is_person(self, faces: Sequence[FaceId], cluster: ClusterId) -> int:
        self._did(f"is_person {list(faces)} {cluster}", "people")
        return 10

    def not_this_person(self, faces: Sequence[FaceId]) -> int:
        self._did(f"not_this_person {list(faces)}", "people")
        return 11

    def not_a_face(self, faces: Sequence[FaceId]) -> int:
        self._did(f"not_a_face {list(faces)}", "people")
        return 12

    def undo_people(self, act: int) -> None:
        self._did(f"undo_people {act}", "people")

    def set_persons(self, clusters: Sequence[ClusterId], *, hidden: bool) -> None:
        for cluster in clusters:
            self.set_person(cluster, hidden=hidden)

    def names_in_files(
        self, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> tuple[NameFound, ...]:
        self._did("names_in_files")
        if progress:
            progress(1.0)
        return self.names_found

    def take_names(self, found: Sequence[NameFound]) -> Taken:
        self._did(f"take_names {[name.name for name in found]}", "people")
        return Taken((), ())

    def give_names_back(self, taken: Taken) -> None:
        self._did("give_names_back", "people")

    def export_names(
        self, folder: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> int:
        self._did(f"export_names {folder.name}")
        return 5

    def person_tiles(self, cluster: ClusterId) -> tuple[Tile, ...]:
        return self.photos[:: max(1, cluster * 3)]
