"""ComfyUI's HTTP API, with a workflow that the person exported from it ("Export (API)")."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from rollsuggest.cloud import trouble
from rollsuggest.cloud.multipart import form
from rollsuggest.cloud.prompts import prompt
from rollsuggest.cloud.provider import Ask, Ended, Made, Working
from rollsuggest.cloud.wire import Answer, Request
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.outbox import Parcel, SignedReceipt
from rollsuggest.model import Recipe, Statement

PROMPT = "%prompt%"  # where a text of the workflow holds this, the style's sentence is put
LOADS = "LoadImage"
SMALL_S, SMALL_BYTES = 30.0, 20_000_000
JSON = {"Content-Type": "application/json"}


class ComfyUi:
    repeats = True  # a prompt that it knows already is found by our key
    generated = True

    def __init__(self, workflow: str) -> None:
        self._workflow = workflow

    def statement(self) -> Statement:
        return Statement(
            receives=_("The server gets the picture and your workflow: no name, no place, no date."),
            keeps=_(
                "ComfyUI keeps pictures it was sent and pictures it made in its folders until whoever runs it"
                " removes them."
            ),
            deletes=_(
                "ComfyUI cannot be asked to delete files, so nothing will be confirmed: ask whoever runs it."
            ),
        )

    def words(self, recipe: Recipe, key: str, *, faces: bool) -> str:
        """Return the workflow with our picture and the style. Raises UserError where it has no place."""
        graph = parsed(self._workflow)
        places = [node for node in graph.values() if node.get("class_type") == LOADS]
        if len(places) != 1:
            raise UserError(
                _("The workflow must load one picture; it has {n} nodes that do.").format(n=len(places)),
                _("It is the node “Load Image”."),
            )
        places[0].setdefault("inputs", {})["image"] = _name(key)
        for node in graph.values():
            for name, value in node.get("inputs", {}).items():
                if isinstance(value, str):
                    node["inputs"][name] = value.replace(PROMPT, prompt(recipe))
        return json.dumps(graph, indent=1, ensure_ascii=False)

    def send(self, ask: Ask, parcel: Parcel, picture: bytes) -> Working | Made:
        if parcel.attempts > 1 and (known := self._known(ask, parcel.key)):
            return Working(known)
        fields = {"type": "input", "overwrite": "true"}
        headers, body = form(fields, ("image", _name(parcel.key), picture), parcel.key)
        answer = ask(Request("POST", "/upload/image", headers, body), with_photo=True)
        if _json(answer).get("name") != _name(parcel.key):
            raise trouble.stranger()
        order = json.dumps({"prompt": json.loads(parcel.words), "client_id": parcel.key}).encode()
        said = _json(ask(Request("POST", "/prompt", JSON, order, SMALL_S, SMALL_BYTES)))
        return Working(str(said["prompt_id"]) if "prompt_id" in said else "")

    def _known(self, ask: Ask, key: str) -> str:
        """Return what the server calls the prompt that came with this key; "" when it knows none."""
        queue = _json(ask(_get("/queue")))
        history = _json(ask(_get("/history?max_items=500")))
        entries = [*queue.get("queue_running", ()), *queue.get("queue_pending", ())]
        entries += [each.get("prompt", ()) for each in history.values() if isinstance(each, dict)]
        for entry in entries:
            if len(entry) > 3 and isinstance(entry[3], dict) and entry[3].get("client_id") == key:
                return str(entry[1])
        return ""

    def look(self, ask: Ask, parcel: Parcel) -> Working | Made | Ended:
        known = _json(ask(_get(f"/history/{quote(parcel.remote, safe='')}"))).get(parcel.remote)
        if not known:
            if self._known(ask, parcel.key):
                return Working()
            return Ended(_("The server knows nothing of it any more. Nothing came back."))
        if known.get("status", {}).get("status_str") == "error":
            return Ended(_("The workflow failed on the server: see what ComfyUI says there."))
        made = [image for each in known.get("outputs", {}).values() for image in each.get("images", ())]
        made.sort(key=lambda image: image.get("type") != "output")  # previews last
        if not made:
            return Ended(_("The workflow saved no picture: it needs a node “Save Image”."))
        asked = urlencode({name: made[0].get(name, "") for name in ("filename", "subfolder", "type")})
        answer = ask(Request("GET", f"/view?{asked}"))
        if answer.status != 200:
            raise trouble.refused(answer.status, answer.headers, answer.body)
        return Made(answer.body)

    def delete(self, ask: Ask, parcel: Parcel) -> tuple[SignedReceipt, ...] | None:
        """Call it off and have the prompt forgotten; the files stay, so there is nothing to confirm."""
        remote = parcel.remote or self._known(ask, parcel.key)
        if remote:
            body = json.dumps({"delete": [remote]}).encode()
            for path in ("/queue", "/history"):
                ask(Request("POST", path, JSON, body, SMALL_S, SMALL_BYTES))
        return None


def parsed(workflow: str) -> dict[str, dict[str, Any]]:
    """Return a workflow as ComfyUI's API takes it: node number -> node. Raises UserError."""
    try:
        graph = json.loads(workflow)
    except (ValueError, RecursionError) as error:
        raise UserError(_("This file is no workflow of ComfyUI."), _advice()) from error
    nodes = list(graph.values()) if isinstance(graph, dict) else []
    if not nodes or not all(isinstance(node, dict) and "class_type" in node for node in nodes):
        raise UserError(_("This file is no workflow as ComfyUI's API takes it."), _advice())
    found: dict[str, dict[str, Any]] = graph
    return found


def _advice() -> str:
    return _("In ComfyUI choose Workflow, Export (API), and give that file.")


def _name(key: str) -> str:
    return f"rollsuggest-{key}.jpg"


def _get(path: str) -> Request:
    return Request("GET", path, timeout_s=SMALL_S, most_bytes=SMALL_BYTES)


def _json(answer: Answer) -> dict[str, Any]:
    if answer.status != 200:
        raise trouble.refused(answer.status, answer.headers, answer.body)
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise trouble.stranger() from error
    if not isinstance(said, dict):
        raise trouble.stranger()
    return said
