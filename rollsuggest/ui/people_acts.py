"""What can be said of people from their pages: each act with its notice, and the way back in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from rollsuggest.i18n import _, listed, ngettext
from rollsuggest.library.rows import PersonRow
from rollsuggest.model import ClusterId, FaceId
from rollsuggest.studio import Studio
from rollsuggest.ui import wording
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Question
from rollsuggest.ui.naming import SameName
from rollsuggest.ui.people_rows import called, of_name


class PeopleActs:
    """Acts on people over the bridge; `rows` is everybody as they were read last."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._desk, self._parent = desk, parent
        self.rows: tuple[PersonRow, ...] = ()

    # --- of persons

    def rename(self, person: PersonRow, text: str) -> None:
        """Name somebody; a name that is taken already may mean that both are one."""
        other = of_name(self.rows, text)
        if other is None or other.cluster == person.cluster or person.hidden:
            self._name(person, text)
            return
        SameName(
            self._parent, self._desk, person, other, lambda: self._merge([other, person]),
            lambda: self._name(person, text),
        ).open()  # fmt: skip

    def same(self, persons: Sequence[PersonRow]) -> None:
        """Put several together; asked once more where two of them have different names."""
        named = sorted((p for p in persons if p.name), key=lambda p: -p.photos)
        if len({person.name.casefold() for person in named}) < 2:
            self._merge([*named, *(p for p in persons if not p.name)])
            return
        Question(
            self._parent, _("Are these the same person?"),
            _("{names} become one person, called {name}.").format(
                names=listed([p.name for p in named]), name=named[0].name),
            _("Same person"), lambda: self._merge([*named, *(p for p in persons if not p.name)]), "primary",
        ).open()  # fmt: skip

    def _merge(self, persons: Sequence[PersonRow]) -> None:
        clusters = [person.cluster for person in persons]
        name = persons[0].name
        told = _("Put together under {name}.").format(name=name) if name else _("Put together as one person.")
        apart: list[int] = []

        def act(studio: Studio) -> int:
            kept, number = studio.merge(clusters)
            apart.extend(len(studio.person_faces(other)) for other in clusters if other != kept)
            return number

        self._sort(act, lambda: f"{told} {_stayed(sum(apart))}".strip())

    def _name(self, person: PersonRow, text: str) -> None:
        cluster, before, bridge = person.cluster, person.name, self._desk.bridge

        def back() -> None:
            bridge.change(lambda s: s.set_person(cluster, name=before))

        def done(_none: None) -> None:
            if text:  # its tile has gone to the named ones meanwhile, maybe out of sight
                told = _("Now {name}.").format(name=text)
                self._desk.notice(told, _("Undo"), back)

        bridge.change(lambda s: s.set_person(cluster, name=text), done)

    def hide(self, persons: Sequence[PersonRow], hidden: bool = True) -> None:
        """Hide several, or show them again. No picture of somebody hidden stays in memory."""
        clusters = [person.cluster for person in persons]
        bridge = self._desk.bridge
        bridge.change(lambda s: s.set_persons(clusters, hidden=hidden))
        if not hidden:
            return
        self._desk.forget_pictures()
        self._desk.notice(
            ngettext("Hidden. Photos with this person are no longer suggested or shown.",
                     "Hidden. Photos with these people are no longer suggested or shown.", len(clusters)),
            _("Undo"), lambda: bridge.change(lambda s: s.set_persons(clusters, hidden=False)),
        )  # fmt: skip

    def nobody(self, persons: Sequence[PersonRow]) -> None:
        clusters = [person.cluster for person in persons]
        told = _("Taken out of the people. Their photos stay.")
        self._sort(lambda s: s.nobody_to_know(clusters), told)

    # --- of faces

    def not_them(self, faces: Sequence[FaceId], person: PersonRow) -> None:
        told = ngettext("{n} face is not {name}.", "{n} faces are not {name}.", len(faces))
        self._sort(
            lambda s: s.not_this_person(faces), told.format(n=len(faces), name=called(person))
        )  # fmt: skip

    def somebody_else(self, faces: Sequence[FaceId]) -> None:
        self._sort(lambda s: s.split(faces)[1], _("These are a person of their own now."))

    def no_face(self, faces: Sequence[FaceId]) -> None:
        self._sort(lambda s: s.not_a_face(faces), _("Taken out: no face, or nobody to know."))

    def this_is(self, faces: Sequence[FaceId], name: str) -> None:
        """Say who faces are: somebody there is, or somebody new."""
        known = of_name(self.rows, name)
        made: list[ClusterId] = []

        def act(studio: Studio) -> int:
            if known is not None:
                return studio.is_person(faces, known.cluster)
            new, number = studio.split(faces)
            made.append(new)
            studio.set_person(new, name=name)
            return number

        def back(studio: Studio, number: int) -> None:
            for new in made:  # whoever has a name is not let go of
                studio.set_person(new, name="")
            studio.undo_people(number)

        self._sort(act, _("Now {name}.").format(name=name), back)

    def _sort(
        self,
        act: Callable[[Studio], int],
        told: str | Callable[[], str],
        back: Callable[[Studio, int], None] = lambda studio, number: studio.undo_people(number),
    ) -> None:
        bridge = self._desk.bridge

        def done(number: int) -> None:
            text = told if isinstance(told, str) else told()
            self._desk.notice(text, _("Undo"), lambda: bridge.change(lambda s: back(s, number)))

        bridge.change(act, done)


def _stayed(count: int) -> str:
    """Return what to say of faces that a merge left: nobody is in one photo twice."""
    return ngettext(
        "{n} face stays apart: its photo shows both.", "{n} faces stay apart: their photos show both.", count
    ).format(n=wording.count(count)) if count else ""  # fmt: skip
