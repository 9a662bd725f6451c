"""Looks at what a stranger sent, in a process of its own with little memory and time: on Linux it can neither
write a file, open a connection, nor start a program.

What is kept is a picture drawn anew from its pixels: whatever else a file carried (a place, a second file
behind the picture, a program) is not in it.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from rollsuggest.errors import UserError
from rollsuggest.server import fence

MOST_PIXELS = 60_000_000
LONG_SIDE_PX = 4096
MEMORY_BYTES = 2_000_000_000
CPU_S = 20
PATIENCE_S = 30.0
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An upright JPEG in sRGB without metadata; sizes in pixels."""

    jpeg: bytes
    width: int
    height: int


async def clean(sent: AsyncIterator[bytes]) -> Cleaned:
    """Return the picture in what is sent, which is handed on as it comes and never held here.

    Raises UserError when there is no picture that can be taken, and what `sent` raises.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-c", "from rollsuggest.server.cleaning import main; main()"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},  # it has no use for passwords of the database or keys of the storage
    )
    try:
        await _hand_on(sent, child)
        out, _err = await asyncio.wait_for(child.communicate(), PATIENCE_S)
    except TimeoutError:
        raise UserError("Reading this picture takes too long.", "Send it as an ordinary JPEG.") from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    head, _newline, jpeg = out.partition(b"\n")
    with suppress(ValueError):
        said = json.loads(head)
        if "error" in said:
            raise UserError(said["error"], "Send a JPEG, PNG or WebP picture.")
        return Cleaned(jpeg, said["width"], said["height"])
    raise UserError("Reading this picture crashes the reader.", "Send it as an ordinary JPEG.")


async def _hand_on(sent: AsyncIterator[bytes], child: asyncio.subprocess.Process) -> None:
    """Write to the reader as fast as it reads, to the end. One that has ended is given the rest no more."""
    assert child.stdin is not None
    async for part in sent:
        with suppress(BrokenPipeError, ConnectionResetError):
            child.stdin.write(part)
            await child.stdin.drain()
    child.stdin.close()


# --- in the process of its own ---------------------------------------------------------------------------


def main() -> None:
    """Read a picture from the standard input, write a line of JSON and the clean picture."""
    _confine()
    try:
        cleaned = redrawn(sys.stdin.buffer.read())
    except UserError as error:
        sys.stdout.write(json.dumps({"error": str(error)}) + "\n")
        return
    except MemoryError:
        sys.stdout.write(json.dumps({"error": "Reading this picture takes too much memory."}) + "\n")
        return
    head = json.dumps({"width": cleaned.width, "height": cleaned.height})
    sys.stdout.buffer.write(head.encode() + b"\n" + cleaned.jpeg)


def _confine() -> None:
    """Give up what reading a picture does not need, where the system knows how."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        fence.close()


def redrawn(sent: bytes) -> Cleaned:
    """Return the picture drawn anew. Raises UserError when it is none, damaged or too large."""
    from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(sent), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UserError(f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels.")
            image.draft("RGB", (LONG_SIDE_PX, LONG_SIDE_PX))
            upright: Image.Image = ImageOps.exif_transpose(image)
            profile = image.info.get("icc_profile")
            if profile and upright.mode == "RGB":
                with suppress(ImageCms.PyCMSError, OSError):
                    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
                    ImageCms.profileToProfile(upright, source, ImageCms.createProfile("sRGB"), inPlace=True)
            plain = upright.convert("RGB")
            plain.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX), Image.Resampling.LANCZOS)
            plain.info.clear()
            out = io.BytesIO()
            plain.save(out, "JPEG", quality=95, subsampling=0)
    except UnidentifiedImageError:
        raise UserError("This is no JPEG, PNG or WebP picture.") from None
    except Image.DecompressionBombError:
        raise UserError("This picture unfolds to more than any camera makes.") from None
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UserError(f"This is no picture that can be read: {error}"[:200]) from None
    return Cleaned(out.getvalue(), plain.width, plain.height)
