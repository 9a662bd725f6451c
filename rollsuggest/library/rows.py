"""What pages, terminal and tests read of the library: small frozen rows, one per thing shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from rollsuggest.model import (
    AssetId,
    Box,
    Certainty,
    ClusterId,
    FaceId,
    Kind,
    Recipe,
    Role,
    RollId,
    Suggestion,
    SuggestionKey,
    SuggestionState,
)


@dataclass(frozen=True, slots=True)
class Roll:
    id: RollId
    path: Path
    photos: int
    missing: bool  # the folder is not there now (drive unplugged)
    excluded: tuple[str, ...] = ()  # folders left out, relative to it


@dataclass(frozen=True, slots=True)
class Tile:
    """One photo in a grid."""

    asset: AssetId
    taken_at: datetime | None
    certainty: Certainty
    width: int
    height: int
    kind: Kind = Kind.PHOTO
    duration_s: float | None = None  # of a video
    best: AssetId | None = None  # the photo shown that is used in its place (library.tile_marks)
    film: bool = False  # a few seconds of film belong to it
    raw: bool = False  # a RAW belongs to it


@dataclass(frozen=True, slots=True)
class QuietEffect:
    """What a line of the Quiet list would do to the suggestions there are now."""

    gone: tuple[str, ...] = ()  # titles of cards that would go, best first
    changed: int = 0  # cards that would be made of other photos


@dataclass(frozen=True, slots=True)
class SortedOut:
    """A file that is kept out of suggestions: what it was taken for, and by whom."""

    asset: AssetId
    path: str  # relative to its roll
    role: Role
    by_you: bool
    taken_at: datetime | None
    width: int
    height: int
    certainty: Certainty = Certainty.UNKNOWN
    why: str = ""  # what betrayed it, a word of analysis.roles
    kind: Kind = Kind.PHOTO
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class DateChange:
    """What a repair would do to one date."""

    asset: AssetId
    path: str  # relative to its roll
    before: datetime | None
    before_certainty: Certainty
    after: datetime | None
    after_certainty: Certainty


@dataclass(frozen=True, slots=True)
class NamedFace:
    box: Box
    cluster: ClusterId | None
    name: str


@dataclass(frozen=True, slots=True)
class Reveals:
    """Who is seen in what is about to be saved. Empty while recognising people is off."""

    names: tuple[str, ...] = ()
    owner: bool = False  # who has no name, since they are "me"
    nameless: int = 0  # faces of people whose name is not known
    looked: bool = True  # for faces: that is allowed


@dataclass(frozen=True, slots=True)
class Clip:
    """The few seconds of film that belong to a photo, to be read by `library.clip`."""

    path: Path  # absolute: of the Live Photo's film, or of the motion photo itself
    offset: int  # byte at which it begins; 0: the file is the film
    duration_s: float | None


@dataclass(frozen=True, slots=True)
class Behind:
    """Which photo is used in place of another, and why (suggest.sameness.better)."""

    best: AssetId
    name: str  # the file's
    role: Role
    reason: str


@dataclass(frozen=True, slots=True)
class PhotoDetail:
    asset: AssetId
    path: Path  # absolute
    width: int
    height: int
    taken_at: datetime | None
    certainty: Certainty
    date_source: str
    camera: str
    place: str
    country: str
    latitude: float | None
    longitude: float | None
    role: Role
    themes: Mapping[str, float]
    objects: Mapping[str, float]
    faces: tuple[NamedFace, ...]
    clip: Clip | None = None
    behind: Behind | None = None  # the better one that is used in its place
    stands_for: int = 0  # others that it is used for
    file_changed: date | None = None  # no date of the photo: told only where there is none
    place_inferred: bool = False  # photos taken around it tell the place, not the file
    came_out: str = ""  # how well, in words (suggest.keep); "" for what is no photo or was not looked into


@dataclass(frozen=True, slots=True)
class DateBatch:
    """A repair of dates that can be undone as a whole."""

    number: int
    decided_at: datetime
    photos: int  # that may be shown
    example: str  # the path of one of them, relative to its roll


@dataclass(frozen=True, slots=True)
class PersonRow:
    cluster: ClusterId
    name: str
    birthday: tuple[int, int] | None
    hidden: bool
    faces: int
    photos: int
    cover: AssetId  # the photo of the best face
    cover_box: Box
    samples: tuple[tuple[AssetId, Box], ...]  # best first
    favourite: bool = False
    me: bool = False
    relation: str = ""  # in the person's own words
    cover_quality: float = 1.0  # 0..1; a poor face does not stand for anybody
    birth_year: int | None = None
    perhaps: bool = False  # hidden because it may be somebody hidden: naming them, or showing them, tells


@dataclass(frozen=True, slots=True)
class PetRow:
    """A kind of animal that is in photos."""

    kind: str  # cat, dog
    photos: int
    cover: AssetId  # the photo that shows it best
    cover_box: Box | None  # where in it, if known
    name: str = ""
    hidden: bool = False
    one: bool = True  # it is plausibly one animal, so that it can have a name


@dataclass(frozen=True, slots=True)
class PersonFace:
    """One face of somebody; `quality` is 0..1, `cluster` None while nobody is recognised in it."""

    face: FaceId
    asset: AssetId
    box: Box
    cluster: ClusterId | None
    quality: float
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class Question:
    """Are these the same person? `likeness` is the mean cosine of all that stands behind the two."""

    first: PersonFace
    second: PersonFace
    likeness: float


@dataclass(frozen=True, slots=True)
class PlaceRow:
    name: str
    country: str
    photos: int
    first: date | None
    last: date | None
    cover: AssetId
    latitude: float | None = None  # the middle of its photos; None: they tell no position
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    path: str  # relative to its roll
    reason: str
    roll: Path | None = None  # absolute
    asset: AssetId | None = None  # None for a folder


@dataclass(frozen=True, slots=True)
class Card:
    """A suggestion with what the person did with it so far; `recipe` is theirs when they edited it."""

    suggestion: Suggestion
    state: SuggestionState
    recipe: Recipe
    kept: bool = False  # for later
    came: Path | None = None  # the picture that a server made of it; it is not drawn here
    made_by: str = ""  # that server
    titled: bool = False  # the recipe's title is the person's own

    @property
    def title(self) -> str:
        """What the card is called: as the person did, or the rules."""
        own = self.recipe.title.strip() if self.titled else ""
        return own or self.suggestion.title


@dataclass(frozen=True, slots=True)
class Creation:
    id: int
    suggestion: SuggestionKey | None
    recipe: Recipe
    path: Path
    created_at: datetime
    made_by: str = ""  # the server that made it; "" is this computer


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """What the indexer is doing.

    `state`: idle, scanning, looking, grouping, paused, waiting, done, stopped.
    """

    state: str = "idle"
    done: int = 0
    total: int = 0
    failed: int = 0
    seconds_left: float | None = None
    waiting_for: str = ""  # while waiting: what for, in words
    trouble: str = ""  # why a run ended before its time, for the person


@dataclass(frozen=True, slots=True)
class Stored:
    """What lies on the disk because of us."""

    photos: int
    faces: int
    persons: int
    places: int
    database_bytes: int
    thumbnail_bytes: int
    data_folder: Path
    cache_folder: Path


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is of one kind of what is kept; `bytes` is None where that cannot be told apart."""

    count: int
    bytes: int | None


@dataclass(frozen=True, slots=True)
class Erased:
    """What was removed, and what a look afterwards found."""

    before: Stored
    files: int  # that were ours
    left: tuple[Path, ...]  # of these, which could not be removed
    after: Stored


@dataclass(frozen=True, slots=True)
class IndexedAsset:
    """One asset as the index export tells it, readable or not."""

    id: AssetId
    path: str  # relative to its roll
    kind: Kind
    role: Role
    error: str | None
    taken_at: datetime | None
    certainty: Certainty
    date_source: str
    offset_minutes: int | None
    latitude: float | None
    longitude: float | None
    place: str
    country: str
    place_inferred: bool  # photos taken around it tell the place, not the file
    hidden: bool  # somebody hidden is in it: no page and no suggestion shows it
    themes: tuple[str, ...]
    objects: tuple[str, ...]
    faces: tuple[NamedFace, ...]
    duration_s: float | None = None  # of a video
