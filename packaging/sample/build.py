"""Draw resources/sample: the roll to try the app with. Needs numpy and Pillow; takes half a minute.

    python packaging/sample/build.py

The landscapes are drawn by scenes.py. A few real photos come from tests/pictures, public domain or CC0.
`roll.json` says when and where each was taken: the app stamps that in, counted back from the day of trying.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OUT = ROOT / "resources" / "sample"
sys.path.insert(0, str(HERE))

import scenes  # noqa: E402

PORTO, LAGOS = (41.1496, -8.6110), (37.1028, -8.6730)
ZERMATT, INNSBRUCK = (46.0207, 7.7491), (47.2692, 11.4041)
REAL = {"chelsea.jpg": 20, "coffee.jpg": 34, "moon.jpg": 97, "rocket.jpg": 160}  # days ago
# (scene, how many, days ago of the first, how many a day, hour, where); a year is 0 days and a year ago
DRAWN = (
    ("sea_day", 6, (0, 62), 2, 11, LAGOS),
    ("sea_sunset", 5, (0, 62), 2, 20, LAGOS),
    ("boats", 3, (0, 62), 1, 13, LAGOS),
    ("lighthouse", 2, (0, 61), 1, 21, LAGOS),
    ("flowers", 2, (0, 61), 1, 9, LAGOS),
    ("mountains", 4, (1, 0), 3, 10, ZERMATT),
    ("mountain_lake", 3, (1, 0), 2, 14, ZERMATT),
    ("forest", 3, (1, 0), 2, 16, ZERMATT),
    ("flowers", 2, (1, 0), 1, 12, ZERMATT),
    ("snow", 4, (2, 0), 3, 11, INNSBRUCK),
    ("evening_hills", 6, (0, 47), 1, 19, PORTO),
    ("night_city", 4, (0, 270), 1, 22, PORTO),
)
APART = {"evening_hills": 76, "night_city": 55}  # days between; 1 on journeys


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    roll = []
    for scene, count, (years, days), a_day, hour, where in DRAWN:
        for number in range(count):
            random = np.random.default_rng(seed(scene) + 10 * years + number)
            name = f"{scene}_{years}{number + 1}.jpg"
            picture = scenes.finished(random, scenes.SCENES[scene](random))
            picture.save(OUT / name, quality=76, optimize=True, progressive=True)
            ago = days + number // a_day * APART[scene] if scene in APART else days - number // a_day
            roll.append(shot(name, years, ago, f"{hour:02}:{5 + 11 * (number % a_day):02}", where, number))
    for number, (name, ago) in enumerate(REAL.items()):
        (OUT / name).write_bytes((ROOT / "tests" / "pictures" / name).read_bytes())
        roll.append(shot(name, 0, ago, "16:30", PORTO, number))
    lines = ",\n".join(json.dumps(taken) for taken in roll)
    (OUT / "roll.json").write_text(f"[\n{lines}\n]\n", "utf-8")
    size = sum(file.stat().st_size for file in OUT.iterdir())
    print(f"{len(roll)} photos, {size / 1e6:.1f} MB")
    return 0


def seed(name: str) -> int:
    return sum(ord(letter) * 31**n for n, letter in enumerate(name[:6]))


def shot(
    name: str, years: int, days: int, at: str, where: tuple[float, float], number: int
) -> dict[str, object]:
    latitude, longitude = where[0] + 0.002 * number, where[1] + 0.003 * (number % 3)
    return {"file": name, "years_ago": years, "days_ago": days, "at": at,
            "latitude": round(latitude, 4), "longitude": round(longitude, 4)}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
