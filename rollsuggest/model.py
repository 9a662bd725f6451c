"""The vocabulary of the house: frozen dataclasses that every room shares. Imports nothing of ours.

Boxes are 0..1 of the upright image. Times are the local wall clock of where the photo was taken, without a
zone; the offset stands beside them. Units stand in names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, make_dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import repeat
from math import log
from typing import Any, NamedTuple, NewType, TypeVar

AssetId = NewType("AssetId", int)
RollId = NewType("RollId", int)
FaceId = NewType("FaceId", int)
ClusterId = NewType("ClusterId", int)
T = TypeVar("T")


# [Note: Members] To get `Kind.PHOTO` takes five times as long as to compare with it, up to Python 3.11: what
# goes over a hundred thousand photos gets it once.
class Kind(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"


class Role(StrEnum):
    """What a file is to the person: a photo to remember, or something else that lies among the photos."""

    PHOTO = "photo"
    BURST_EXTRA = "burst-extra"
    DUPLICATE = "duplicate"
    SCREENSHOT = "screenshot"
    DOCUMENT = "document"
    MEME = "meme"  # a picture with writing over it, passed around: jokes, greeting cards, sayings
    UNREADABLE = "unreadable"


class Certainty(StrEnum):
    """How well the day of a photo is known. Only `EXACT` and `DAY` may enter calendars."""

    EXACT = "exact"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


_CALENDAR = (Certainty.EXACT, Certainty.DAY)


class Stage(StrEnum):
    """A step of looking at an asset. Each has its own version and its own line in the resumption ledger."""

    FILE = "file"  # metadata, thumbnail, quality
    CONTENT = "content"  # objects, words, themes, features, role
    FACES = "faces"  # only with the person's consent to it


# Raise a stage's number with every change of what it finds: libraries are then looked at anew.
STAGE_VERSIONS: Mapping[Stage, int] = {Stage.FILE: 2, Stage.CONTENT: 5, Stage.FACES: 4}


class Purpose(StrEnum):
    """What a person can allow, each apart from the others."""

    ANALYSE = "analyse"
    FACES = "faces"
    PLACES = "places"
    SUGGESTIONS = "suggestions"  # a setting, on from the start; the record knows when it was switched
    CLOUD = "cloud"


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    w: float
    h: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2

    @property
    def area(self) -> float:
        return self.w * self.h

    def pixels(self, width: int, height: int, around: float) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom in a picture of so many pixels, never beyond its edges.

        `around` is what comes in on each side, as a share of the box.
        """
        left = max(0, round((self.x - around * self.w) * width))
        top = max(0, round((self.y - around * self.h) * height))
        right = min(width, round((self.x + (1 + around) * self.w) * width))
        bottom = min(height, round((self.y + (1 + around) * self.h) * height))
        return left, top, right, bottom


# --- what a file says ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """When a photo was taken, by whose word (`source`, such as `exif:DateTimeOriginal`), and how surely."""

    at: datetime | None
    certainty: Certainty
    source: str
    offset_minutes: int | None = None

    @property
    def day(self) -> date | None:
        """The local day, when it is known surely enough for a calendar."""
        return self.at.date() if self.at and self.certainty in _CALENDAR else None


@dataclass(frozen=True, slots=True)
class Place:
    latitude: float
    longitude: float
    name: str = ""  # the town, as people there and here would both know it
    country: str = ""  # ISO 3166 alpha-2


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file's own bytes and name say, before anyone looks at the picture."""

    width: int  # upright pixels
    height: int
    taken: Taken
    place: Place | None
    camera: str  # make and model, "" when the file does not say
    software: str
    content_hash: bytes  # 16 bytes of BLAKE2b over the file, see library.content; finds one that moved
    mime: str
    duration_s: float | None = None  # of a video, or of the film inside a motion photo
    content_identifier: str = ""  # Apple's: the same in both halves of a Live Photo
    film_offset: int | None = None  # the byte of a motion photo at which its film begins


# --- what is seen in a picture ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quality:
    """All 0..1, larger is better, except the hash and the colour."""

    sharpness: float
    exposure: float
    contrast: float
    phash: int  # 64-bit perceptual hash, as a signed number
    colour: tuple[int, int, int]  # the dominant colour, RGB 0..255


@dataclass(frozen=True, slots=True)
class Label:
    name: str
    score: float  # 0..1
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class FaceFinding:
    box: Box
    score: float  # the detector's 0..1
    points: tuple[
        tuple[float, float], ...
    ]  # five, 0..1: right eye, left eye, nose, right and left mouth corner
    quality: float  # 0..1 from size, sharpness and pose; low ones do not found clusters
    smile: float  # 0..1
    embedding: bytes  # float16 little endian, L2-normalised
    eyes_open: float | None = None  # 0..1 of the less open eye; None: not measured


@dataclass(frozen=True, slots=True)
class Content:
    """What the content stage finds."""

    role: Role
    objects: tuple[Label, ...]  # COCO names, with boxes
    words: tuple[Label, ...]  # the classifier's best ImageNet words
    themes: tuple[Label, ...]  # our theme names
    features: bytes  # float16 little endian, L2-normalised, 1280 values
    why: str = ""  # what betrayed the role, a word of analysis.roles; "" for a photo
    nudity: float = 0.0  # 0..1, how surely somebody naked is seen
    medical: float = 0.0  # 0..1, how surely somebody is treated


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one worker learned of one asset. A part is None when its stage was not asked for."""

    asset: AssetId
    facts: FileFacts | None = None
    quality: Quality | None = None
    content: Content | None = None
    faces: tuple[FaceFinding, ...] | None = None


# --- what the rules see ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PhotoFace:
    """A face in a photo of the view. `cluster` is None while nobody is recognised in it."""

    cluster: ClusterId | None
    box: Box
    quality: float
    smile: float
    eyes_open: float | None = None  # as in FaceFinding


@dataclass(frozen=True, slots=True)
class Photo:
    """One readable, visible asset as the rules see it. Photos with hidden persons never get this far."""

    id: AssetId
    path: str  # relative to its roll, '/'-separated
    taken_at: datetime | None
    certainty: Certainty
    width: int
    height: int
    role: Role
    latitude: float | None = None
    longitude: float | None = None
    place: str = ""
    country: str = ""
    camera: str = ""
    labels: Mapping[str, float] = field(default_factory=dict)  # theme -> score
    objects: Mapping[str, float] = field(default_factory=dict)  # the few COCO names that rules ask for
    words: Mapping[str, float] = field(default_factory=dict)  # the few ImageNet words that rules ask for
    faces: tuple[PhotoFace, ...] = ()
    sharpness: float = 0.5
    exposure: float = 0.5
    contrast: float = 0.5
    phash: int = 0
    # float16, 1280 values, L2-normalised, or who looks those of several up: 2,560 bytes a photo are too many
    # to hold of a library; b"" while not analysed.
    features: bytes | Callable[[Sequence[AssetId]], Sequence[bytes]] = b""
    content_hash: bytes = b""
    nudity: float = 0.0  # as in Content
    medical: float = 0.0  # as in Content
    kept: bool = False  # the person said that this is a photo to keep
    colour: tuple[int, int, int] | None = None  # as in Quality; None while not measured
    kind: Kind = Kind.PHOTO  # of a video all that is seen, faces too, is of the still that stands for it
    duration_s: float | None = None  # of a video
    # The local day, when it is known surely enough for a calendar.
    day: date | None = field(default=None, init=False, repr=False, compare=False)
    # Sort key: by time, what has no certain day last, then by path, so that no order is left to chance.
    order: tuple[int, str, int] = field(init=False, repr=False, compare=False)
    score: float | None = field(default=None, init=False, repr=False, compare=False)  # see suggest.keep.score

    def __post_init__(self) -> None:
        at, certain = self.taken_at, self.certainty in _CALENDAR
        if at is not None and certain:
            object.__setattr__(self, "day", at.date())
        order = moment_of(at, dated=self.day is not None), self.path, self.id
        object.__setattr__(self, "order", order)


EPOCH = datetime(1970, 1, 1)  # wall clocks are compared as they stand, without any zone
MICROSECOND = timedelta(microseconds=1)
NO_TIME = 1 << 60  # in microseconds: after all times that there are
AFTER_ALL = 1 << 62  # is added where no day is certain


def moment_of(at: datetime | None, *, dated: bool) -> int:
    """Return by what photos are sorted first: microseconds since 1970. A number takes no time to compare."""
    moment = NO_TIME if at is None else (at - EPOCH) // MICROSECOND
    return moment if dated else moment + AFTER_ALL


# [Note: Twin] A frozen dataclass sets each field by a call, so that a hundred thousand photos would take half
# a second to make. A twin has the same fields and is not frozen; what is made of it becomes the other.
def _twin(kind: type[Any]) -> type[Any]:
    return make_dataclass("_Twin", [(each.name, Any) for each in fields(kind)], slots=True)


_PHOTO, _FACE, _BOX = _twin(Photo), _twin(PhotoFace), _twin(Box)


def _made(kind: type[T], twin: type[Any], columns: Iterable[Iterable[Any]]) -> list[T]:
    """Return one of that kind for each row of its fields. See Note: Twin."""
    made = list(map(twin, *columns))
    for one in made:
        one.__class__ = kind
    return made


def photos_of(columns: Mapping[str, Sequence[Any]]) -> list[Photo]:
    """Return photos made of the values of each field, one a photo."""
    taken, certainties = columns["taken_at"], columns["certainty"]
    days = [
        at.date() if at and certainty in _CALENDAR else None
        for at, certainty in zip(taken, certainties, strict=True)
    ]
    moments = [moment_of(at, dated=day is not None) for at, day in zip(taken, days, strict=True)]
    order = zip(moments, columns["path"], columns["id"], strict=True)
    values = {**columns, "day": days, "order": order, "score": repeat(None)}
    return _made(Photo, _PHOTO, (values[each.name] for each in fields(Photo)))


def faces_of(
    clusters: Iterable[int | None], corners: Iterable[Iterable[float]], seen: Iterable[Iterable[float | None]]
) -> list[PhotoFace]:
    """Return faces made of columns: `corners` are x, y, w and h, `seen` quality, smile and open eyes."""
    return _made(PhotoFace, _FACE, (clusters, _made(Box, _BOX, corners), *seen))


class Extra(NamedTuple):
    """A photo that is not needed beside a better one, and why that is better (suggest.sameness.better)."""

    asset: AssetId
    best: AssetId
    role: Role  # burst-extra, duplicate
    reason: str


class Alike(NamedTuple):
    """The extras of all photos, and of those alone that cards may be made of, where that is not all."""

    every: tuple[Extra, ...]
    fit: tuple[Extra, ...] | None  # None: not compared


@dataclass(frozen=True, slots=True)
class Person:
    """A cluster of faces with what its human said of it."""

    cluster: ClusterId
    name: str = ""
    birthday: tuple[int, int] | None = None  # month, day
    hidden: bool = False
    faces: int = 0
    favourite: bool = False
    me: bool = False  # the owner of the photos
    relation: str = ""  # to the owner, in the owner's words
    birth_year: int | None = None  # where it was said; never without a birthday
    id: int = 0  # stays when faces are grouped anew; 0: nothing was said of them yet


NO_BIRTHDAY = (0, 0)  # said of somebody, it takes the birthday back


PHOTOS_OF, CALLED = "photos of ", "called "


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day of every year that means something: `kind` is "birthday" (of `person`), "anniversary" or a name
    after CALLED. Or, after PHOTOS_OF, one day of one year.
    """

    kind: str
    month: int
    day: int
    person: ClusterId | None = None

    def named(self, name: str) -> Occasion:
        """Return the same day under a name of the person's own."""
        return Occasion(CALLED + " ".join(name.split()), self.month, self.day)

    @property
    def called(self) -> str:
        """The name that the person gave the day; "" where it has none of its own."""
        return self.kind.removeprefix(CALLED) if self.kind.startswith(CALLED) else ""

    @property
    def comes_back(self) -> bool:
        """Tell whether it is asked about a day of every year, which may have another name."""
        return self.kind in ("birthday", "anniversary")

    @classmethod
    def of_photos(cls, day: date) -> Occasion:
        """Return the question whether photos of a day, maybe a sad one, are to be suggested."""
        return cls(PHOTOS_OF + day.isoformat(), day.month, day.day)

    @property
    def photos_of(self) -> date | None:
        """The day whose photos are asked about; None for every other question."""
        return (
            date.fromisoformat(self.kind.removeprefix(PHOTOS_OF)) if self.kind.startswith(PHOTOS_OF) else None
        )


OccasionVerdicts = Mapping[Occasion, bool]  # what the person answered when asked for it


HomeVerdicts = Mapping[tuple[str, str], bool]  # town, country -> whether the person says it is home


@dataclass(frozen=True, slots=True)
class UsualPlace:
    """A town where the person is at home, or often; `share` is of all days with a place, 0..1."""

    name: str
    country: str
    share: float
    first: date
    last: date
    home: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """A trip as its way over a map: each town once after another, in the order of the photos."""

    first: date
    last: date
    places: tuple[str, ...]  # those that hold a good part of the photos, in the order visited
    countries: tuple[str, ...]  # most photos first
    stops: tuple[Place, ...]
    photos: tuple[AssetId, ...]  # in the order of time


class QuietKind(StrEnum):
    """What the person can ask to be left in peace of."""

    PERSON = "person"
    FEWER_PERSON = "fewer_person"  # still there, but cards about them are rare
    PLACE = "place"
    DAYS = "days"
    YEAR = "year"
    CARD_KIND = "card_kind"
    MISSED = "missed"  # somebody who is seen no more, after "Do not ask": until there are newer photos


@dataclass(frozen=True, slots=True)
class QuietRule:
    """One line of the Quiet list. Which parts count is told by `kind`."""

    kind: QuietKind
    name: str = ""  # of a person, a place or a kind of card
    country: str = ""  # of a place; "" is any
    first: date | None = None  # of days or a year, both inclusive
    last: date | None = None
    yearly: bool = False  # these days of every year
    clusters: frozenset[ClusterId] = frozenset()  # who is meant by a person's name now
    id: int = 0  # 0: not stored


class LossAnswer(StrEnum):
    """Whether somebody of whom there are no newer photos is to be suggested."""

    YES = "yes"
    LESS = "less"
    NO = "no"
    NEVER_ASK = "never-ask"


@dataclass(frozen=True, slots=True)
class Shown:
    """A card that was among the day's, so that it, its kind and its people rest."""

    key: str
    day: date
    kind: str
    people: tuple[ClusterId, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """All that the rules may know: a frozen look at the library. Photos are sorted by time, undated last."""

    photos: tuple[Photo, ...]
    persons: Mapping[ClusterId, Person]  # hidden ones are not in it
    homes: HomeVerdicts = field(default_factory=dict)
    occasions: OccasionVerdicts = field(default_factory=dict)
    quiet: tuple[QuietRule, ...] = ()
    still_shown: frozenset[ClusterId] = frozenset()  # seen no more, but the person wants to see them
    pets: Mapping[str, str] = field(default_factory=dict)  # cat, dog -> what the person's own is called
    hidden_pets: frozenset[str] = frozenset()


# --- the cloud -------------------------------------------------------------------------------------------


class Service(StrEnum):
    """What kind of server a photo may be sent to."""

    ROLLSUGGEST = "rollsuggest"  # rollsuggest's own, run by somebody the person trusts
    OPENAI = "openai"  # POST /v1/images/edits, as OpenAI and many self-hosted servers speak it
    COMFYUI = "comfyui"  # ComfyUI with a workflow that the person gives


@dataclass(frozen=True, slots=True)
class Meant:
    """Which photos the person means to send. Empty texts mean any."""

    days: int | None = 30  # how far back; None: however old, which the person has to say
    place: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a server is told and does with it, in plain words."""

    receives: str
    keeps: str
    deletes: str


# --- what is made ----------------------------------------------------------------------------------------


class Make(StrEnum):
    COLLAGE = "collage"
    RECAP = "recap"
    RESTYLE = "restyle"


class Format(StrEnum):
    """The four shapes; `size_px` is width, height."""

    STORY = "story"
    PORTRAIT = "portrait"
    SQUARE = "square"
    LANDSCAPE = "landscape"

    @classmethod
    def nearest(cls, width: int, height: int) -> Format:
        """Return the shape that cuts least of a picture."""
        return min(cls, key=lambda f: abs(log(width / height * f.size_px[1] / f.size_px[0])))

    @property
    def size_px(self) -> tuple[int, int]:
        return {"story": (1080, 1920), "portrait": (1080, 1350), "square": (1080, 1080)}.get(
            self.value, (1920, 1080)
        )


DPI = 300  # of print
SHEETS_PX = {"a4": (2480, 3508), "a3": (3508, 4961)}  # upright, at DPI
LARGEST_PX = 4096  # long side of a large picture
MOST_DRAWN_PX = 12_200_000  # of a restyle: 12 megapixels, as telephones take them


def sheet_px(sheet: str, lying: bool) -> tuple[int, int]:
    """Return the pixels of a sheet of paper; of A4 where the name is none of ours."""
    w, h = SHEETS_PX.get(sheet, SHEETS_PX["a4"])
    return (h, w) if lying else (w, h)


CLIP_MOST_S = 15.0  # a film is drawn up to here: a drawing takes about a second of one core


COLLAGE_STYLES = (
    "gallery", "seamless", "magazine", "polaroids", "filmstrip", "scrapbook", "circles", "heart", "year",
    "map", "pair",  # that is then and now, of two photos
)  # fmt: skip


LOCKABLE_STYLES = ("", "gallery", "seamless", "pair")  # whose photos can stay where they are


class Framed(NamedTuple):
    """What a person chose to see of one photo in its place: its middle, 0..1 of the photo, and how near."""

    asset: AssetId
    x: float
    y: float
    zoom: float = 1.0  # 1 is as much as the place can show, to 4


STICKERS = ("tape", "star", "heart", "sun", "pin", "stamp", "sprig", "plane")
MOST_STICKERS = 5


class Sticker(NamedTuple):
    """A sticker on a page: its middle, 0..1 of the page, its longer side and how far it is turned."""

    kind: str  # one of STICKERS
    x: float
    y: float
    size: float = 0.16  # of the page's short side
    angle: float = 0.0  # degrees, clockwise


class Slot(NamedTuple):
    """Where a photo lies on a page, and which part of it is seen; both 0..1."""

    asset: AssetId
    place: Box
    seen: Box


class Laid(NamedTuple):
    """A page as it is laid out: who edits it sees the slots; `tree` goes into a recipe that is to keep it."""

    slots: tuple[Slot, ...]
    tree: str  # "" where a style has none
    stickers: tuple[Sticker, ...] = ()  # the recipe's, off faces and words; one of size 0 found no place


DRAFT = "draft"  # the quality of a preview while a handle is held: half the size, at once, never kept


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make. The hinge of the house: suggestion, editor, renderer and saved creation share it.

    The same recipe, sources and seed give the same pixels.
    """

    make: Make
    photos: tuple[AssetId, ...]  # in reading order
    format: Format = Format.STORY
    style: str = ""  # collage: one of COLLAGE_STYLES; recap: plain; restyle: anime, …
    # "" is the make's first
    quality: str = "fast"  # restyle only, as all from here to `light`: fast, balanced; DRAFT
    strength: float = 1.0  # 0 is the photo, 1 the drawing
    line: float = 1.0  # 1 is the style's own measure: 0 none to 2
    flatness: float = 1.0  # 0 to 1.5
    colour: float = 1.0  # 0 as photographed, to 2
    eyes: float = 0.0  # enlarged by that share, to 0.2
    apart: str = ""  # background or people: only that is drawn; painted: what is behind people is painted
    light: str = ""  # golden, petals, rain, stars
    drawn: str = ""  # collage and recap: the style that every photo is redrawn in; "" as photographed
    mark: bool = False  # restyle and what is drawn: a small mark in the corner says so
    clip: bool = False  # restyle of a video or moving photo: its film is drawn, in its own shape
    whole: bool = False  # restyle of a photo in its own shape and size; `format` is what comes near it
    music: str = ""  # recap, as film: the absolute path of the person's own file; "" is none
    blur: bool = False  # faces of people whose name is not known are blurred
    captions: bool = True  # recap, as film: days and places are written below the photos
    chapters: bool = True  # recap, as film: a card begins each month or place
    seed: int = 0
    title: str = ""
    subtitle: str = ""
    # Collages only, all from here. Lengths: thousandths of the page's short side; -1 is the style's own.
    margin: int = -1  # around all
    gap: int = -1  # between photos
    radius: int = -1  # of a photo's corners
    ground: str = ""  # white, dark, colour, blur; "" is the style's own
    locked: tuple[AssetId, ...] = ()  # stay where they are when the others are shuffled
    framed: tuple[Framed, ...] = ()
    tree: str = ""  # how the photos are joined, in the words of render.layouts; "" is found by the seed
    stickers: tuple[Sticker, ...] = ()  # where they are wished: the page moves them off faces and words


@dataclass(frozen=True, slots=True)
class Source:
    """One photo handed to the renderer: where it lies and what in it must not be cut."""

    asset: AssetId
    path: str  # absolute
    width: int  # upright pixels
    height: int
    faces: tuple[Box, ...] = ()
    points: tuple[tuple[tuple[float, float], ...], ...] = ()  # per face, as in FaceFinding
    taken_at: datetime | None = None
    place: str = ""
    subject: Box | None = None  # the most telling object, where there is no face
    kind: Kind = Kind.PHOTO
    film: str = ""  # absolute path of the film that a film may play: a video itself, or of a moving photo
    film_offset: int = 0  # the byte of that file at which the film begins
    colour: tuple[int, int, int] | None = None  # as in Quality, so that colours are spread over a page
    position: tuple[float, float] | None = None  # latitude, longitude: for a map, where one is drawn
    blurred: tuple[Box, ...] = ()  # of the faces, those that are made unrecognisable
    people: tuple[str, ...] = ()  # the names of who is seen, but the owner's: for a film's chapters


SuggestionKey = NewType("SuggestionKey", str)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Why these photos, and what was left out: reason -> how many."""

    considered: int
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reason and a recipe. `key` is a digest of rule and subject: dismissed stays dismissed."""

    key: SuggestionKey
    kind: str  # on_this_day, month_recap, year_recap, trip, birthday, …
    title: str
    subject: str  # machine-readable: "2026-05", a place, a theme's name, a cluster
    first: date | None
    last: date | None
    reason: str  # one line a person reads
    photos: tuple[AssetId, ...]  # all that belong; the recipe holds the chosen few
    recipe: Recipe
    score: float
    receipt: Receipt
    section: str = "week"  # today, week, trips, people, themes
    question: str = ""  # "Is 14 May an anniversary?": a card that asks before it believes
    asks: Occasion | None = None  # what a yes or a no to the question is about; goes into View.occasions
    people: tuple[ClusterId, ...] = ()  # who is in at least half of the photos it shows
    about: tuple[ClusterId, ...] = ()  # whom it is about, not merely who is seen: what is wanted fewer of
    places: tuple[str, ...] = ()  # where they were taken
    of_the_day: bool = False  # one of the few that stand at the top on that day, whatever its section


class SuggestionState(StrEnum):
    NEW = "new"
    SEEN = "seen"
    DISMISSED = "dismissed"
    MADE = "made"
