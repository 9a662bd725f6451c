"""Ask a server whether it is what the person says it is, and whether it takes their key. Sends no photo."""

from __future__ import annotations

from rollsuggest.cloud import trouble
from rollsuggest.cloud.client import BASE, ServerInfo, hello
from rollsuggest.cloud.wire import Answer, Request, Wire
from rollsuggest.consent.grants import permit_greeting
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.model import Service

TIMEOUT_S = 10.0
MOST_BYTES = 2_000_000


def greet(service: str, recipient: str, key: str, wire: Wire) -> ServerInfo | None:
    """Return what a rollsuggest server says of itself; None of another kind. Raises UserError."""
    if service == Service.ROLLSUGGEST:
        info = hello(permit_greeting(recipient), recipient, wire=wire)
        _accepted(_ask(f"{BASE}/account", recipient, key, wire))
        return info
    if service == Service.OPENAI:
        answer = _ask("/v1/models", recipient, key, wire)
        if answer.status not in (404, 405):  # servers of one's own need not know this
            _accepted(answer)
        return None
    _accepted(_ask("/system_stats", recipient, key, wire))
    return None


def _ask(path: str, recipient: str, key: str, wire: Wire) -> Answer:
    headers = {"Accept": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    request = Request("GET", path, headers, timeout_s=TIMEOUT_S, most_bytes=MOST_BYTES)
    return wire.ask(recipient, request, lambda: permit_greeting(recipient))


def _accepted(answer: Answer) -> None:
    if answer.status == 404:
        raise UserError(
            _("This is another kind of server than the one you chose."), _("Check its kind and its address.")
        )
    if answer.status != 200:
        raise trouble.refused(answer.status, answer.headers, answer.body)
