"""What the protocol takes and gives, as OpenAPI describes it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from rollsuggest.model import Format, Make

PROTOCOL = 1
MOST_PHOTOS = 60


def _plain(text: str) -> str:
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise ValueError("no control characters")
    return text


Text = Annotated[str, Field(max_length=120), AfterValidator(_plain)]
Key = Annotated[str, Field(min_length=8, max_length=80, pattern=r"^[A-Za-z0-9_-]+$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Hello(BaseModel):
    service: Literal["rollsuggest"] = "rollsuggest"
    protocol: int = PROTOCOL
    name: str
    retention_hours: int = Field(description="Nothing that was sent or made is kept longer.")
    receipt_key: str = Field(description="Ed25519 public key of the receipts, base64.")


class Trouble(BaseModel):
    error: str
    advice: str = ""


class MediaAnswer(BaseModel):
    id: UUID
    sha256: str = Field(description="Of the bytes that were sent, hexadecimal.")
    bytes: int = Field(description="What is kept: the picture drawn anew, without metadata.")
    width: int
    height: int
    expires_at: datetime


class Order(Strict):
    """What to make of which pictures, in their order."""

    make: Make
    media: Annotated[list[UUID], Field(min_length=1, max_length=MOST_PHOTOS)]
    output: Literal["jpg", "png", "webp", "mp4"] = "jpg"
    format: Format = Format.STORY
    style: Annotated[str, Field(max_length=30, pattern=r"^[a-z_]*$")] = ""
    quality: Literal["fast", "balanced"] = "fast"
    strength: Annotated[float, Field(ge=0, le=1)] = 1.0
    line: Annotated[float, Field(ge=0, le=2)] = 1.0
    flatness: Annotated[float, Field(ge=0, le=1.5)] = 1.0
    colour: Annotated[float, Field(ge=0, le=2)] = 1.0
    eyes: Annotated[float, Field(ge=0, le=0.2)] = 0.0
    apart: Literal["", "background", "people", "painted"] = ""
    light: Literal["", "golden", "petals", "rain", "stars"] = ""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    title: Text = ""
    subtitle: Text = ""
    faces: bool = Field(
        default=False, description="Whether faces may be looked for, so that none is cut. None is recognised."
    )


class JobAnswer(BaseModel):
    id: UUID
    state: Literal["queued", "running", "done", "failed"]
    progress: float = Field(description="0 to 1.")
    error: str = ""
    output: str
    bytes: int | None = None
    created_at: datetime
    finished_at: datetime | None = None
    expires_at: datetime


class ReceiptAnswer(BaseModel):
    body: str = Field(description="JSON, signed byte for byte.")
    signature: str = Field(description="Ed25519 over `body`, base64.")


class AccountAnswer(BaseModel):
    name: str
    media: int
    stored_bytes: int
    stored_limit: int
    jobs_waiting: int
    jobs_today: int
    jobs_limit: int


class NewAccount(Strict):
    name: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9._@ -]+$")]


class NewToken(BaseModel):
    name: str
    token: str = Field(description="Shown this once.")


class AccountRow(AccountAnswer):
    id: UUID
    admin: bool
    created_at: datetime


class Overview(BaseModel):
    accounts: list[AccountRow]
    counts: dict[str, int]
    retention_hours: int
