"""The rollsuggest server (rollsuggest.server): picture, job, result, deletion, each by the parcel's key."""

from __future__ import annotations

import json
from typing import Any

from rollsuggest.cloud import receipts, trouble
from rollsuggest.cloud.client import BASE
from rollsuggest.cloud.provider import Ask, Ended, Made, Working
from rollsuggest.cloud.wire import Answer, Request
from rollsuggest.i18n import _, ngettext
from rollsuggest.library.outbox import Parcel, SignedReceipt
from rollsuggest.model import Recipe, Statement

SMALL_S = 30.0  # an answer to a small question takes no longer
SMALL_BYTES = 1_000_000
DRAWN = (
    "make",
    "format",
    "style",
    "quality",
    "strength",
    "line",
    "flatness",
    "colour",
    "eyes",
    "apart",
    "light",
    "seed",
)  # what of a recipe the server is told; its title is not


class OwnServer:
    repeats = True
    generated = False  # it draws with the styles that this computer has

    def __init__(self, retention_hours: int) -> None:
        self._hours = retention_hours

    def statement(self) -> Statement:
        hours = max(self._hours, 0)
        keeps = ngettext(
            "It says of itself: the picture is deleted as soon as the result is fetched, and nothing is kept"
            " for longer than {n} hour.",
            "It says of itself: the picture is deleted as soon as the result is fetched, and nothing is kept"
            " for longer than {n} hours.",
            hours,
        )
        return Statement(
            receives=_("The server gets the picture and how it is to be drawn: no name, no place, no date."),
            keeps=keeps.format(n=hours),
            deletes=_("Each deletion is confirmed with a receipt that the server signs."),
        )

    def words(self, recipe: Recipe, key: str, *, faces: bool) -> str:
        """Return an Order of the protocol, without the number that the server will give to the picture."""
        said = {name: getattr(recipe, name) for name in DRAWN}
        return json.dumps(said | {"faces": faces}, indent=1)

    def send(self, ask: Ask, parcel: Parcel, picture: bytes) -> Working | Made:
        headers = {"Idempotency-Key": parcel.key}
        sent = _told(ask(Request("POST", f"{BASE}/media", headers | JPEG, picture), with_photo=True), 201)
        if sent.get("sha256") != parcel.sha256:
            raise trouble.RefusedError(_("The picture arrived damaged."), "", status=502)
        body = json.dumps({"media": [sent["id"]], **json.loads(parcel.words)}).encode()
        job = _told(ask(Request("POST", f"{BASE}/jobs", headers | JSON, body, SMALL_S, SMALL_BYTES)), 202)
        return Working(str(job["id"]))

    def look(self, ask: Ask, parcel: Parcel) -> Working | Made | Ended:
        path = f"{BASE}/jobs/{parcel.remote}"
        answer = ask(Request("GET", path, timeout_s=SMALL_S, most_bytes=SMALL_BYTES))
        if answer.status == 404:
            return Ended(_("The server has it no more. Nothing came back."))
        job = _told(answer, 200)
        if job.get("state") == "failed":
            return Ended(_("The server could not make it: {why}").format(why=job.get("error", "")))
        if job.get("state") != "done":
            return Working()
        made = ask(Request("GET", f"{path}/result"))
        if made.status != 200:
            raise trouble.refused(made.status, made.headers, made.body)
        return Made(made.body)

    def delete(self, ask: Ask, parcel: Parcel) -> tuple[SignedReceipt, ...] | None:
        request = Request("DELETE", f"{BASE}/sent/{parcel.key}", timeout_s=SMALL_S, most_bytes=SMALL_BYTES)
        answer = ask(request)
        if answer.status != 200:
            raise trouble.refused(answer.status, answer.headers, answer.body)
        found = tuple(
            SignedReceipt(body, signature, receipts.genuine(body, signature, parcel.receipt_key))
            for body, signature in _signed(answer)
        )
        return found or None


JPEG = {"Content-Type": "image/jpeg"}
JSON = {"Content-Type": "application/json"}


def _told(answer: Answer, expected: int) -> dict[str, Any]:
    if answer.status != expected:
        raise trouble.refused(answer.status, answer.headers, answer.body)
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise trouble.stranger() from error
    if not isinstance(said, dict) or "id" not in said:
        raise trouble.stranger()
    return said


def _signed(answer: Answer) -> list[tuple[str, str]]:
    try:
        return [(str(each["body"]), str(each["signature"])) for each in json.loads(answer.body)]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise trouble.stranger() from error
