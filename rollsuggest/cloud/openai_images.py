"""Servers that speak OpenAI's image editing: `POST {base}/v1/images/edits`, hosted or one's own."""

from __future__ import annotations

import base64
import json

from rollsuggest.cloud import trouble
from rollsuggest.cloud.multipart import form
from rollsuggest.cloud.prompts import prompt, size
from rollsuggest.cloud.provider import Ask, Ended, Made, Working
from rollsuggest.cloud.wire import Request
from rollsuggest.i18n import _
from rollsuggest.library.outbox import Parcel, SignedReceipt
from rollsuggest.model import Recipe, Statement

MODEL = "gpt-image-1"
PATIENCE_S = 300.0  # a model may take minutes, and answers only then
PATH = "/v1/images/edits"


class OpenAiImages:
    repeats = False  # the protocol knows no key: what was lost on the way may have been made, and paid for
    generated = True

    def __init__(self, model: str) -> None:
        self._model = model or MODEL

    def statement(self) -> Statement:
        return Statement(
            receives=_("The server gets the picture and a sentence about it: no name, no place, no date."),
            keeps=_(
                "Whoever runs this server decides how long it is kept and what for; rollsuggest cannot check"
                " that. Read its terms first."
            ),
            deletes=_("This kind of server cannot be asked to delete, so nothing will be confirmed."),
        )

    def words(self, recipe: Recipe, key: str, *, faces: bool) -> str:
        said = {"model": self._model, "prompt": prompt(recipe), "size": size(recipe.format)}
        return json.dumps(said, indent=1)

    def send(self, ask: Ask, parcel: Parcel, picture: bytes) -> Working | Made:
        headers, body = form(json.loads(parcel.words), ("image", "photo.jpg", picture), parcel.key)
        answer = ask(Request("POST", PATH, headers, body, timeout_s=PATIENCE_S), with_photo=True)
        if answer.status != 200:
            raise trouble.refused(answer.status, answer.headers, answer.body)
        try:
            return Made(base64.b64decode(json.loads(answer.body)["data"][0]["b64_json"], validate=True))
        except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
            raise trouble.RefusedError(
                _("The server made something, but does not send the picture itself."),
                _("rollsuggest fetches nothing from other addresses. Have it answer with b64_json."),
                status=200,
            ) from error

    def look(self, ask: Ask, parcel: Parcel) -> Working | Made | Ended:
        return Ended(_("The connection was lost before the picture came back."))

    def delete(self, ask: Ask, parcel: Parcel) -> tuple[SignedReceipt, ...] | None:
        return None
