"""People: named, hidden, grouped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from sqlite3 import Connection
from typing import TypeVar

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import grouping
from rollsuggest.library import decisions, pets, queries, questions, verdicts, who
from rollsuggest.library import grouping as grouped_faces
from rollsuggest.library.rows import PersonFace, PersonRow, PetRow, Question, Tile
from rollsuggest.library.verdicts import Answer
from rollsuggest.model import NO_BIRTHDAY, ClusterId, FaceId
from rollsuggest.studio.core import SUGGEST_TIMEOUT_S, Core

T = TypeVar("T")


class People(Core):
    """Who is in the photos, and what the person says of them."""

    def people(self) -> tuple[PersonRow, ...]:
        """Return most photographed first; hidden ones are in it (marked), for the People page alone."""
        with self._db.read() as db:
            return who.people(db)

    def pets(self) -> tuple[PetRow, ...]:
        """Return the kinds of pets there are photos of, the most frequent first; hidden ones are marked."""
        with self._db.read() as db:
            return pets.pets(db)

    def pet_tiles(self, kind: str) -> tuple[Tile, ...]:
        """Return the photos with such an animal (cat, dog), newest first."""
        with self._db.read() as db:
            return pets.pet_tiles(db, kind)

    def set_pet(self, kind: str, *, name: str | None = None, hidden: bool | None = None) -> None:
        """Store what is said of a kind (cat, dog); None leaves a part as it is, "" takes the name back.

        Photos of a hidden one are not suggested; they stay in the library.
        """
        if kind not in pets.PETS:
            raise UserError(
                _("There are no pets of the kind {kind}.").format(kind=kind), _("Say cat or dog.")
            )
        with self._db.write() as db:
            decisions.set_pet(db, kind, name=name, hidden=hidden)
        self._forget_pictures()
        self._say("people", "photos", "suggestions", "creations")

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
        """Store what is said of a person; None leaves a part as it is.

        "" takes a word back, NO_BIRTHDAY the birthday with its year, 0 the year alone.
        """
        if birthday is not None and birthday != NO_BIRTHDAY:
            _check_birthday(birthday)
        if birth_year:
            _check_year(birth_year)
        with self._db.write() as db:
            was_hidden = cluster in decisions.hidden_clusters(db)
            decisions.set_person(
                db, cluster, name=name, birthday=birthday, birth_year=birth_year, hidden=hidden,
                favourite=favourite, me=me, relation=relation,
            )  # fmt: skip
            if was_hidden and hidden is False:
                verdicts.unpin(db, cluster)
        if hidden is not None:
            self._forget_pictures()
            self._group(anew=True)
        self._say("people", "photos", "suggestions", "creations")

    def set_persons(self, clusters: Sequence[ClusterId], *, hidden: bool) -> None:
        """Hide several at once, or show them again; who was hidden by caution alone is a person then."""
        with self._db.write() as db:
            before = decisions.hidden_clusters(db)
            for cluster in clusters:
                decisions.set_person(db, cluster, hidden=hidden)
                if not hidden and cluster in before:
                    verdicts.unpin(db, cluster)
        self._forget_pictures()
        self._group(anew=True)
        self._say("people", "photos", "suggestions", "creations")

    def nobody_to_know(self, clusters: Sequence[ClusterId]) -> int:
        """Say that all faces of these are no faces, or nobody to know; return what undoes it."""
        return self._sort(lambda db: verdicts.nobody_to_know(db, clusters, datetime.now()))

    # --- sorting by hand: each act counts at once, outranks every grouping, and can be undone

    def merge(self, clusters: Sequence[ClusterId]) -> tuple[ClusterId, int]:
        """Say that these are one person; return who stays, and what undoes it.

        A named one stays before a nameless one, else the first. Of two faces in one photo the one that is
        already of who stays remains: a photo never holds a person twice.
        """
        return self._sort(lambda db: verdicts.merge(db, clusters, datetime.now()))

    def split(self, faces: Sequence[FaceId]) -> tuple[ClusterId, int]:
        """Say that these faces are of one other person; return that new person, and what undoes it.

        Raises UserError when two of them are in one photo.
        """
        return self._sort(lambda db: verdicts.split(db, faces, datetime.now()))

    def is_person(self, faces: Sequence[FaceId], cluster: ClusterId) -> int:
        """Say that these faces are this person; return what undoes it."""
        return self._sort(lambda db: verdicts.is_person(db, faces, cluster, datetime.now()))

    def not_this_person(self, faces: Sequence[FaceId]) -> int:
        """Say that these faces are not of whom they are with; return what undoes it."""
        return self._sort(lambda db: verdicts.not_this_person(db, faces, datetime.now()))

    def not_a_face(self, faces: Sequence[FaceId]) -> int:
        """Say that these are no faces, or nobody to know; return what undoes it."""
        return self._sort(lambda db: verdicts.not_a_face(db, faces, datetime.now()))

    def review(self, most: int = 20) -> tuple[Question, ...]:
        """Return what is worth asking, "are these the same person?", best first. Hidden ones are left out.

        Each person comes up at most once, so all of them can be put before asking anew.
        """
        return self._workers.call(grouping.review, self.paths.database, most, timeout_s=SUGGEST_TIMEOUT_S)

    def answer(self, question: Question, said: Answer) -> int:
        """Keep an answer: same, different or unsure (not asked again); return what undoes it."""
        first, second = question.first.face, question.second.face
        return self._sort(lambda db: verdicts.answer(db, first, second, said, datetime.now()))

    def undo_people(self, act: int) -> None:
        """Take an act back. The last one first: an act before others puts faces back over theirs."""
        self._sort(lambda db: verdicts.undo(db, act))

    def person_faces(self, cluster: ClusterId) -> tuple[PersonFace, ...]:
        """Return the faces of one person that may be shown, newest first; of a hidden one all."""
        with self._db.read() as db:
            return questions.person_faces(db, cluster)

    def _sort(self, act: Callable[[Connection], T]) -> T:
        with self._db.write() as db:
            result = act(db)
            small = grouped_faces.small(db)
        self._forget_pictures()
        self._group(whole=small)
        self._say("people", "photos", "suggestions", "creations")
        return result

    def person_tiles(self, cluster: ClusterId) -> tuple[Tile, ...]:
        with self._db.read() as db:
            return queries.person_tiles(db, cluster)


def _check_birthday(birthday: tuple[int, int]) -> None:
    try:
        date(2024, *birthday)  # a leap year, so that 29 February is a birthday too
    except ValueError as error:
        raise UserError(
            _("{month:02}-{day:02} is no day of the year.").format(month=birthday[0], day=birthday[1]),
            _("Give month and day, such as 06-18."),
        ) from error


def _check_year(year: int) -> None:
    if not date.min.year <= year <= date.today().year:
        raise UserError(
            _("Nobody was born in {year}.").format(year=year), _("Give the year, such as 2019-06-18.")
        )
