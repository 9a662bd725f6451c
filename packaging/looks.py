"""Take every page and every state in every look, to be looked at: light, dark, contrast, languages, sizes.

    xvfb-run -a -s "-screen 0 2560x1700x24" .venv/bin/python packaging/looks.py OUT
        [--data-dir FOLDER --today YEAR-MONTH-DAY]  an indexed library, which is copied; else of sample photos
        [--looks dark,ar-contrast-double,...]       put together of PARTS; else all LOOKS
        [--pages people,stage,...]                  only what begins with one of these

OUT/LOOK/NUMBER-NAME.png are pictures of the screen, OUT/LOOK.jpg has them all small.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from rollsuggest import paths  # noqa: E402
from rollsuggest.library.sample import lay_out  # noqa: E402
from rollsuggest.model import Purpose  # noqa: E402
from rollsuggest.settings import Settings  # noqa: E402
from rollsuggest.settings import save as save_settings  # noqa: E402
from rollsuggest.studio import Studio  # noqa: E402

TODAY = date(2026, 6, 14)
ALLOWED = (Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
WIDE, LEAST = (1180, 760), (900, 600)
SHEET_ACROSS, SHEET_PX = 4, 590


@dataclass(frozen=True, slots=True)
class Look:
    language: str = "en"
    appearance: str = "light"
    text_size: int = 100
    scale: int = 1  # of the screen
    size: tuple[int, int] = WIDE


PARTS: dict[str, dict[str, object]] = {
    **{name: {"appearance": name} for name in ("light", "dark", "contrast")},
    **{name: {"language": name} for name in ("en", "pt", "es", "de", "fr", "ja", "hi", "ar")},
    "double": {"scale": 2},
    "large": {"text_size": 150},
    "least": {"size": LEAST},
}
LOOKS = (
    *(
        f"{language}-{appearance}{scale}"
        for scale in ("", "-double")
        for language in ("en", "ar", "ja")
        for appearance in ("light", "dark", "contrast")
    ),
    "ar-dark-least", "hi", "de-least", "pt-least", "fr", "es-dark", "large", "de-large-least",
)  # fmt: skip


def look_of(name: str) -> Look:
    """Return a look by its parts: ar-dark-double; what is not said is as at first."""
    look = Look()
    for part in name.split("-"):
        look = replace(look, **PARTS[part])  # type: ignore[arg-type]
    return look


def main() -> int:
    words = argparse.ArgumentParser(prog="looks", description=__doc__)
    words.add_argument("out", type=Path)
    words.add_argument("--data-dir", type=Path)
    words.add_argument("--today", type=date.fromisoformat, default=TODAY)
    words.add_argument("--looks", default=",".join(LOOKS))
    words.add_argument("--pages", default="")
    words.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = words.parse_args()
    if args.inside:  # a process of its own, as Qt asks for its scale once
        import looks_pages

        return looks_pages.take(args.out, look_of(args.looks), args.data_dir, args.today, args.pages)
    failed = 0
    with tempfile.TemporaryDirectory(prefix="rollsuggest-looks-") as name:
        made = args.data_dir or of_samples(Path(name), args.today)
        for look in args.looks.split(","):
            failed += one(look, args, made, Path(name) / look)
    return 1 if failed else 0


def of_samples(place: Path, today: date) -> Path:
    """Return the data folder of a library of the sample photos."""
    roll = lay_out(place / "Pictures", today)
    with closing(Studio(paths.under(place / "data"))) as studio:
        studio.allow(*ALLOWED)
        studio.add_roll(roll)
        studio.index(lambda _status: None)
        studio.suggestions(today)
    return place / "data"


def one(name: str, args: argparse.Namespace, made: Path, data: Path) -> bool:
    """Take all in one look, over a copy of the library; return whether that failed."""
    look, out = look_of(name), args.out / name
    shutil.copytree(made, data, ignore=shutil.ignore_patterns("window.*", "*.lock", "*.before-*"))
    out.mkdir(parents=True, exist_ok=True)
    shown = Settings(language=look.language, appearance=look.appearance, text_size=look.text_size)
    with closing(Studio(paths.under(data))) as studio:
        studio.allow(*ALLOWED)
        save_settings(paths.under(data).settings, replace(shown, reduced_motion=True))
    inside = [__file__, str(out), "--inside", "--looks", name, "--data-dir", str(data), "--pages", args.pages]
    ended = subprocess.run(
        [sys.executable, *inside, "--today", str(args.today)],
        env=os.environ | {"QT_SCALE_FACTOR": str(look.scale)}, check=False,
    )  # fmt: skip
    shutil.rmtree(data)
    sheet(out, args.out / f"{name}.jpg")
    print(
        f"{name}: {len(list(out.glob('*.png')))} pictures" + (" FAILED" if ended.returncode else ""),
        flush=True,
    )
    return bool(ended.returncode)


def sheet(folder: Path, out: Path) -> None:
    """Put all pictures of a folder on one sheet, small."""
    small = []
    for file in sorted(folder.glob("*.png")):
        with Image.open(file) as picture:
            picture.thumbnail((SHEET_PX, SHEET_PX))
            small.append(picture.convert("RGB"))
    if not small:
        return
    high = max(picture.height for picture in small)
    whole = Image.new("RGB", (SHEET_ACROSS * SHEET_PX, -(-len(small) // SHEET_ACROSS) * high), "#777777")
    for number, picture in enumerate(small):
        whole.paste(picture, (number % SHEET_ACROSS * SHEET_PX, number // SHEET_ACROSS * high))
    whole.save(out, quality=85)


if __name__ == "__main__":
    sys.exit(main())
