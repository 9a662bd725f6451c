"""A generative server, through the real studio: its result is marked, its silence about deletion is said."""

from __future__ import annotations

import base64
import io
import json
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from rollsuggest import paths
from rollsuggest.library.outbox import Parcel, State, There
from rollsuggest.model import Make, Purpose, Recipe, Service
from rollsuggest.render.export import GENERATED
from rollsuggest.studio import Studio

ASTRONAUT = paths.resources() / "pictures" / "astronaut.jpg"
pytestmark = pytest.mark.loopback


class Models:
    """A server that answers image editing with whatever `answer` is; None closes the connection."""

    def __init__(self) -> None:
        picture = io.BytesIO()
        exif = Image.Exif()
        exif[0x010E] = "STRANGERS WORDS"
        Image.new("RGB", (1024, 1536), "teal").save(picture, "JPEG", exif=exif)
        self.answer: bytes | None = picture.getvalue()
        self.edits = 0
        self.keys: set[str] = set()
        models = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(404, b"{}")

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                models.edits += 1
                models.keys.add(self.headers["Authorization"])
                if models.answer is None:
                    self.connection.close()
                else:
                    told = base64.b64encode(models.answer).decode()
                    self._say(200, json.dumps({"data": [{"b64_json": told}]}).encode())

            def _say(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None: ...

        class Server(ThreadingHTTPServer):
            def handle_error(
                self, request: object, client_address: object
            ) -> None: ...  # closed by ourselves

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def models() -> Iterator[Models]:
    made = Models()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def studio(tmp_path: Path, models: Models, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setattr("rollsuggest.cloud.secrets.system_keyring", lambda: None)
    (tmp_path / "roll").mkdir()
    (tmp_path / "roll" / "ada.jpg").write_bytes(ASTRONAUT.read_bytes())
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        studio.allow(Purpose.ANALYSE)
        studio.add_roll(tmp_path / "roll")
        studio.index(lambda _status: None)
        studio.turn_on_cloud(models.url, Service.OPENAI, "sk-secret", "some-model")
        yield studio


def sent(studio: Studio) -> Parcel:
    """Send the photo and wait for what becomes of it."""
    recipe = Recipe(Make.RESTYLE, (studio.tiles()[0].asset,), style="oil")
    studio.cloud_send([studio.cloud_draft(recipe).id])
    deadline = time.monotonic() + 60
    while (parcel := studio.cloud_parcels()[0]).state in (State.WAITING, State.SENDING, State.SENT) or (
        parcel.there is There.WANTED
    ):
        assert time.monotonic() < deadline, parcel
        time.sleep(0.05)
    return parcel


def test_a_generated_picture_is_marked_and_what_the_stranger_wrote_into_it_is_gone(
    studio: Studio, models: Models
) -> None:
    done = sent(studio)
    assert done.state is State.DONE and done.there is There.UNCONFIRMED and done.receipts == ()
    made = Path(done.made).read_bytes()
    assert GENERATED.encode() in made and b"STRANGERS WORDS" not in made
    assert models.keys == {"Bearer sk-secret"} and json.loads(done.words)["model"] == "some-model"
    assert [entry.act for entry in studio.cloud_entries()] == ["send"]  # no deletion was confirmed


def test_what_is_no_picture_costs_this_one_photo(studio: Studio, models: Models) -> None:
    models.answer = b"<html>no picture</html>"
    failed = sent(studio)
    assert failed.state is State.FAILED and failed.trouble and studio.creations() == ()
    assert list(studio.paths.outbox.glob("*")) == []


def test_what_was_lost_on_the_way_is_not_sent_again_by_itself(studio: Studio, models: Models) -> None:
    good, models.answer = models.answer, None
    unsure = sent(studio)
    assert unsure.state is State.UNSURE and models.edits == 1
    studio.resume_cloud()
    time.sleep(0.3)
    assert models.edits == 1
    models.answer = good
    studio.cloud_again(unsure.id)
    deadline = time.monotonic() + 60
    while studio.cloud_parcels()[0].state is not State.DONE:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert models.edits == 2 and len(studio.creations()) == 1
