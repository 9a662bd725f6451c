"""People: named, hidden, grouped."""

from __future__ import annotations

from datetime import date

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import worker
from rollsuggest.library import decisions, queries
from rollsuggest.library.rows import PersonRow, Tile
from rollsuggest.model import ClusterId
from rollsuggest.studio.core import SUGGEST_TIMEOUT_S, Core


class People(Core):
    """Who is in the photos, and what the person says of them."""

    def people(self) -> tuple[PersonRow, ...]:
        """Return most photographed first; hidden ones are in it (marked), for the People page alone."""
        with self._db.read() as db:
            return queries.people(db)

    def set_person(
        self,
        cluster: ClusterId,
        *,
        name: str | None = None,
        birthday: tuple[int, int] | None = None,
        hidden: bool | None = None,
    ) -> None:
        if birthday is not None:
            _check_birthday(birthday)
        with self._db.write() as db:
            decisions.set_person(db, cluster, name=name, birthday=birthday, hidden=hidden)
        if hidden is not None:
            self._forget_pictures()
        if hidden:
            self._group()
        self._say("people", "photos", "suggestions", "creations")

    def _group(self) -> None:
        """Have faces that may be of somebody hidden follow them at once."""
        assigned = self._workers.call(worker.group, self.paths.database, timeout_s=SUGGEST_TIMEOUT_S)
        if assigned:
            with self._db.write() as db:
                decisions.store_clusters(db, assigned)

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
