"""What all servers have in common that a photo may be sent to, whatever they speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rollsuggest.cloud.wire import Answer, Request
from rollsuggest.library.outbox import Parcel, SignedReceipt
from rollsuggest.model import Recipe, Statement


@dataclass(frozen=True, slots=True)
class Working:
    """The server has it; `remote` is what the server calls it, "" as before."""

    remote: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """The picture that the server made."""

    picture: bytes


@dataclass(frozen=True, slots=True)
class Ended:
    """The server will not make it, for this reason."""

    why: str


class Ask(Protocol):
    """Sends one request to the parcel's recipient, with its key, under a permit for this parcel."""

    def __call__(self, request: Request, *, with_photo: bool = False) -> Answer: ...


class Provider(Protocol):
    """One kind of server.

    `repeats`: sending a parcel again with its key has nothing made twice. `generated`: what comes back is a
    generative model's work. All raise what `Wire.ask` raises, and trouble.RefusedError.
    """

    repeats: bool
    generated: bool

    def statement(self) -> Statement:
        """Say what the server receives, how long it keeps it, and what can be asked of it."""

    def words(self, recipe: Recipe, key: str, *, faces: bool) -> str:
        """Return what goes with the picture; `faces`: whether the server may look where faces are."""

    def send(self, ask: Ask, parcel: Parcel, picture: bytes) -> Working | Made:
        """Send the picture and its words."""

    def look(self, ask: Ask, parcel: Parcel) -> Working | Made | Ended:
        """Ask how far it is, and fetch what was made."""

    def delete(self, ask: Ask, parcel: Parcel) -> tuple[SignedReceipt, ...] | None:
        """Have all of it deleted; returns the receipts, None where the server gives none."""
