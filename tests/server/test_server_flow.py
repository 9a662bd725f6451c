"""What a person sends is made into something, fetched, and gone: seen over a real socket."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from PIL import Image
from server_home import Home, files, finished, gone, key, order, send

from rollsuggest.cloud.client import PROTOCOL, hello
from rollsuggest.cloud.receipts import genuine
from rollsuggest.consent.grants import permit_greeting

pytestmark = pytest.mark.loopback


@pytest.fixture
def me(served: Home) -> Iterator[httpx.Client]:
    with served.client(served.account(f"me-{uuid4().hex[:8]}")) as client:
        yield client


def test_the_app_finds_the_server(served: Home) -> None:
    found = hello(permit_greeting(served.url), served.url)
    assert (found.protocol, found.retention_hours) == (PROTOCOL, 24)


def test_a_restyle_comes_back_and_nothing_is_left(served: Home, me: httpx.Client) -> None:
    photo = send(me)
    job = order(me, [photo["id"]], make="restyle", style="sketch", format="square", faces=True)
    assert finished(me, job["id"])["state"] == "done", served.said()
    made = me.get(f"/jobs/{job['id']}/result")
    with Image.open(io.BytesIO(made.content)) as image:
        assert image.size == (1080, 1080)
        assert not image.getexif().get_ifd(0x8825)
    assert gone(me, f"/media/{photo['id']}"), "its input is kept after it was fetched"
    signed = me.delete(f"/jobs/{job['id']}").json()
    public = me.get("/hello").json()["receipt_key"]
    receipts = me.get("/receipts").json()
    assert [json.loads(each["body"])["id"] for each in receipts] == [photo["id"], job["id"]]
    assert all(genuine(each["body"], each["signature"], public) for each in [*receipts, signed])
    assert not genuine(signed["body"].replace(job["id"], str(uuid4())), signed["signature"], public)
    held = [each for each in files(served.data) if photo["id"] in str(each) or job["id"] in str(each)]
    assert held == []


@pytest.mark.parametrize(("make", "output", "count"), [("collage", "png", 3), ("recap", "mp4", 3)])
def test_collages_and_films_are_made(
    served: Home, me: httpx.Client, make: str, output: str, count: int
) -> None:
    photos = [send(me)["id"] for _ in range(count)]
    job = order(me, photos, make=make, output=output, format="square", title="May")
    assert finished(me, job["id"])["state"] == "done", served.said()
    made = me.get(f"/jobs/{job['id']}/result")
    assert made.headers["content-type"] == {"png": "image/png", "mp4": "video/mp4"}[output]
    assert len(made.content) > 20_000
    assert len(me.delete("/everything").json()) >= 1
    assert me.get("/account").json()["stored_bytes"] == 0


def test_the_same_key_makes_nothing_twice(me: httpx.Client) -> None:
    same = key()
    first, second = (me.post("/media", content=open_photo(), headers=same).json()["id"] for _ in range(2))
    assert first == second and me.get("/account").json()["media"] == 1
    wanted = {"media": [first], "make": "restyle", "style": "sketch"}
    jobs = {me.post("/jobs", json=wanted, headers=same).json()["id"] for _ in range(3)}
    assert len(jobs) == 1 and len(me.get("/jobs").json()) == 1
    me.delete("/everything")
    assert me.post("/media", content=open_photo(), headers=same).status_code == 410
    assert me.post("/jobs", json=wanted, headers=same).status_code == 410


def open_photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
    return out.getvalue()


def test_nobody_sees_what_is_anothers(served: Home, me: httpx.Client) -> None:
    photo = send(me, open_photo())["id"]
    job = order(me, [photo], make="restyle", style="sketch")["id"]
    with served.client(served.account(f"you-{uuid4().hex[:8]}")) as you:
        for asked in (f"/media/{photo}", f"/jobs/{job}", f"/jobs/{job}/result"):
            assert you.get(asked).status_code == 404
        assert you.delete(f"/media/{photo}").status_code == you.delete(f"/jobs/{job}").status_code == 404
        wanted = {"media": [photo], "make": "restyle"}
        assert you.post("/jobs", json=wanted, headers=key()).status_code == 404
        assert you.get("/admin/overview").status_code == 404
    assert me.get(f"/media/{photo}").status_code == 200
    with served.client("rs_wrong") as stranger:
        assert stranger.get("/account").status_code == 401


def test_a_job_that_is_deleted_while_it_is_made_leaves_nothing(served: Home, me: httpx.Client) -> None:
    photos = [send(me)["id"] for _ in range(3)]
    job = order(me, photos, make="recap", output="mp4")["id"]
    me.delete("/everything")
    assert me.get(f"/jobs/{job}").status_code == 404
    other = order(me, [send(me, open_photo())["id"]], make="restyle", style="sketch")["id"]
    assert finished(me, other)["state"] == "done"  # the worker is free again
    assert not [each for each in files(served.data) if job in str(each)]


def test_the_words_of_an_order_lie_nowhere_in_plain(served: Home, me: httpx.Client) -> None:
    title = f"Marker{uuid4().hex}"
    photos = [send(me)["id"] for _ in range(2)]
    job = order(me, photos, make="collage", title=title)["id"]
    assert finished(me, job)["state"] == "done"
    for path in (each for each in served.data.rglob("*") if each.is_file()):
        data = path.read_bytes()
        assert title.encode() not in data, f"{path} holds a title in plain"
        assert not (path.is_relative_to(served.data / "objects") and data.startswith(b"\xff\xd8"))


def test_what_cannot_be_made_is_told(me: httpx.Client) -> None:
    photo = send(me, open_photo())["id"]
    for said in (
        {"make": "collage"},
        {"make": "restyle", "output": "mp4"},
    ):
        answer = me.post("/jobs", json={"media": [photo], **said}, headers=key())
        assert answer.status_code == 400 and answer.json()["error"]
    assert me.post("/jobs", json={"media": [photo], "make": "restyle"}).status_code == 422  # without a key
    assert me.post("/jobs", json={"media": [], "make": "restyle"}, headers=key()).status_code == 422


def test_all_that_came_with_a_key_is_deleted_by_it(served: Home, me: httpx.Client) -> None:
    same = key()
    sent = f"/sent/{same['Idempotency-Key']}"
    photo = me.post("/media", content=open_photo(), headers=same).json()["id"]
    job = me.post("/jobs", json={"media": [photo], "make": "restyle"}, headers=same).json()["id"]
    said = [json.loads(each["body"]) for each in me.delete(sent).json()]
    assert {(each["deleted"], each["id"]) for each in said} == {("media", photo), ("job", job)}
    assert me.get(f"/media/{photo}").status_code == me.get(f"/jobs/{job}").status_code == 404
    assert [json.loads(each["body"]) for each in me.delete(sent).json()] == said  # asked again: the same
    with served.client(served.account(f"you-{uuid4().hex[:8]}")) as you:
        (none,) = you.delete(sent).json()
        assert json.loads(none["body"])["deleted"] == "nothing"


def test_what_comes_after_it_was_to_be_deleted_is_not_kept(me: httpx.Client) -> None:
    late = key()
    (none,) = me.delete(f"/sent/{late['Idempotency-Key']}").json()
    assert json.loads(none["body"])["deleted"] == "nothing"
    assert me.post("/media", content=open_photo(), headers=late).status_code == 410
    assert me.get("/account").json()["media"] == 0
