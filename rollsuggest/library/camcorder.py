"""The date in a camcorder's stream (AVCHD: .mts, .m2ts): its container has no place for one.

Each key frame carries an SEI message "MDPM" with entries of a tag and four bytes: 0x18 is zone, century, year
and month, 0x19 day, hour, minute and second, in binary-coded decimals.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import av
from av.container import InputContainer

_MARK = b"\x17\xee\x8c\x60\xf8\x4d\x11\xd9\x8c\xd6\x08\x00\x20\x0c\x9a\x66MDPM"
_ZONE_AND_MONTH, _DAY_AND_TIME = 0x18, 0x19
_UNKNOWN, _WEST, _HALF = 0x80, 0x20, 0x01  # bits of the zone; 0x1e are its hours
FIRST_PACKETS = 24  # a key frame comes at least each second, the first packet mostly is one


def tags(container: InputContainer) -> Mapping[str, str]:
    """Return `date` as the camera's clock told it, and nothing for other containers. Moves the container."""
    if container.format.name not in ("mpegts", "mpegtsraw") or not container.streams.video:
        return {}
    with suppress(av.FFmpegError, ValueError):
        for count, packet in enumerate(container.demux(container.streams.video[0])):
            if count >= FIRST_PACKETS:
                break
            if told := date_in(bytes(packet)):
                return {"date": told}
    return {}


def date_in(packet: bytes) -> str:
    """Return the date in a packet's SEI message as ISO 8601, "" for none."""
    at = packet.find(_MARK)
    if at < 0:
        return ""
    # In the stream a 3 stands in every run of two zeros, so that no start code is made by chance.
    body = packet[at + len(_MARK) : at + len(_MARK) + 400].replace(b"\0\0\3", b"\0\0")
    entries = {body[n]: body[n + 1 : n + 5] for n in range(1, 1 + 5 * body[0], 5) if len(body) >= n + 5}
    month, time = entries.get(_ZONE_AND_MONTH), entries.get(_DAY_AND_TIME)
    if not month or not time:
        return ""
    century, year, mon = (f"{byte:02x}" for byte in month[1:])
    day, hour, minute, second = (f"{byte:02x}" for byte in time)
    return f"{century}{year}-{mon}-{day}T{hour}:{minute}:{second}{_zone(month[0])}"


def _zone(byte: int) -> str:
    if byte & _UNKNOWN:
        return ""
    sign = "-" if byte & _WEST else "+"
    return f"{sign}{byte >> 1 & 0x0F:02}:{'30' if byte & _HALF else '00'}"
