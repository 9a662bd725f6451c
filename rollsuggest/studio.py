"""The one facade that the window, the terminal and the tests talk to. Wiring, no logic.

Every method may block (SQL, files, a worker process): the window calls them from its bridge, never from the
GUI thread. All methods may be called from any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rollsuggest.consent.grants import Grants
from rollsuggest.library.rows import (
    Card,
    Creation,
    IndexStatus,
    PersonRow,
    PhotoDetail,
    PlaceRow,
    Roll,
    Stored,
    Tile,
    Unreadable,
)
from rollsuggest.model import AssetId, ClusterId, Purpose, Recipe, RollId, SuggestionKey
from rollsuggest.paths import Paths
from rollsuggest.settings import Settings


@dataclass(frozen=True, slots=True)
class Changed:
    """What an act changed: consent, settings, rolls, photos, people, suggestions, creations, status."""

    topics: frozenset[str]


Progress = Callable[[float], None]  # 0..1
Cancelled = Callable[[], bool]


class Studio:
    paths: Paths

    def __init__(self, paths: Paths) -> None: ...
    def close(self) -> None: ...
    def subscribe(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        """Call `listener` (from whatever thread) after each change; returns how to stop that."""

    # consent
    def grants(self) -> Grants: ...
    def allow(self, *purposes: Purpose) -> None: ...
    def withdraw(self, *purposes: Purpose) -> None:
        """Works at once: withdrawing faces erases faces, withdrawing analyse stops indexing."""

    def decline(self) -> None:
        """Record "Not now", so that the dialog does not come up by itself again."""

    def turn_on_cloud(self, server: str) -> None:
        """Raises UserError when no server is given or none answers there; cloud then stays off."""

    def turn_off_cloud(self) -> None: ...

    # settings
    def settings(self) -> Settings: ...
    def change_settings(self, settings: Settings) -> None: ...

    # rolls and indexing
    def rolls(self) -> tuple[Roll, ...]: ...
    def add_roll(self, folder: Path) -> Roll: ...
    def remove_roll(self, roll: RollId) -> None: ...
    def start_indexing(self) -> None:
        """Start (or go on) in the background; needs consent (ConsentError)."""

    def pause_indexing(self) -> None: ...
    def resume_indexing(self) -> None: ...
    def stop_indexing(self) -> None: ...
    def index_status(self) -> IndexStatus: ...
    def unreadable(self) -> tuple[Unreadable, ...]: ...

    # library
    def tiles(self) -> tuple[Tile, ...]:
        """All visible photos, newest first, undated last."""

    def photo(self, asset: AssetId) -> PhotoDetail: ...
    def thumbnail(self, asset: AssetId) -> Path:
        """A JPEG of at most 480 px; may not exist yet."""

    # people and places
    def people(self) -> tuple[PersonRow, ...]:
        """Most photographed first; hidden ones are in it (marked), for the People page alone."""

    def set_person(
        self,
        cluster: ClusterId,
        *,
        name: str | None = None,
        birthday: tuple[int, int] | None = None,
        hidden: bool | None = None,
    ) -> None: ...
    def person_tiles(self, cluster: ClusterId) -> tuple[Tile, ...]: ...
    def places(self) -> tuple[PlaceRow, ...]: ...
    def place_tiles(self, name: str, country: str) -> tuple[Tile, ...]: ...

    # suggestions and creations
    def suggestions(self, today: date) -> tuple[Card, ...]:
        """Best first, dismissed ones left out; () while suggestions are off."""

    def mark_seen(self, key: SuggestionKey) -> None: ...
    def dismiss(self, key: SuggestionKey) -> None: ...
    def undismiss(self, key: SuggestionKey) -> None: ...
    def keep_recipe(self, key: SuggestionKey, recipe: Recipe) -> None:
        """Keep the person's edit of a suggestion's recipe."""

    def preview(self, recipe: Recipe, height_px: int) -> Path:
        """Render the recipe as a still of that height into the cache (JPEG, cached by recipe and size)."""

    def make(
        self,
        recipe: Recipe,
        out: Path,
        *,
        key: SuggestionKey | None = None,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Creation:
        """Render at full size to `out`: .mp4 is a film; .png, .jpg, .webp a still. No half file is left."""

    def creations(self) -> tuple[Creation, ...]: ...

    # privacy
    def stored(self) -> Stored: ...
    def erase_faces(self) -> None: ...
    def erase_all(self) -> None: ...
