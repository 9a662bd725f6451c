"""Servers of the other two kinds, over real sockets: what they are sent, and what they answer."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cloud_world import ASSET, RECIPE, START

from rollsuggest.cloud.comfyui import ComfyUi
from rollsuggest.cloud.openai_images import OpenAiImages
from rollsuggest.cloud.provider import Ask, Ended, Made, Working
from rollsuggest.cloud.trouble import LostError, RefusedError
from rollsuggest.cloud.wire import Answer, Request, Wire
from rollsuggest.consent.grants import Permit
from rollsuggest.errors import UserError
from rollsuggest.library.outbox import Parcel
from rollsuggest.model import Purpose

pytestmark = pytest.mark.loopback
PICTURE = b"\xff\xd8 the photo \x00\r\n--"
KEY = "0123456789abcdef" * 2

WORKFLOW = {
    "1": {"class_type": "LoadImage", "inputs": {"image": "example.png"}},
    "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "best, %prompt%", "clip": ["4", 1]}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0]}},
}

Route = Callable[[str, str, bytes, dict[str, str]], tuple[int, bytes]]


@contextmanager
def served(route: Route) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, said = route(self.command, self.path, body, dict(self.headers))
            if status == 0:
                self.connection.close()
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def do_GET(self) -> None:
            self.answer()

        def do_POST(self) -> None:
            self.answer()

        def log_message(self, format: str, *args: object) -> None: ...

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None: ...  # we hung up ourselves

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def asker(server: str) -> Ask:
    permit = Permit(Purpose.CLOUD, server, frozenset({ASSET}))

    def ask(request: Request, *, with_photo: bool = False) -> Answer:
        return Wire().ask(server, request, lambda: permit, photo=ASSET if with_photo else None)

    return ask


def parcel(words: str, server: str) -> Parcel:
    return Parcel(
        1, KEY, ASSET, "a.jpg", "", server, RECIPE, words, 0, len(PICTURE), "", 4, 3, START, attempts=1
    )


def parts(headers: dict[str, str], body: bytes) -> dict[str, tuple[str | None, bytes]]:
    """Read a form as a server does: field -> file name, value."""
    message = BytesParser(policy=HTTP).parsebytes(
        f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode() + body
    )
    found = {}
    for part in message.iter_parts():
        name, value = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        assert isinstance(value, bytes)
        found[str(name)] = (part.get_filename(), value)
    return found


def test_image_editing_as_openai_speaks_it() -> None:
    got: dict[str, Any] = {}

    def route(method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        got.update(method=method, path=path, parts=parts(headers, body))
        return 200, json.dumps({"data": [{"b64_json": base64.b64encode(b"made").decode()}]}).encode()

    provider = OpenAiImages("")
    words = provider.words(RECIPE, KEY, faces=False)
    with served(route) as server:
        assert provider.send(asker(server), parcel(words, server), PICTURE) == Made(b"made")
    assert (got["method"], got["path"]) == ("POST", "/v1/images/edits")
    sent = got["parts"]
    assert sent.pop("image") == ("photo.jpg", PICTURE)
    assert {name: value.decode() for name, (_file, value) in sent.items()} == json.loads(words)
    assert json.loads(words)["size"] == "1024x1536" and "pencil" in json.loads(words)["prompt"]


@pytest.mark.parametrize(
    ("status", "said", "error", "passes"),
    [
        (401, b"{}", "key", False),
        (429, b'{"error": {"message": "Slow down."}}', "Slow down.", True),
        (400, b'{"error": {"message": "Billing limit."}}', "Billing limit.", False),
        (
            200,
            b'{"data": [{"url": "https://elsewhere.example/made.png"}]}',
            "does not send the picture",
            False,
        ),
        (200, b"<html>", "does not send", False),
    ],
)
def test_what_is_no_picture_is_told(status: int, said: bytes, error: str, passes: bool) -> None:
    provider = OpenAiImages("")
    with (
        served(lambda *_asked: (status, said)) as server,
        pytest.raises(RefusedError, match=error) as told,
    ):
        provider.send(asker(server), parcel(provider.words(RECIPE, KEY, faces=False), server), PICTURE)
    assert told.value.passes is passes


def test_a_connection_that_breaks_leaves_it_open_whether_it_arrived() -> None:
    provider = OpenAiImages("")
    with served(lambda *_asked: (0, b"")) as server, pytest.raises(LostError):
        provider.send(asker(server), parcel(provider.words(RECIPE, KEY, faces=False), server), PICTURE)


class Comfy:
    """As much of ComfyUI as its HTTP API shows."""

    def __init__(self) -> None:
        self.uploads: dict[str, bytes] = {}
        self.prompts: list[dict[str, Any]] = []
        self.history: dict[str, Any] = {}
        self.forgotten: list[str] = []

    def __call__(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        if path == "/upload/image":
            name, picture = parts(headers, body)["image"]
            self.uploads[str(name)] = picture
            return 200, json.dumps({"name": name, "subfolder": "", "type": "input"}).encode()
        if path == "/prompt":
            self.prompts.append(json.loads(body))
            return 200, json.dumps({"prompt_id": f"p{len(self.prompts)}", "number": 1}).encode()
        if path == "/queue" and method == "GET":
            waiting = [
                [n, f"p{n}", said["prompt"], {"client_id": said["client_id"]}, []]
                for n, said in enumerate(self.prompts, 1)
                if f"p{n}" not in self.history
            ]
            return 200, json.dumps({"queue_running": [], "queue_pending": waiting}).encode()
        if path.startswith("/history") and method == "GET":
            asked = path.removeprefix("/history/")
            return 200, json.dumps(
                self.history if "max_items" in path else {k: v for k, v in self.history.items() if k == asked}
            ).encode()
        if path.startswith("/view?filename=made_1.png&subfolder=&type=output"):
            return 200, b"made"
        if method == "POST":
            self.forgotten += json.loads(body)["delete"]
            return 200, b"{}"
        return 404, b""

    def finish(self, prompt: str, status: str = "success") -> None:
        said = self.prompts[int(prompt[1:]) - 1]
        images = [{"filename": "p.png", "subfolder": "", "type": "temp"},
                  {"filename": "made_1.png", "subfolder": "", "type": "output"}]  # fmt: skip
        self.history[prompt] = {
            "prompt": [1, prompt, said["prompt"], {"client_id": said["client_id"]}, ["9"]],
            "outputs": {"9": {"images": images}},
            "status": {"status_str": status, "completed": status == "success"},
        }


def test_comfyui_is_given_the_picture_and_the_persons_workflow() -> None:
    comfy, provider = Comfy(), ComfyUi(json.dumps(WORKFLOW))
    words = provider.words(RECIPE, KEY, faces=False)
    with served(comfy) as server:
        ask, held = asker(server), parcel(words, server)
        assert provider.send(ask, held, PICTURE) == Working("p1")
        assert comfy.uploads == {f"rollsuggest-{KEY}.jpg": PICTURE}
        graph = comfy.prompts[0]["prompt"]
        assert graph == json.loads(words) and graph["1"]["inputs"]["image"] == f"rollsuggest-{KEY}.jpg"
        assert graph["2"]["inputs"]["text"].startswith("best, Redraw this photo")
        held = replace(held, remote="p1")
        assert provider.look(ask, held) == Working()
        again = replace(held, attempts=2, remote="")  # the answer was lost: it is found, and not made twice
        assert provider.send(ask, again, PICTURE) == Working("p1") and len(comfy.prompts) == 1
        comfy.finish("p1")
        assert provider.look(ask, held) == Made(b"made")
        assert provider.send(ask, again, PICTURE) == Working("p1") and len(comfy.prompts) == 1
        assert provider.delete(ask, held) is None and comfy.forgotten == ["p1", "p1"]


def test_a_workflow_that_fails_or_is_forgotten_is_told() -> None:
    comfy, provider = Comfy(), ComfyUi(json.dumps(WORKFLOW))
    with served(comfy) as server:
        held = parcel(provider.words(RECIPE, KEY, faces=False), server)
        lost = provider.look(asker(server), replace(held, remote="p9"))
        assert isinstance(lost, Ended) and "knows nothing" in lost.why
        provider.send(asker(server), held, PICTURE)
        comfy.finish("p1", "error")
        failed = provider.look(asker(server), replace(held, remote="p1"))
        assert isinstance(failed, Ended) and "failed" in failed.why


@pytest.mark.parametrize(
    ("workflow", "words"),
    [
        ("", "no workflow"),
        ("[1, 2]", "no workflow"),
        (json.dumps({"nodes": [], "links": []}), "no workflow"),  # saved, not exported for the API
        (json.dumps({"9": WORKFLOW["9"]}), "must load one picture"),
        (json.dumps({"1": WORKFLOW["1"], "2": WORKFLOW["1"]}), "must load one picture"),
    ],
)
def test_what_is_no_workflow_is_told(workflow: str, words: str) -> None:
    with pytest.raises(UserError, match=words) as told:
        ComfyUi(workflow).words(RECIPE, KEY, faces=False)
    assert told.value.advice


def test_each_kind_says_what_it_gets_keeps_and_deletes() -> None:
    for provider in (OpenAiImages(""), ComfyUi("")):
        said = provider.statement()
        assert said.receives and said.keeps and "confirmed" in said.deletes
