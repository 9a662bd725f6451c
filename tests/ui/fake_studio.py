"""A studio that lives in memory and remembers what was asked of it; its thumbnails are real files."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from rollsuggest.consent.grants import Agreed, Entry, Grants, Sending
from rollsuggest.errors import CancelledError, UserError
from rollsuggest.library import repair
from rollsuggest.library.erasing import Kept
from rollsuggest.library.named_faces import NameFound
from rollsuggest.library.outbox import Parcel, State
from rollsuggest.library.reel import PIECE, Reel, pack
from rollsuggest.library.rows import (
    Amount,
    Card,
    Creation,
    DateBatch,
    DateChange,
    Erased,
    IndexStatus,
    NamedFace,
    PersonFace,
    PersonRow,
    PetRow,
    PhotoDetail,
    PlaceRow,
    Question,
    QuietEffect,
    Reveals,
    Roll,
    SortedOut,
    Stored,
    Tile,
    Unreadable,
)
from rollsuggest.library.search import Found
from rollsuggest.library.taken_names import Taken
from rollsuggest.library.verdicts import Answer
from rollsuggest.model import (
    NO_BIRTHDAY,
    AssetId,
    Box,
    Certainty,
    ClusterId,
    FaceId,
    Format,
    Journey,
    Laid,
    LossAnswer,
    Make,
    Meant,
    Occasion,
    Person,
    Place,
    Purpose,
    QuietKind,
    QuietRule,
    Receipt,
    Recipe,
    Role,
    RollId,
    Service,
    Slot,
    Statement,
    Suggestion,
    SuggestionKey,
    SuggestionState,
    UsualPlace,
)
from rollsuggest.paths import Paths
from rollsuggest.settings import Settings
from rollsuggest.studio import Cancelled, Changed, Progress, Studio, Told
from rollsuggest.ui.window import MainWindow

TODAY = date(2026, 6, 14)
SPOTS = ((41.1, -8.6), (41.5, -8.4), (53.2, -4.2), (35.0, 135.8))
PICTURES = 12  # different thumbnails; all photos share them


class FakeStudio(Studio):
    def __init__(self, paths: Paths, photos: int = 60, cards: int = 8, allowed: bool = True) -> None:
        self.paths = paths
        paths.ensure()
        self.calls: list[str] = []
        self.allowed = dict.fromkeys([Purpose.ANALYSE, Purpose.PLACES, Purpose.FACES], datetime(2026, 6, 1))
        if not allowed:
            self.allowed = {}
        self.asked = allowed
        self.suiting_lights: tuple[str, ...] = ("golden", "petals", "rain", "stars")
        self.agreed: tuple[Agreed, ...] = ()
        self.renewing = ""
        self.said: frozenset[Purpose] = frozenset()
        self.held = Settings()
        self.at_login = False
        self.not_heard: tuple[str, ...] = ()
        self.folders: list[Roll] = [Roll(RollId(1), Path("/photos"), photos, False)] if photos else []
        self.photos = fake_tiles(photos)
        self.cards = {c.suggestion.key: c for c in fake_cards(cards, self.photos)}
        self.persons = fake_people(self.photos) if photos else []
        self.dog = PetRow("dog", 3, AssetId(4), None)
        self.quiet: list[QuietRule] = []
        self.missed: Person | None = None
        self.questions: tuple[Question, ...] = ()
        self.names_found: tuple[NameFound, ...] = ()
        self.made: list[Creation] = []
        self.locked = self.no_keyring = self.tampered = False
        self.back: tuple[Card, ...] = ()  # what servers made
        self.refused: set[SuggestionKey] = set()
        self.drafts: dict[int, Parcel] = {}
        self._draft_numbers = itertools.count(1)  # none twice, whatever is sent meanwhile
        self.parcels: list[Parcel] = []
        self.status = IndexStatus("done", photos, photos)
        self.listeners: list[Callable[[Changed], None]] = []
        self.make_takes_s = 0.0
        self.drawing_takes_s = 0.0  # of each photo of a preview that is redrawn
        self.fails_to_draw = False
        self.film_frames = 75  # of each film that is looked at
        self.behind = 0  # photos that a search cannot find yet
        self.homes: dict[str, bool | None] = {}
        self.roles: dict[AssetId, Role] = {}  # what the person said
        self.batches: dict[int, tuple[DateChange, ...]] = {}
        for number in range(PICTURES if photos else 0):
            draw(paths.thumbnails / f"{number}.jpg", QSize(480, 320), number)

    def lay_out_sample(self, today: date) -> None:
        self.calls.append("lay_out_sample")

    def _did(self, call: str, *topics: str) -> None:
        self.calls.append(call)
        if topics:
            for listener in tuple(self.listeners):
                listener(Changed(frozenset(topics)))

    def close(self) -> None:
        self._did("close")

    def subscribe(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def grants(self) -> Grants:
        self._did("grants")
        return Grants(
            tuple(self.allowed.items()), self.asked, "", self.agreed, self.renewing, frozenset(self.said)
        )

    def allow(self, *purposes: Purpose) -> None:
        self.asked = True
        self.allowed.update(dict.fromkeys(purposes, datetime(2026, 6, 14)))
        self._did(f"allow {' '.join(sorted(purposes))}", "consent", "suggestions")

    def withdraw(self, *purposes: Purpose) -> None:
        for purpose in purposes:
            self.allowed.pop(purpose, None)
        self._did(f"withdraw {' '.join(sorted(purposes))}", "consent", "photos", "people", "suggestions")

    def decline(self) -> None:
        self.asked = True
        self._did("decline", "consent")

    def turn_on_cloud(
        self,
        server: str,
        service: str = Service.ROLLSUGGEST,
        key: str = "",
        model: str = "",
        workflow: str = "",
    ) -> bool:
        self._did(f"turn_on_cloud {server}")
        if not server:
            raise UserError("No server is given.", "Type its address.")
        self.allow(Purpose.CLOUD)
        return True

    def cloud_statement(self, service: str) -> Statement:
        return Statement(f"{service} receives the picture.", "It keeps nothing.", "It signs receipts.")

    def cloud_draft(self, recipe: Recipe, *, masked: bool = False) -> Parcel:
        self._did(f"cloud_draft masked={masked}")
        number = next(self._draft_numbers)
        out = self.paths.previews / f"draft-{number}.jpg"
        draw(out, QSize(480, 320), number)
        self.drafts[number] = Parcel(
            number, f"{number:032}", recipe.photos[0], "DCIM/IMG_0001.jpg", Service.ROLLSUGGEST,
            "https://photos.example.org", recipe, '{"style": "anime"}', int(masked), out.stat().st_size,
            "ab" * 32, 480, 320, datetime(2026, 6, 14, 12), retention_hours=24,
        )  # fmt: skip
        return self.drafts[number]

    def cloud_choose(self, meant: Meant) -> tuple[AssetId, ...]:
        self._did(f"cloud_choose {meant}")
        return () if meant.place == "Kyoto" else tuple(t.asset for t in self.photos[:3])

    def cloud_picture(self, parcel: Parcel) -> Path:
        return self.paths.previews / f"draft-{parcel.id}.jpg"

    def cloud_send(self, parcels: Sequence[int]) -> None:
        for number in parcels:
            self.parcels.insert(0, replace(self.drafts.pop(number), state=State.WAITING))
        self._did(f"cloud_send {list(parcels)}", "cloud")

    def cloud_call_off(self, parcels: Sequence[int]) -> None:
        for number in parcels:
            self.drafts.pop(number, None)
        off = {"state": State.CANCELLED}
        self.parcels = [replace(p, **off) if p.id in parcels else p for p in self.parcels]  # type: ignore[arg-type]
        self._did(f"cloud_call_off {list(parcels)}", "cloud")

    def cloud_again(self, parcel: int) -> None:
        self._did(f"cloud_again {parcel}", "cloud")

    def cloud_pause(self, paused: bool) -> None:
        self.held = replace(self.held, cloud_paused=paused)
        self._did(f"cloud_pause {paused}", "settings", "cloud")

    def cloud_delete_all(self) -> None:
        self._did("cloud_delete_all", "cloud")

    def cloud_parcels(self) -> tuple[Parcel, ...]:
        self._did("cloud_parcels")
        return tuple(self.parcels)

    def cloud_entries(self) -> tuple[Entry, ...]:
        self._did("cloud_entries")
        return tuple(
            Entry(p.sent_at, "send", Purpose.CLOUD, "1", p.recipient,
                  Sending(AssetId(1), p.photo, p.bytes, p.sha256, "restyle: anime"))
            for p in self.parcels if p.sent_at
        )  # fmt: skip

    def cloud_waits_for(self) -> str:
        return "Waiting for mains power." if self.held.cloud_on_mains else ""

    def know_network(self, costly: bool | None) -> None:
        self._did(f"know_network {costly}")

    def record(self) -> tuple[Entry, ...]:
        if self.tampered:
            raise UserError("The record was changed.", "Start anew.")
        saved = Sending(AssetId(0), "", 2048, "cd" * 32, "collage")
        at = datetime(2026, 6, 1, 9)
        return (
            *self.cloud_entries(),
            Entry(at, "export", None, "1", sending=saved),
            Entry(at, "allow", Purpose.FACES, "1", language="en"),
        )

    def export_record(self, out: Path) -> None:
        self._did(f"export_record {out.name}")

    def is_locked(self) -> bool:
        return self.locked

    def lock_library(self) -> str:
        if self.no_keyring:
            raise UserError("This system has no keyring.", "Set one up.")
        self.locked = True
        self._did("lock_library", "settings")
        return "ABCD-EFGH"

    def unlock_library(self) -> None:
        self.locked = False
        self._did("unlock_library", "settings")

    def resume_cloud(self) -> None:
        self._did("resume_cloud")

    def turn_off_cloud(self) -> None:
        self.allowed.pop(Purpose.CLOUD, None)
        self._did("turn_off_cloud", "consent", "settings")

    def settings(self) -> Settings:
        self._did("settings")
        return self.held

    def unheard(self) -> tuple[str, ...]:
        told, self.not_heard = self.not_heard, ()
        return told

    def change_settings(self, settings: Settings) -> None:
        self.held = settings
        self._did("change_settings", "settings", "suggestions")

    def rolls(self) -> tuple[Roll, ...]:
        self._did("rolls")
        return tuple(self.folders)

    def add_roll(self, folder: Path) -> Roll:
        roll = Roll(RollId(len(self.folders) + 1), folder, 0, False)
        self.folders.append(roll)
        self._did(f"add_roll {folder}", "rolls")
        return roll

    def remove_roll(self, roll: RollId) -> None:
        self.folders = [held for held in self.folders if held.id != roll]
        self._did(f"remove_roll {roll}", "rolls", "photos")

    def watch(self) -> None:
        self._did("watch")

    def start_indexing(self) -> None:
        self._did("start_indexing", "status")

    def look_now(self) -> None:
        self._did("look_now", "status")
        if not self.held.suggestions:
            raise UserError(
                "Suggestions are off, so photos are not looked at.", "Turn them on under Settings."
            )

    def pause_indexing(self) -> None:
        self.status = replace(self.status, state="paused")
        self._did("pause_indexing", "status")

    def resume_indexing(self) -> None:
        self.status = replace(self.status, state="looking")
        self._did("resume_indexing", "status")

    def stop_indexing(self) -> bool:
        self.status = replace(self.status, state="stopped")
        self._did("stop_indexing", "status")
        return True

    def index_status(self) -> IndexStatus:
        self._did("index_status")
        return self.status

    def unreadable(self) -> tuple[Unreadable, ...]:
        self._did("unreadable")
        return (
            Unreadable(
                "DCIM/IMG_0001.jpg", "The picture is damaged: it ends too early", Path("/photos"), AssetId(7)
            ),
        )

    def retry_unreadable(self, assets: Collection[AssetId] | None = None) -> None:
        self._did("retry_unreadable" + (f" {list(assets)}" if assets else ""), "status", "photos")

    def starts_at_login(self) -> bool:
        return self.at_login

    def start_at_login(self, on: bool) -> None:
        self.at_login = on
        self._did(f"start_at_login {on}", "settings")

    def told(self) -> Told:
        return Told(away=True, mains=False)

    def exclude(self, folder: Path) -> None:
        self._leave_out(folder, lambda held, name: tuple(sorted({*held, name})))
        self._did(f"exclude {folder.as_posix()}", "rolls", "photos")

    def include(self, folder: Path) -> None:
        self._leave_out(folder, lambda held, name: tuple(h for h in held if h != name))
        self._did(f"include {folder.as_posix()}", "rolls", "photos")

    def _leave_out(self, folder: Path, change: Callable[[tuple[str, ...], str], tuple[str, ...]]) -> None:
        self.folders = [
            replace(roll, excluded=change(roll.excluded, folder.relative_to(roll.path).as_posix()))
            for roll in self.folders
        ]

    def sorted_out(self) -> tuple[SortedOut, ...]:
        self._did("sorted_out")
        return fake_sorted_out(self.roles)

    def set_role(self, assets: Iterable[AssetId], role: Role | None) -> None:
        for asset in assets:
            self.roles.pop(asset, None)
            if role is not None:
                self.roles[asset] = role
        self._did(f"set_role {role}", "photos", "people", "suggestions")

    def _dates(self, assets: Iterable[AssetId]) -> tuple[DateChange, ...]:
        tiles = [self.photos[asset - 1] for asset in assets]
        return tuple(
            DateChange(
                t.asset, f"Prints/IMG_201404{t.asset % 28 + 1:02}.jpg",
                t.taken_at, t.certainty, t.taken_at, t.certainty,
            )
            for t in tiles
        )  # fmt: skip

    def uncertain_dates(self) -> tuple[DateChange, ...]:
        self._did("uncertain_dates")
        return self._dates(t.asset for t in self.photos if t.certainty is Certainty.UNKNOWN)

    def preview_dates(self, rule: repair.Rule, assets: Sequence[AssetId]) -> tuple[DateChange, ...]:
        self._did("preview_dates")
        return repair.preview(rule, self._dates(assets))

    def apply_dates(self, changes: Sequence[DateChange]) -> int:
        batch = len(self.batches) + 1
        self.batches[batch] = tuple(changes)
        self._date({c.asset: (c.after, c.after_certainty) for c in changes})
        self._did("apply_dates", "photos", "suggestions")
        return batch

    def undo_dates(self, batch: int) -> None:
        self._date({c.asset: (c.before, c.before_certainty) for c in self.batches.pop(batch)})
        self._did("undo_dates", "photos", "suggestions")

    def date_batches(self, most: int = 50) -> tuple[DateBatch, ...]:
        self._did("date_batches")
        newest = sorted(self.batches.items(), reverse=True)[:most]
        at = datetime(2026, 6, 14, 18, 20)
        return tuple(DateBatch(number, at, len(held), held[0].path) for number, held in newest)

    def export_date_sidecars(self, folder: Path, assets: Sequence[AssetId] | None = None) -> int:
        self._did(f"export_date_sidecars {folder.name}")
        return 3

    def _date(self, dates: Mapping[AssetId, tuple[datetime | None, Certainty]]) -> None:
        self.photos = tuple(
            replace(t, taken_at=dates[t.asset][0], certainty=dates[t.asset][1]) if t.asset in dates else t
            for t in self.photos
        )

    def tiles(self) -> tuple[Tile, ...]:
        self._did("tiles")
        return self.photos

    def search(self, text: str, today: date, *, patient: bool = False) -> Found:
        """Find every third photo for "beach", and nothing for other words."""
        self._did(f"search {text}")
        return Found(self.photos[::3] if "beach" in text else (), self.behind)

    def search_hints(self) -> tuple[str, ...]:
        return "Mara", "Jonas", "Porto", "2026", "beach"

    def captions(self, assets: Iterable[AssetId]) -> dict[AssetId, str]:
        return {asset: f"Mara with a dog in Porto, photo {asset}" for asset in assets}

    def caption_of(self, recipe: Recipe) -> str:
        return f"Mara in Porto: collage of {len(recipe.photos)} photos"

    def usual_places(self) -> tuple[UsualPlace, ...]:
        home = self.homes.get("Porto") is not False
        return (UsualPlace("Porto", "PT", 0.8, date(2023, 6, 1), date(2026, 6, 1), home),)

    def journeys(self) -> tuple[Journey, ...]:
        way = (Place(41.1, -8.6, "Porto", "PT"), Place(53.2, -4.2, "Llanfair", "GB"))
        photos = tuple(tile.asset for tile in self.photos[1:9])
        days = date(2025, 5, 3), date(2025, 5, 9)
        return (Journey(*days, ("Llanfair",), ("GB",), way, photos),) if photos else ()

    def tiles_of(self, assets: Iterable[AssetId]) -> tuple[Tile, ...]:
        wanted = set(assets)
        return tuple(tile for tile in self.photos if tile.asset in wanted)

    def files(self, assets: Iterable[AssetId]) -> tuple[Path, ...]:
        self._did("files")
        return tuple(self.thumbnail(asset) for asset in assets)

    def set_home(self, name: str, country: str, home: bool | None) -> None:
        self.homes[name] = home
        self._did(f"set home {name} {home}", "photos", "suggestions")

    def photo(self, asset: AssetId) -> PhotoDetail:
        self._did("photo")
        tile = self.photos[asset - 1]
        face = NamedFace(Box(0.4, 0.2, 0.2, 0.3), ClusterId(1), "Mara")
        return PhotoDetail(
            asset, self.thumbnail(asset), 4032, 3024, tile.taken_at, tile.certainty, "exif:DateTimeOriginal",
            "Fairphone 5", "Porto", "PT", 41.1, -8.6, self._role(asset), {"beach_sea": 0.8}, {"dog": 0.7},
            (face,), came_out="sharp, well lit, faces clear",
        )  # fmt: skip

    def _role(self, asset: AssetId) -> Role:
        return next((file.role for file in fake_sorted_out(self.roles) if file.asset == asset), Role.PHOTO)

    def thumbnail(self, asset: AssetId) -> Path:
        return self.paths.thumbnails / f"{asset % PICTURES}.jpg"

    def thumbnail_again(self, asset: AssetId) -> bytes:
        return b""

    def screen_copy(self, asset: AssetId, long_side_px: int = 2400) -> Path:
        return self.thumbnail(asset)

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

    def places(self) -> tuple[PlaceRow, ...]:
        names = ("Porto", "Braga", "Llanfair", "Kyoto")
        return tuple(
            PlaceRow(n, "PT", 120 - 20 * i, date(2021, 3, 1), date(2026, 5, 1), AssetId(i + 1), *spot)
            for i, (n, spot) in enumerate(zip(names, SPOTS, strict=True))
            if self.photos
        )

    def place_tiles(self, name: str, country: str) -> tuple[Tile, ...]:
        return self.photos[::4]

    def suggestions(self, today: date) -> tuple[Card, ...]:
        self._did("suggestions")
        if not self.held.suggestions:
            return ()
        return tuple(c for c in self.cards.values() if c.state is not SuggestionState.DISMISSED)

    def came(self, now: datetime) -> tuple[Card, ...]:
        return tuple(c for c in self.back if c.suggestion.key not in self.refused)

    def keep_came(self, key: SuggestionKey, out: Path) -> Creation:
        (card,) = (c for c in self.back if c.suggestion.key == key)
        out.write_bytes(b"made")
        self._did(f"keep_came {key} {out.name}", "creations", "suggestions")
        return Creation(9, key, card.recipe, out, datetime(2026, 6, 14, 12), card.made_by)

    def _mark(self, key: SuggestionKey, state: SuggestionState) -> None:
        if key not in self.cards:
            self.refused = {key} if state is SuggestionState.DISMISSED else set()
            return
        self.cards[key] = replace(self.cards[key], state=state)

    def mark_seen(self, key: SuggestionKey) -> None:
        self._mark(key, SuggestionState.SEEN)
        self._did(f"mark_seen {key}")

    def dismiss(self, key: SuggestionKey) -> None:
        self._mark(key, SuggestionState.DISMISSED)
        self._did(f"dismiss {key}", "suggestions")

    def undismiss(self, key: SuggestionKey) -> None:
        self._mark(key, SuggestionState.NEW)
        self._did(f"undismiss {key}", "suggestions")

    def dismissed(self) -> tuple[Card, ...]:
        return tuple(c for c in self.cards.values() if c.state is SuggestionState.DISMISSED)

    def keep_for_later(self, key: SuggestionKey, keep: bool = True) -> None:
        self.cards[key] = replace(self.cards[key], kept=keep)
        self._did(f"keep_for_later {key} {keep}", "suggestions")

    def quiet_list(self) -> tuple[QuietRule, ...]:
        return tuple(self.quiet)

    def add_quiet(self, rule: QuietRule) -> int:
        self.quiet.append(replace(rule, id=len(self.quiet) + 1))
        self._did(f"add_quiet {rule.kind} {rule.name}", "suggestions", "quiet")
        return len(self.quiet)

    def remove_quiet(self, rule: int) -> None:
        self.quiet = [held for held in self.quiet if held.id != rule]
        self._did(f"remove_quiet {rule}", "suggestions", "quiet")

    def quiet_effect(self, rule: QuietRule, today: date) -> QuietEffect:
        return QuietEffect(tuple(c.suggestion.title for c in list(self.cards.values())[:6]), 2)

    def levers(self, key: SuggestionKey) -> tuple[QuietRule, ...]:
        return (
            QuietRule(QuietKind.FEWER_PERSON, "Mara", clusters=frozenset({ClusterId(1)})),
            QuietRule(QuietKind.PLACE, "Porto", "PT"),
            QuietRule(QuietKind.DAYS, first=date(2018, 6, 12), last=date(2018, 6, 14)),
            QuietRule(QuietKind.CARD_KIND, "trip"),
        )

    def missed_person(self, today: date) -> Person | None:
        return self.missed

    def answer_loss(self, cluster: ClusterId, answer: LossAnswer | None) -> None:
        self.missed = None
        self._did(f"answer_loss {cluster} {answer}", "suggestions", "quiet")

    def answer_occasion(self, occasion: Occasion, yes: bool | None) -> None:
        self._did(f"answer_occasion {occasion.month}-{occasion.day} {yes}", "suggestions")

    def notification(self, now: datetime) -> str:
        return "A new suggestion is ready"

    def keep_recipe(self, key: SuggestionKey, recipe: Recipe) -> None:
        self.cards[key] = replace(self.cards[key], recipe=recipe)
        self._did(f"keep_recipe {key}")

    def lights(self, recipe: Recipe) -> tuple[str, ...]:
        return self.suiting_lights

    def film_lasts_s(self, photo: AssetId | Path) -> float | None:
        return 42.0

    def laid_out(self, recipe: Recipe) -> Laid:
        """Photos beside each other, all of each seen."""
        n = max(len(recipe.photos), 1)
        slots = (Slot(p, Box(i / n, 0, 1 / n, 1), Box(0.1, 0, 0.8, 1)) for i, p in enumerate(recipe.photos))
        tree = "h(" + ",".join(map(str, range(n))) + ")"
        return Laid(tuple(slots) if recipe.make is Make.COLLAGE else (), tree, recipe.stickers)

    def shuffled(self, recipe: Recipe) -> Recipe:
        self._did("shuffled")
        return replace(recipe, seed=recipe.seed + 1, tree=(recipe.tree or "v(0,1)") if recipe.locked else "")

    def preview(
        self,
        recipe: Recipe,
        height_px: int,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Path:
        self._did("preview")
        for done in range(len(recipe.photos) if recipe.drawn else 0):
            if cancelled and cancelled():
                self._did("preview called off")
                raise CancelledError
            time.sleep(self.drawing_takes_s)
            if progress:
                progress((done + 1) / len(recipe.photos))
        if self.fails_to_draw:
            raise UserError("The photos of this suggestion are not there any more.", "Plug in the drive.")
        width, height = recipe.format.size_px
        out = self.paths.previews / f"{abs(hash((recipe, height_px)))}.jpg"
        if not out.exists():
            beside = out.with_name(f"{threading.get_ident()}-{out.name}")  # never half a file
            draw(beside, QSize(round(height_px * width / height), height_px), recipe.seed)
            beside.replace(out)
        return out

    def reel(self, recipe: Recipe) -> Reel:
        self._did("reel")
        if self.fails_to_draw or recipe.music == "/gone.mp3":
            raise UserError("The music cannot be played.", "Choose it again.")
        return Reel(self.film_frames)

    def reel_piece(self, recipe: Recipe, number: int) -> Path:
        """Frames of one colour each, whose red tells which they are."""
        self._did(f"reel_piece {number}")
        out = self.paths.previews / f"{abs(hash(recipe))}-{number}.reel"
        frames: list[bytes] = []
        for at in range(number * PIECE, min((number + 1) * PIECE, self.film_frames)):
            image = QImage(36, 64, QImage.Format.Format_RGB32)
            image.fill(QColor(at % 250, 80, 80))
            held = QBuffer()
            held.open(QBuffer.OpenModeFlag.WriteOnly)
            image.save(held, "PNG")  # type: ignore[call-overload]
            frames.append(bytes(held.data().data()))
        out.write_bytes(pack(frames))
        return out

    def make(
        self,
        recipe: Recipe,
        out: Path,
        *,
        key: SuggestionKey | None = None,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
        coding: str = "",
    ) -> Creation:
        self._did(f"make {out.name} {coding}".strip())
        for step in range(20):
            if cancelled and cancelled():
                self._did("cancelled")
                raise CancelledError
            if progress:
                progress(step / 20)
            time.sleep(self.make_takes_s / 20)
        out.write_bytes(b"made")
        creation = Creation(len(self.made) + 1, key, recipe, out, datetime(2026, 6, 14, 12))
        self.made.append(creation)
        self._did("made", "creations", "suggestions")
        return creation

    def reveals(self, recipe: Recipe) -> Reveals:
        if Purpose.FACES not in self.allowed:
            return Reveals(looked=False)
        return Reveals(("Ana", "Rui"), nameless=len(recipe.photos))

    def creations(self) -> tuple[Creation, ...]:
        return tuple(self.made)

    def stored(self) -> Stored:
        return Stored(len(self.photos), 210, 6, 4, 5_200_000, 31_000_000, self.paths.data, self.paths.cache)

    def kept(self) -> dict[Kept, Amount]:
        return {kind: Amount(7, None if kind is Kept.PLACES else 5_000) for kind in Kept}

    def erase_faces(self) -> None:
        self.withdraw(Purpose.FACES)

    def erase_kind(self, kind: Kept) -> tuple[int, int]:
        self._did(f"erase_kind {kind}", "photos", "people", "suggestions", "creations")
        return 7, 0

    def erase_all(self) -> Erased:
        before = self.stored()
        self.allowed, self.asked, self.photos, self.cards, self.folders = {}, False, (), {}, []
        self._did("erase_all", "consent", "photos", "people", "suggestions", "rolls", "creations")
        return Erased(before, 12, (), replace(before, photos=0, faces=0, persons=0, places=0))


def fake_tiles(count: int) -> tuple[Tile, ...]:
    """Newest first, three a day, in several shapes; the last few without a date."""
    shapes = ((4032, 3024), (3024, 4032), (4000, 2250), (3000, 3000), (6000, 2400))
    start = datetime(2026, 6, 14, 18)
    undated = min(5, count // 10)
    return tuple(
        Tile(
            AssetId(n + 1),
            None if n >= count - undated else start - timedelta(hours=8 * n),
            Certainty.UNKNOWN if n >= count - undated else Certainty.EXACT,
            *shapes[n % len(shapes)],
        )
        for n in range(count)
    )


def fake_sorted_out(said: Mapping[AssetId, Role]) -> tuple[SortedOut, ...]:
    """Five files that are no photos, and what the person said of them."""
    taken_for = dict.fromkeys(map(AssetId, (1, 3, 5)), Role.SCREENSHOT)
    taken_for |= dict.fromkeys(map(AssetId, (2, 4)), Role.DOCUMENT)
    return tuple(
        SortedOut(
            asset, f"DCIM/{asset}.png", said.get(asset, role), asset in said, datetime(2026, 6, 1, asset),
            1080, 1920 if role is Role.SCREENSHOT else 1400, Certainty.EXACT,
            "shape" if role is Role.SCREENSHOT else "page",
        )
        for asset, role in taken_for.items()
    )  # fmt: skip


def fake_cards(count: int, tiles: Sequence[Tile]) -> list[Card]:
    kinds = (
        ("today", "Eight years ago", "8 years ago this week"),
        ("week", "May 2026", "62 photos of last month"),
        ("trips", "Five days in Porto", "2 to 6 May 2026, 140 km from home"),
        ("people", "Mara through the years", "First seen in 2019"),
        ("themes", "By the sea", "41 photos with water in them"),
    )
    shapes = (Format.STORY, Format.STORY, Format.SQUARE, Format.PORTRAIT, Format.LANDSCAPE)
    makes = (Make.COLLAGE, Make.RECAP, Make.COLLAGE, Make.COLLAGE, Make.RESTYLE)
    made = []
    for n in range(count if tiles else 0):
        section, title, reason = kinds[n % 5]
        photos = tuple(t.asset for t in tiles[n : n + 9])
        make = makes[n % 5]
        used = photos[: 1 if make is Make.RESTYLE else 5]
        recipe = Recipe(make, used, shapes[n % 5], seed=n, title=title)
        key = SuggestionKey(f"key{n}")
        suggestion = Suggestion(
            key, section, title, "", date(2018, 6, 12), date(2018, 6, 14), reason, photos, recipe,
            1 - n / 100, Receipt(34, {"blurred": 3, "alike": 6}), section,
        )  # fmt: skip
        made.append(Card(suggestion, SuggestionState.NEW, recipe))
    return made


def fake_people(tiles: Sequence[Tile]) -> list[PersonRow]:
    box = Box(0.4, 0.2, 0.2, 0.3)
    return [
        PersonRow(ClusterId(n), name, None, n == 5, 60 - n, 50 - n, AssetId(n), box, ((AssetId(n), box),))
        for n, name in enumerate(("Mara", "Jonas", "", "", "Somebody"), 1)
    ]


def draw(out: Path, size: QSize, seed: int) -> None:
    """Write a small JPEG: a sky over a ground, in colours by seed."""
    image = QImage(size, QImage.Format.Format_RGB32)
    sky = QLinearGradient(0, 0, 0, size.height())
    sky.setColorAt(0, QColor.fromHsv(seed * 47 % 360, 60, 235))
    sky.setColorAt(0.6, QColor.fromHsv(seed * 47 % 360, 25, 250))
    sky.setColorAt(0.61, QColor.fromHsv((seed * 47 + 120) % 360, 90, 150))
    sky.setColorAt(1, QColor.fromHsv((seed * 47 + 120) % 360, 110, 90))
    painter = QPainter(image)
    painter.fillRect(image.rect(), sky)
    painter.setBrush(QColor(255, 240, 200))
    painter.drawEllipse(size.width() // 2, size.height() // 5, size.height() // 6, size.height() // 6)
    painter.end()
    out.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(out), quality=85)


Open = Callable[[FakeStudio], MainWindow]
NewStudio = Callable[..., FakeStudio]
