"""Landscapes drawn from noise, for the sample roll: float RGB 0..1, H x W x 3, of a seeded generator."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1280, 960
Picture = np.ndarray
Colour = Sequence[float]
Random = np.random.Generator


def noise(random: Random, high: int, wide: int, octaves: int = 5, keeps: float = 0.5) -> np.ndarray:
    """Return fractal noise about 0..1, HEIGHT x WIDTH: `high` x `wide` waves, octaves finer and weaker."""
    out, weight, total = np.zeros((HEIGHT, WIDTH), np.float32), 1.0, 0.0
    for octave in range(octaves):
        small = random.random((high * 2**octave + 1, wide * 2**octave + 1)).astype(np.float32)
        large = Image.fromarray(small).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        out += weight * np.asarray(large)
        total += weight
        weight *= keeps
    return np.tanh((out / total - 0.5) * 2.2) * 0.5 + 0.5


def ridge(random: Random, at: float, rough: float, waves: int = 3) -> np.ndarray:
    """Return the height of a skyline at each column, 0 (top) to 1."""
    return at + rough * (noise(random, 1, waves, 7, 0.52)[0] - 0.5)


def blend(below: Picture, above: Picture | Colour, mask: np.ndarray) -> Picture:
    return below + (np.asarray(above, np.float32) - below) * mask[..., None]


def rows() -> np.ndarray:
    return np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None] + np.zeros((1, WIDTH), np.float32)


def columns() -> np.ndarray:
    return np.linspace(0, 1, WIDTH, dtype=np.float32)[None] + np.zeros((HEIGHT, 1), np.float32)


def below(line: np.ndarray, soft: float = 0.002) -> np.ndarray:
    """Return 1 where a point lies below a skyline."""
    return np.clip((rows() - line[None]) / soft, 0, 1)


def graded(stops: Sequence[Colour], until: float = 1.0) -> Picture:
    """Return colours from the top down, the last from `until` on."""
    places = np.linspace(0, until, len(stops))
    column = np.stack([np.interp(rows()[:, 0], places, [c[i] for c in stops]) for i in range(3)], axis=1)
    return np.repeat(column[:, None].astype(np.float32), WIDTH, axis=1)


def sky(random: Random, stops: Sequence[Colour], until: float, clouds: float, lit: Colour) -> Picture:
    """Return a sky with clouds, thinner towards the horizon and lit in a colour."""
    stretched = noise(random, 5, 3, 6, 0.55)
    cover = np.clip((stretched - (0.72 - clouds * 0.5)) * 3.2, 0, 1) * (0.3 + 0.7 * np.sqrt(rows()))
    shade = np.clip(stretched * 1.4 - 0.35, 0, 1)[..., None]
    return blend(graded(stops, until), np.asarray(lit) * (0.78 + 0.3 * shade), cover * 0.85)


def sun(picture: Picture, x: float, y: float, colour: Colour, size: float = 0.035) -> Picture:
    away = np.hypot((columns() - x) * WIDTH / HEIGHT, rows() - y)
    glow = np.exp(-away / 0.22) * 0.55 + np.exp(-away / 0.07) * 0.4
    lit = picture + np.asarray(colour, np.float32) * glow[..., None] * 0.75
    return blend(lit, [1.0, 0.97, 0.86], np.clip((size - away) / 0.006, 0, 1))


def water(random: Random, picture: Picture, shore: float, tint: Colour, x: float, glitter: Colour) -> Picture:
    """Fill everything below `shore` with water: the sky upside down, waves, and the sun's path at `x`."""
    depth = np.clip((rows() - shore) / (1 - shore), 0, 1)
    at = int(shore * HEIGHT)
    waves = sum(np.sin(2 * np.pi * (depth**0.45 * n + noise(random, 14, 4, 3) * 2.5)) for n in (38, 61)) / 2
    source = np.clip((2 * at - np.arange(HEIGHT))[:, None] + (waves * 26 * depth).astype(int), 0, at - 1)
    mirrored = picture[source, np.arange(WIDTH)[None]]
    sea = mirrored * 0.62 + np.asarray(tint, np.float32) * 0.38 + (waves * 0.045 * (0.3 + depth))[..., None]
    path = np.exp(-(((columns() - x) / (0.03 + 0.13 * depth)) ** 2)) * np.clip(waves * 2.2 - 0.5, 0, 1)
    sea = blend(sea, glitter, np.clip(path, 0, 1) * 0.85)
    return blend(picture, sea, (rows() >= shore).astype(np.float32))


def sand(random: Random, picture: Picture, at: float) -> Picture:
    """Lay a beach in front, with a line of foam and wet sand before it."""
    line = ridge(random, at, 0.10, 2) + np.linspace(0.06, -0.04, WIDTH)
    grain = noise(random, 60, 80, 3, 0.8)[..., None]
    dunes = noise(random, 12, 3, 4)[..., None]
    dry = np.asarray([0.86, 0.76, 0.60]) * (0.80 + 0.16 * dunes + 0.10 * grain)
    picture = blend(picture, [0.95, 0.97, 0.97], below(line - 0.02, 0.01) * (noise(random, 40, 30, 4) > 0.38))
    picture = blend(picture, dry * [0.70, 0.69, 0.70], below(line, 0.006))
    return blend(picture, dry, below(line + 0.05, 0.05))


def hills(random: Random, picture: Picture, lines: int, haze: Colour, near: Colour, top: float) -> Picture:
    """Stack ranges from far (hazy) to near."""
    for n in range(lines):
        part = (n + 1) / lines
        line = ridge(random, top + (0.97 - top) * part**1.25 - 0.08, 0.34 * (1 - 0.45 * part), 2 + n)
        shade = noise(random, 24, 20, 4)[..., None] * 0.35 + 0.8
        colour = (np.asarray(haze) * (1 - part) + np.asarray(near) * part) * shade
        picture = blend(picture, colour, below(line))
    return picture


def peaks(random: Random, picture: Picture, at: float, rock: Colour, snow: Colour) -> Picture:
    """Raise a snow-covered range: a jagged line, ribs lit from one side."""
    line = ridge(random, at, 0.62, 4)
    depth = np.clip(rows() - line[None], 0, 1)
    ribs = noise(random, 10, 22, 6, 0.62)
    slope = np.clip(0.5 + 9 * (np.roll(ribs, -6, axis=1) - ribs), 0, 1)
    white = np.clip((0.34 - depth - 0.34 * (1 - ribs)) * 9, 0, 1)
    stone = np.asarray(rock, np.float32) * (0.55 + 0.75 * slope[..., None])
    face = blend(stone, np.asarray(snow) * (0.66 + 0.36 * slope[..., None]), white)
    return blend(picture, face, below(line))


def trees(random: Random, picture: Picture, at: float, colour: Colour, tall: float, count: int) -> Picture:
    """Set a row of firs on a line."""
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    y, x = rows(), columns()
    for _tree in range(count):
        foot, middle = at + random.normal(0, 0.012), random.random()
        high = tall * random.uniform(0.55, 1.2)
        part = np.clip((y - (foot - high)) / high, 0, 1)
        wide = high * 0.19 * part * (0.72 + 0.28 * np.abs(np.sin(part * 26)))
        inside = (np.abs(x - middle) * WIDTH / HEIGHT < wide) & (y < foot + 0.01) & (y > foot - high)
        mask = np.maximum(mask, inside)
    mask = np.maximum(mask, (y > at).astype(np.float32))
    shade = 0.7 + 0.6 * noise(random, 40, 50, 4)[..., None]
    return blend(picture, np.asarray(colour) * shade, mask)


def city(random: Random, picture: Picture, foot: float) -> Picture:
    """Build a skyline of lit windows at night."""
    for far in (0.35, 0.7, 1.0):
        x = -20
        while x < WIDTH:
            wide = int(random.uniform(45, 120) * (0.6 + 0.5 * far))
            high = int(random.uniform(0.08, 0.40) * HEIGHT * (1.15 - 0.45 * far))
            top, left = int(foot * HEIGHT) - high, max(x, 0)
            block = picture[top : int(foot * HEIGHT), left : x + wide]
            block[:] = np.asarray([0.05, 0.06, 0.11]) * (1.9 - far)
            for row in range(8, high - 6, 13):
                for column in range(6, wide - 8, 11):
                    if random.random() < 0.45:
                        lamp = np.asarray([1.0, 0.82, 0.5]) * random.uniform(0.7, 1.0)
                        block[row : row + 6, column : column + 5] = lamp
            x += wide + int(random.uniform(-6, 14))
    return picture


def finished(random: Random, picture: Picture) -> Image.Image:
    """Give it what a lens and a sensor give: a soft fall of light, a little grain."""
    away = np.hypot(columns() - 0.5, rows() - 0.5)
    grain = random.normal(0, 0.008, (HEIGHT, WIDTH, 1))
    lit = np.clip(picture * (1.04 - 0.30 * away**2)[..., None] + grain, 0, 1)
    return Image.fromarray((lit * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6))


# --- whole pictures: what they show, by kind


def sea_day(random: Random) -> Picture:
    blue = [[0.20, 0.46, 0.80], [0.45, 0.69, 0.92], [0.80, 0.90, 0.97]]
    shore = random.uniform(0.38, 0.52)
    picture = sky(random, blue, shore, random.uniform(0.2, 0.7), [1, 1, 1])
    if random.random() < 0.6:
        picture = hills(random, picture, 2, [0.55, 0.68, 0.80], [0.30, 0.46, 0.48], shore - 0.10)
    picture = water(random, picture, shore, [0.05, 0.42, 0.55], random.random(), [0.9, 1, 1])
    return sand(random, picture, random.uniform(0.74, 0.86))


def sea_sunset(random: Random) -> Picture:
    warm = [[0.16, 0.18, 0.42], [0.56, 0.30, 0.50], [0.95, 0.52, 0.36], [1.0, 0.78, 0.45]]
    shore, x = random.uniform(0.50, 0.64), random.uniform(0.2, 0.8)
    picture = sky(random, warm, shore, random.uniform(0.4, 0.9), [0.98, 0.55, 0.45])
    picture = sun(picture, x, shore - random.uniform(0.04, 0.16), [1.0, 0.72, 0.36])
    if random.random() < 0.5:
        picture = blend(picture, [0.22, 0.14, 0.24], below(ridge(random, shore + 0.02, 0.16, 2)))
    return water(random, picture, shore, [0.24, 0.14, 0.30], x, [1.0, 0.80, 0.50])


def mountains(random: Random) -> Picture:
    blue = [[0.18, 0.40, 0.74], [0.48, 0.68, 0.90], [0.86, 0.91, 0.96]]
    picture = sky(random, blue, 0.7, random.uniform(0.2, 0.7), [1, 1, 1])
    picture = peaks(random, picture, random.uniform(0.36, 0.46), [0.40, 0.41, 0.46], [0.98, 0.99, 1.0])
    picture = hills(random, picture, 3, [0.38, 0.50, 0.50], [0.24, 0.38, 0.16], 0.56)
    return trees(random, picture, random.uniform(0.88, 0.95), [0.07, 0.17, 0.10], 0.22, 40)


def mountain_lake(random: Random) -> Picture:
    blue = [[0.24, 0.42, 0.72], [0.60, 0.74, 0.90], [0.93, 0.92, 0.92]]
    shore = random.uniform(0.56, 0.66)
    picture = sky(random, blue, 0.6, random.uniform(0.3, 0.8), [1, 0.98, 0.96])
    picture = peaks(random, picture, 0.34, [0.36, 0.37, 0.43], [0.99, 0.98, 0.98])
    line = below(ridge(random, shore - 0.05, 0.10, 3))
    picture = blend(
        picture, np.asarray([0.10, 0.22, 0.14]) * (0.7 + 0.6 * noise(random, 30, 40)[..., None]), line
    )
    return water(random, picture, shore, [0.08, 0.28, 0.32], 0.5, [0.8, 0.9, 0.95])


def evening_hills(random: Random) -> Picture:
    warm = [[0.30, 0.34, 0.60], [0.80, 0.52, 0.56], [1.0, 0.74, 0.48], [1.0, 0.88, 0.62]]
    picture = sky(random, warm, 0.75, random.uniform(0.3, 0.8), [1.0, 0.68, 0.52])
    picture = sun(picture, random.uniform(0.2, 0.8), random.uniform(0.36, 0.46), [1.0, 0.78, 0.45])
    return hills(random, picture, 5, [0.86, 0.56, 0.50], [0.10, 0.07, 0.14], 0.46)


def snow(random: Random) -> Picture:
    pale = [[0.36, 0.54, 0.80], [0.72, 0.82, 0.93], [0.95, 0.94, 0.94]]
    picture = sky(random, pale, 0.7, random.uniform(0.2, 0.6), [1, 1, 1])
    picture = peaks(random, picture, 0.40, [0.42, 0.44, 0.52], [1, 1, 1])
    drift = 0.86 + 0.14 * noise(random, 10, 4, 6)[..., None]
    return blend(picture, np.asarray([0.93, 0.96, 1.0]) * drift, below(ridge(random, 0.68, 0.10, 2), 0.01))


def night_city(random: Random) -> Picture:
    dark = [[0.02, 0.03, 0.10], [0.06, 0.07, 0.20], [0.34, 0.20, 0.32]]
    picture = graded(dark, 0.68)
    stars = (random.random((HEIGHT, WIDTH)) > 0.9994) & (rows() < 0.5)
    picture = blend(picture, [1, 1, 1], stars.astype(np.float32))
    foot = random.uniform(0.62, 0.72)
    return water(random, city(random, picture, foot), foot, [0.02, 0.03, 0.07], 0.5, [0.9, 0.7, 0.4])


def polygon(picture: Picture, points: Sequence[tuple[float, float]], colour: Colour) -> Picture:
    """Fill a shape; points are x, y in 0..1 of the picture."""
    mask = Image.new("L", (WIDTH, HEIGHT))
    ImageDraw.Draw(mask).polygon([(x * WIDTH, y * HEIGHT) for x, y in points], fill=255)
    return blend(picture, colour, np.asarray(mask.filter(ImageFilter.GaussianBlur(0.8)), np.float32) / 255)


def boats(random: Random) -> Picture:
    blue = [[0.16, 0.38, 0.72], [0.50, 0.72, 0.92], [0.88, 0.94, 0.97]]
    shore = random.uniform(0.46, 0.54)
    picture = sky(random, blue, shore, 0.4, [1, 1, 1])
    picture = water(random, picture, shore, [0.02, 0.22, 0.44], random.random(), [0.95, 1, 1])
    for near in np.linspace(0.10, 0.34, random.integers(2, 4)):
        x, y, tall = random.uniform(0.15, 0.85), shore + near, 0.22 + 1.3 * near
        wide = tall * 0.36
        picture = polygon(picture, [(x, y), (x, y - tall), (x + wide * 0.9, y)], [0.98, 0.97, 0.93])
        low = y - 0.03 * tall
        cloth = random.choice([[0.86, 0.20, 0.16], [0.10, 0.30, 0.62], [0.95, 0.70, 0.16]])
        jib = [(x - 0.01, low), (x - 0.01, y - tall * 0.9), (x - wide * 0.7, low)]
        picture = polygon(picture, jib, cloth)
        hull = [(x - wide * 0.9, y), (x + wide * 1.1, y), (x + wide * 0.8, y + tall * 0.12)]
        picture = polygon(picture, [*hull, (x - wide * 0.6, y + tall * 0.12)], [0.30, 0.16, 0.10])
    return picture


def lighthouse(random: Random) -> Picture:
    dusk = [[0.10, 0.14, 0.34], [0.34, 0.30, 0.52], [0.90, 0.58, 0.52]]
    picture = water(
        random, sky(random, dusk, 0.6, 0.6, [0.75, 0.5, 0.6]), 0.62, [0.08, 0.12, 0.28], 0.5, [1, 0.8, 0.6]
    )
    x, rock = random.uniform(0.3, 0.7), ridge(random, 0.72, 0.10, 5) + 1.4 * np.abs(columns()[0] - 0.5) ** 2
    picture = blend(
        picture, np.asarray([0.17, 0.14, 0.17]) * (0.6 + 0.8 * noise(random, 30, 40)[..., None]), below(rock)
    )
    for stripe in range(6):
        top, low = 0.20 + stripe * 0.09, 0.29 + stripe * 0.09
        slim = [(x - 0.022 - 0.014 * top, top), (x + 0.022 + 0.014 * top, top),
                (x + 0.022 + 0.014 * low, low), (x - 0.022 - 0.014 * low, low)]  # fmt: skip
        picture = polygon(picture, slim, [0.80, 0.16, 0.16] if stripe % 2 else [0.93, 0.90, 0.86])
    picture = polygon(picture, [(x - 0.035, 0.16), (x, 0.10), (x + 0.035, 0.16)], [0.30, 0.08, 0.10])
    beam = [(x, 0.17), (1.0, 0.02), (1.0, 0.26)]
    picture = blend(
        picture,
        polygon(picture, beam, [1.0, 0.92, 0.65]),
        np.float32(0.4) * np.ones((HEIGHT, WIDTH), np.float32),
    )
    return polygon(
        picture,
        [(x - 0.024, 0.16), (x + 0.024, 0.16), (x + 0.024, 0.20), (x - 0.024, 0.20)],
        [1.0, 0.92, 0.6],
    )


def flowers(random: Random) -> Picture:
    blue = [[0.30, 0.55, 0.86], [0.66, 0.82, 0.95], [0.92, 0.96, 0.96]]
    picture = hills(
        random, sky(random, blue, 0.4, 0.5, [1, 1, 1]), 2, [0.50, 0.64, 0.60], [0.30, 0.52, 0.22], 0.30
    )
    picture = blend(picture, np.asarray([0.24, 0.46, 0.14]) * (0.7 + 0.6 * noise(random, 60, 40)[..., None]),
                    below(ridge(random, 0.45, 0.06)))  # fmt: skip
    drawn = Image.fromarray((np.clip(picture, 0, 1) * 255).astype(np.uint8))
    pen = ImageDraw.Draw(drawn)
    tones = [(214, 36, 40), (236, 90, 40), (250, 214, 60), (250, 250, 246), (176, 90, 190)]
    kinds = random.permutation(len(tones))[:3]
    for depth in np.sort(random.random(1500) ** 0.6):
        x, y, r = random.random() * WIDTH, HEIGHT * (0.47 + 0.56 * depth), 2 + 24 * depth**2.2
        tone = np.asarray(tones[random.choice(kinds)]) * random.uniform(0.8, 1.0)
        pen.line([x, y, x + r * 0.2, y + 3 * r], fill=(40, 84, 30), width=max(1, int(r / 5)))
        for turn in np.arange(0, 2 * np.pi, np.pi / 3):
            a, b = x + 0.62 * r * np.cos(turn), y + 0.45 * r * np.sin(turn)
            pen.ellipse(
                [a - r * 0.55, b - r * 0.45, a + r * 0.55, b + r * 0.45], fill=tuple(tone.astype(int))
            )
        pen.ellipse([x - r * 0.3, y - r * 0.25, x + r * 0.3, y + r * 0.25], fill=(92, 60, 20))
    return np.asarray(drawn, np.float32) / 255


def forest(random: Random) -> Picture:
    light = [[0.62, 0.78, 0.44], [0.88, 0.92, 0.66], [0.60, 0.66, 0.34]]
    picture = graded(light) * (0.75 + 0.4 * noise(random, 12, 16)[..., None])
    for far in np.linspace(0.25, 1.0, 5):
        for _trunk in range(int(15 - 9 * far)):
            x, wide = random.random(), 0.005 + 0.028 * far**1.6
            bend = 0.02 * (noise(random, 3, 1, 3)[:, :1] - 0.5)
            inside = np.clip((wide * (0.8 + 0.35 * rows()) - np.abs(columns() - x - bend)) / 0.0015, 0, 1)
            bark = (
                np.asarray([0.34, 0.25, 0.16])
                * (1.45 - far)
                * (0.6 + 0.7 * noise(random, 18, 60, 3)[..., None])
            )
            picture = blend(
                picture,
                bark + 0.35 * (1 - far) * np.asarray([0.9, 1, 0.6]),
                inside * (rows() < 0.66 + 0.3 * far),
            )
        leaves = np.clip((noise(random, 16, 22, 5, 0.7) - 0.56 - 0.5 * (rows() - 0.30)) * 7, 0, 1)
        picture = blend(picture, np.asarray([0.20, 0.40, 0.10]) * (1.7 - far) + 0.05, leaves * 0.8)
        ground = below(ridge(random, 0.62 + 0.30 * far, 0.06, 3), 0.02)
        picture = blend(picture, np.asarray([0.24, 0.36, 0.12]) * (1.5 - far * 0.8), ground * 0.9)
    return picture


SCENES = {
    scene.__name__: scene
    for scene in (
        sea_day,
        sea_sunset,
        boats,
        lighthouse,
        mountains,
        mountain_lake,
        flowers,
        forest,
        evening_hills,
        snow,
        night_city,
    )
}
