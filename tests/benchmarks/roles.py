"""What is told from photos: real ones of the shared data that must stay, made ones that must go.

Without any metadata, the harder case. Made ones of even seeds were tuned on; odd ones stand on other photos.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from made_forwards import KINDS, jpeg

from benchmarks.analysis import FACTS, SHARED
from rollsuggest.analysis.engine import Engine
from rollsuggest.errors import UnreadableError
from rollsuggest.library.pixels import decode
from rollsuggest.model import Role

EACH = 30
DATA = SHARED / "data"
BACKGROUNDS = (
    "food", "flowers", "pets_cat", "pets_dog", "city_street", "beach_sea", "forest", "sunset", "baby_kids",
)  # fmt: skip


def judged(engine: Engine, path: Path) -> tuple[Role, str] | None:
    try:
        seen = decode(path, 1600)
    except UnreadableError:
        return None
    mime = "image/png" if path.suffix == ".png" else "image/jpeg"
    facts = replace(FACTS, width=seen.width, height=seen.height, camera="", mime=mime)
    content = engine.content(seen.rgb, facts, "IMG_1" + path.suffix)
    return content.role, content.why


def real(engine: Engine) -> None:
    counts: dict[str, Counter[str]] = {"documents": Counter(), "screenshots": Counter(), "photos": Counter()}
    files = [path for part in ("people", "themes", "roll", "bursts") for path in (DATA / part).rglob("*.*")]
    for path in sorted(files):
        found = judged(engine, path) if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".heic") else None
        if found is None:
            continue
        of = path.parent.name if path.parent.name in counts else "photos"
        counts[of][found[0]] += 1
        if of == "photos" and found[0] is not Role.PHOTO:
            print(f"  called {found[0]} for its {found[1]}: {path.relative_to(DATA)}")
    for of, roles in counts.items():
        print(f"{of:12s} {dict(roles)}")


def made(engine: Engine) -> None:
    photos = [path for name in BACKGROUNDS for path in sorted((DATA / "themes" / name).glob("*.jpg"))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "IMG_1.jpg"
        for kind in KINDS:
            roles: Counter[str] = Counter()
            for seed in range(1, 2 * EACH, 2):
                path.write_bytes(jpeg(kind, seed, photos[1::2]))
                found = judged(engine, path)
                assert found is not None
                roles[found[0]] += 1
            print(f"{kind:12s} {dict(roles)}")


def main() -> None:
    engine = Engine()
    real(engine)
    made(engine)
