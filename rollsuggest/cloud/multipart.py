"""Forms with a file in them, as RFC 7578 writes them."""

from __future__ import annotations

from collections.abc import Mapping


def form(
    fields: Mapping[str, str], file: tuple[str, str, bytes], boundary: str
) -> tuple[dict[str, str], bytes]:
    """Return headers and body; `file`: field, file name, JPEG. The boundary must not occur in any of it."""
    field, name, picture = file
    if boundary.encode() in picture or any(boundary in value for value in fields.values()):
        raise ValueError(boundary)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    body = b"".join([*parts, head.encode(), picture, f"\r\n--{boundary}--\r\n".encode()])
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}, body
