"""What a PDF says of itself as XMP, for screen readers and whoever asks what made it: Pillow writes none.

An incremental update of the file (ISO 32000-1, 7.5.6): the packet, a catalogue that names it, their offsets.
"""

from __future__ import annotations

import re
from pathlib import Path


def say(path: Path, packet: str, language: str) -> None:
    """Add an XMP packet to a PDF that Pillow has just written, and the language of its texts.

    Raises ValueError for a file that is none of Pillow's.
    """
    data = path.read_bytes()
    start = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data)
    root, size, info = (
        re.search(rb"/" + name + rb" (\d+)", data[-400:]) for name in (b"Root", b"Size", b"Info")
    )
    if not (start and root and size and info):
        raise ValueError(path.name)
    catalogue = re.search(rb"(?<!\d)" + root[1] + rb" 0 obj<<\n(.*?)>>endobj", data, re.DOTALL)
    if catalogue is None:
        raise ValueError(path.name)
    words, number = packet.encode(), int(size[1])
    tail = bytearray()
    at = [len(data) + len(tail)]
    tail += b"%d 0 obj<<\n/Type /Metadata\n/Subtype /XML\n/Length %d\n>>stream\n" % (number, len(words))
    tail += words + b"\nendstream\nendobj\n"
    at.append(len(data) + len(tail))
    tail += b"%s 0 obj<<\n%s/Metadata %d 0 R\n/Lang (%s)\n>>endobj\n" % (
        root[1], catalogue[1], number, language.encode("ascii", "ignore"),
    )  # fmt: skip
    xref = len(data) + len(tail)
    tail += b"xref\n%s 1\n%010d 00000 n \n%d 1\n%010d 00000 n \n" % (root[1], at[1], number, at[0])
    tail += b"trailer\n<<\n/Root %s 0 R\n/Size %d\n/Info %s 0 R\n/Prev %s\n>>\nstartxref\n%d\n%%%%EOF\n" % (
        root[1], number + 1, info[1], start[1], xref,
    )  # fmt: skip
    with path.open("ab") as file:
        file.write(tail)
