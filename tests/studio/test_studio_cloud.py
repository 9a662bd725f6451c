"""From the switch to the receipt, with a real server over a real socket."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from PIL import Image
from server_home import Home, home

from rollsuggest import paths
from rollsuggest.errors import ConsentError, UserError
from rollsuggest.library.outbox import Parcel, State, There
from rollsuggest.library.rows import Creation
from rollsuggest.model import Make, Meant, Purpose, Recipe, SuggestionState
from rollsuggest.render.export import ENHANCED
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio

ASTRONAUT = paths.resources() / "pictures" / "astronaut.jpg"
PATIENCE_S = 90.0

pytestmark = pytest.mark.loopback


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with home(tmp_path_factory.mktemp("server")) as made:
        made.serve()
        yield made


@pytest.fixture(scope="module")
def token(served: Home) -> str:
    return served.account("owner")


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring of whoever runs the tests is theirs."""
    monkeypatch.setattr("rollsuggest.cloud.secrets.system_keyring", lambda: None)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    roll = tmp_path / "roll"
    roll.mkdir()
    with Image.open(ASTRONAUT) as image:
        exif = image.getexif()
        exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 43.0, 20.0), 3: "W", 4: (9.0, 8.0, 21.0)})
        exif[0x010F] = "SECRETCAMERA"
        image.save(roll / "ada.jpg", exif=exif, quality=95)
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.FACES)
        studio.add_roll(roll)
        studio.index(lambda _status: None)
        yield studio


def restyle(studio: Studio) -> Recipe:
    return Recipe(Make.RESTYLE, (studio.tiles()[0].asset,), style="sketch", line=1.5, light="golden")


def spread(band: Image.Image) -> tuple[float, float]:
    low, high = band.getextrema()
    return float(str(low)), float(str(high))


def until(studio: Studio, right: Callable[[Parcel], bool]) -> Parcel:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        (parcel,) = studio.cloud_parcels()
        if right(parcel):
            return parcel
        assert time.monotonic() < deadline, parcel
        time.sleep(0.05)


def test_from_the_switch_to_the_receipt(studio: Studio, served: Home, token: str) -> None:
    with pytest.raises(ConsentError):
        studio.cloud_draft(restyle(studio))
    assert not studio.turn_on_cloud(served.url, key=token)  # no keyring: only until the end
    seen: list[int] = []
    now = datetime.now().astimezone()
    stop = studio.subscribe(
        lambda changed: seen.append(len(studio.came(now))) if "suggestions" in changed.topics else None
    )
    draft = studio.cloud_draft(restyle(studio))
    shown = studio.cloud_picture(draft).read_bytes()
    assert draft.bytes == len(shown) and b"SECRETCAMERA" not in shown and b"Exif" not in shown
    with served.client(token) as asked:
        assert asked.get("/account").json()["jobs_today"] == 0  # shown, not sent
        studio.cloud_send([draft.id])
        done = until(studio, lambda p: p.there is There.CONFIRMED)
        stop()
        assert done.state is State.DONE and all(each.genuine for each in done.receipts)
        assert asked.get("/account").json()["media"] == 0 and asked.get("/jobs").json() == []
    with Image.open(done.made) as made:
        assert made.size == (1080, 1920)
    assert ENHANCED.encode() in Path(done.made).read_bytes()
    (creation,) = studio.creations()
    assert creation.made_by == served.url and creation.path == Path(done.made)
    comes_as_a_card(studio, creation, served.url)
    deleted, sent = studio.cloud_entries()
    assert sent.sending and (sent.act, deleted.act, sent.recipient) == ("send", "delete", served.url)
    assert (sent.sending.photo, sent.sending.bytes) == ("ada.jpg", len(shown))
    assert list(studio.paths.outbox.glob("*")) == []
    assert studio.unheard() == ("A picture came back from the server. It is listed under Saved.",)
    assert seen[-1]  # the feed was told when there was a card to show
    studio.turn_off_cloud()
    with pytest.raises(ConsentError):
        studio.cloud_draft(restyle(studio))
    assert studio.cloud_entries() == (deleted, sent)
    for file in studio.paths.data.rglob("*"):
        assert not file.is_file() or token.encode() not in file.read_bytes(), file


def comes_as_a_card(studio: Studio, creation: Creation, server: str) -> None:
    now = datetime.now().astimezone()
    (card,) = studio.came(now)
    assert (card.came, card.made_by, card.state) == (creation.path, server, SuggestionState.NEW)
    assert server in card.suggestion.reason and card.suggestion.title == "ada"
    key = card.suggestion.key
    out = studio.paths.data.parent / "ada, drawn.jpg"
    assert studio.keep_came(key, out).made_by == server and out.read_bytes() == creation.path.read_bytes()
    assert {made.path for made in studio.creations()} == {out, creation.path}
    with pytest.raises(UserError):
        studio.keep_came(key, studio.paths.data.parent / "roll" / "ada.jpg")
    assert studio.came(now)[0].state is SuggestionState.MADE
    assert not studio.came(now + timedelta(days=31))  # it has had its time
    studio.keep_for_later(key)
    assert studio.came(now + timedelta(days=31))[0].kept
    studio.dismiss(key)
    assert not studio.came(now)
    studio.undismiss(key)
    with studio._db.write() as db:
        db.execute("INSERT INTO quiet_asset (asset_id) VALUES (?)", card.recipe.photos)
    assert not studio.came(now)  # nor what a photo on the Quiet list became
    with pytest.raises(UserError):
        studio.keep_came(key, out)
    with studio._db.write() as db:
        db.execute("DELETE FROM quiet_asset")
    assert studio.came(now)
    out.unlink()


def nothing_left(asked: httpx.Client) -> None:
    """Wait for a server that was storing a picture as its key was deleted: it deletes it right after."""
    deadline = time.monotonic() + 10
    while asked.get("/account").json()["media"] or asked.get("/jobs").json():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_taking_it_back_calls_off_and_has_it_deleted(studio: Studio, served: Home, token: str) -> None:
    studio.turn_on_cloud(served.url, key=token)
    studio.cloud_send([studio.cloud_draft(restyle(studio)).id])
    until(studio, lambda p: p.sent_at is not None)
    studio.turn_off_cloud()
    ended = until(studio, lambda p: p.there is There.CONFIRMED)
    assert ended.state is State.CANCELLED and ended.receipts and all(r.genuine for r in ended.receipts)
    assert {json.loads(r.body)["deleted"] for r in ended.receipts} <= {"media", "job", "nothing"}
    with served.client(token) as asked:
        nothing_left(asked)
    assert studio.creations() == () and list(studio.paths.outbox.glob("*")) == []


def test_what_is_masked_is_painted_over(studio: Studio, served: Home, token: str) -> None:
    studio.turn_on_cloud(served.url, key=token)
    plain, masked = (studio.cloud_draft(restyle(studio), masked=on) for on in (False, True))
    (face,) = studio.photo(studio.tiles()[0].asset).faces
    assert (plain.masked, masked.masked) == (0, 1)
    with Image.open(studio.cloud_picture(masked)) as image:
        box = face.box
        left, top = round(box.x * image.width), round(box.y * image.height)
        cut = image.crop((left, top, left + round(box.w * image.width), top + round(box.h * image.height)))
        assert all(high - low < 12 for low, high in map(spread, cut.split()))  # one colour
    assert json.loads(plain.words)["faces"] and not json.loads(masked.words)["faces"]
    studio.cloud_call_off([plain.id, masked.id])
    assert list(studio.paths.outbox.glob("*")) == [] and studio.cloud_parcels() == ()


def test_photos_are_chosen_only_as_told_and_only_with_cloud_on(
    studio: Studio, served: Home, token: str
) -> None:
    with pytest.raises(ConsentError):
        studio.cloud_choose(Meant(days=None))
    studio.turn_on_cloud(served.url, key=token)
    (asset,) = (tile.asset for tile in studio.tiles())
    assert studio.cloud_choose(Meant()) == ()  # its day is not known, so it is not of the last 30
    assert studio.cloud_choose(Meant(days=None)) == (asset,)
    assert studio.cloud_choose(Meant(days=None, place="Kyoto")) == ()
    (person,) = studio.people()
    studio.set_person(person.cluster, hidden=True)
    assert studio.cloud_choose(Meant(days=None)) == ()


def test_with_cloud_off_no_networking_is_even_loaded(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from rollsuggest import paths; from rollsuggest.studio import Studio;"
        "studio = Studio(paths.under(pathlib.Path(sys.argv[1]))); studio.resume_cloud();"
        "studio.cloud_parcels(); studio.cloud_entries(); studio.erase_all(); studio.close();"
        "print([name for name in sys.modules if name.startswith('rollsuggest.cloud')])"
    )
    done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_wrong_key_or_server_leaves_it_off(studio: Studio, served: Home) -> None:
    for server, key, words in (
        (served.url, "rs_wrong", "key"),
        ("http://photos.example.org", "x", "https"),
        ("http://127.0.0.1:9", "x", "No server is running"),
    ):
        with pytest.raises(UserError, match=words):
            studio.turn_on_cloud(server, key=key)
        assert not studio.grants().has(Purpose.CLOUD)


def test_who_is_hidden_meanwhile_is_not_sent(studio: Studio, served: Home, token: str) -> None:
    studio.turn_on_cloud(served.url, key=token)
    studio.cloud_pause(True)
    studio.cloud_send([studio.cloud_draft(restyle(studio)).id])
    (person,) = studio.people()
    studio.set_person(person.cluster, hidden=True)
    studio.cloud_pause(False)
    ended = until(studio, lambda p: p.state is State.CANCELLED)
    assert ended.photo == "" and ended.there is There.NOTHING
    assert studio.cloud_entries() == ()
    with served.client(token) as asked:
        assert asked.get("/account").json()["media"] == 0


def test_why_photos_wait_is_said_and_a_higher_limit_sends_them_at_once(
    studio: Studio, served: Home, token: str
) -> None:
    studio.turn_on_cloud(served.url, key=token)
    settings = replace(studio.settings(), cloud_a_day=1)
    studio.change_settings(settings)
    studio.cloud_send([studio.cloud_draft(restyle(studio)).id])
    until(studio, lambda p: p.state is State.DONE)
    second = studio.cloud_draft(restyle(studio)).id
    studio.cloud_send([second])
    assert studio.cloud_waits_for() == "No more than 1 photo is sent in a day. The rest goes tomorrow."
    studio.change_settings(replace(settings, cloud_a_day=2))
    deadline = time.monotonic() + PATIENCE_S
    while not all(p.state is State.DONE for p in studio.cloud_parcels()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert len(studio.cloud_parcels()) == 2 and studio.cloud_waits_for() == ""


def test_a_server_that_takes_no_photo_without_a_key_is_not_turned_on(studio: Studio, served: Home) -> None:
    with pytest.raises(UserError, match="does not accept this key"):
        studio.turn_on_cloud(served.url)
    assert not studio.grants().has(Purpose.CLOUD)


def test_erasing_everything_has_servers_delete_too(studio: Studio, served: Home, token: str) -> None:
    studio.turn_on_cloud(served.url, key=token)
    studio.cloud_send([studio.cloud_draft(restyle(studio)).id])
    until(studio, lambda p: p.sent_at is not None)
    studio.erase_all()
    assert [text for text in studio.unheard() if "not confirmed" in text] == []
    with served.client(token) as asked:
        assert asked.get("/account").json()["media"] == 0 and asked.get("/jobs").json() == []
    left = {file.name for file in studio.paths.data.rglob("*") if file.is_file()}
    assert left <= {"library.sqlite", "library.sqlite-wal", "library.sqlite-shm"}


def test_sending_waits_where_the_network_costs_by_use(tmp_path: Path) -> None:
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        for costly, wanted, waits in ((True, False, False), (None, True, False), (True, True, True)):
            studio.change_settings(Settings(cloud_unmetered=wanted))
            studio.know_network(costly)
            assert bool(studio._hindered()) is waits
