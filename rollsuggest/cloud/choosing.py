"""Which kind of server the person chose, as something that can be talked to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rollsuggest.cloud.comfyui import ComfyUi
from rollsuggest.cloud.openai_images import OpenAiImages
from rollsuggest.cloud.own_server import OwnServer
from rollsuggest.cloud.provider import Provider
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.model import Service
from rollsuggest.settings import Settings

MOST_BYTES = 2_000_000  # of a workflow


def provider_of(settings: Settings, service: str = "") -> Provider:
    """Return how to talk to the server; `service` is another kind than the one that is set now."""
    kinds: dict[str, Callable[[], Provider]] = {
        Service.ROLLSUGGEST: lambda: OwnServer(settings.cloud_retention_hours),
        Service.OPENAI: lambda: OpenAiImages(settings.cloud_model),
        Service.COMFYUI: lambda: ComfyUi(_workflow(settings.cloud_workflow)),
    }
    return kinds[service or settings.cloud_service]()


def _workflow(name: str) -> str:
    """Return the workflow in the file that the person gave; "" when it is not there."""
    path = Path(name)
    try:
        return path.read_text("utf-8") if name and path.stat().st_size < MOST_BYTES else ""
    except (OSError, UnicodeDecodeError):
        return ""


def check(service: str) -> None:
    """Raise UserError for what is no kind of server that we know."""
    if service not in list(Service):
        raise UserError(
            _("“{service}” is no kind of server that rollsuggest knows.").format(service=service),
            _("Choose one of: {all}").format(all=", ".join(Service)),
        )
