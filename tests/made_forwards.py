"""Made pictures of the kind that messengers pass around, and receipts on a table: by kind and seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"
JOKES = (
    "WHEN THE MEETING COULD HAVE BEEN AN EMAIL", "ONE DOES NOT SIMPLY LEAVE EARLY", "ME BEFORE COFFEE",
    "NOBODY KNOWS WHY", "IT IS MONDAY AGAIN", "AND THAT IS HOW I LOST MY KEYS", "QUANDO CHEGA A SEXTA FEIRA",
)  # fmt: skip
SAYINGS = (
    "When your cat looks at you like this at five in the morning",
    "Life is what happens while you are busy making other plans",
    "Be the reason somebody smiles today. Share this with ten friends.",
    "I asked my phone for the weather and it told me to look out of the window",
    "Wer früh aufsteht, sucht länger nach dem Kaffee",
    "Nobody: \nAbsolutely nobody: \nMy neighbour at six on a Sunday:",
)
WISHES = (
    "Good Morning", "Happy Birthday", "Have a lovely Sunday", "Guten Morgen", "Bom dia", "Feliz Natal",
    "Good Night\nSweet Dreams", "Happy New Year", "Thinking of you",
)  # fmt: skip

Picture = Image.Image


def _font(rng: random.Random, size: float, serif: bool | None = None) -> ImageFont.FreeTypeFont:
    serif = rng.random() < 0.3 if serif is None else serif
    return ImageFont.truetype(
        FONTS / ("EBGaramond-Medium.ttf" if serif else "Inter-Medium.ttf"), max(12, int(size))
    )


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    lines = [""]
    for part in text.split(" "):
        longer = f"{lines[-1]} {part}".strip(" ")
        lines = [*lines[:-1], longer] if font.getlength(longer.split("\n")[-1]) <= width else [*lines, part]
    return "\n".join(line for line in lines if line)


def _background(rng: random.Random, photos: Sequence[Path]) -> Picture:
    """A photo at the size that messengers leave of it."""
    picture = Image.open(rng.choice(photos)).convert("RGB")
    scale = rng.choice((640, 800, 1080, 1280)) / max(picture.size)
    picture = picture.resize((max(200, int(picture.width * scale)), max(200, int(picture.height * scale))))
    ratio = picture.width / picture.height
    if ratio > 1.8 or ratio < 0.5:
        side = min(picture.size)
        picture = picture.crop((0, 0, side, side))
    return picture


def captioned(rng: random.Random, photos: Sequence[Path]) -> Picture:
    """White capitals with a black edge above and below."""
    picture = _background(rng, photos)
    draw, (w, h) = ImageDraw.Draw(picture), picture.size
    size = rng.uniform(0.07, 0.11) * min(w, h)
    font = _font(rng, size, serif=False)
    for place in rng.choice((("ma",), ("md",), ("ma", "md"), ("ma", "md"))):
        y = 0.03 * h if place == "ma" else 0.97 * h
        text = _wrapped(rng.choice(JOKES), font, 0.92 * w)
        if place == "md":
            y -= draw.multiline_textbbox((0, 0), text, font, stroke_width=3)[3]
        edge = max(2, int(size / 14))
        draw.multiline_text((w / 2, y), text, "white", font, "ma", align="center", stroke_width=edge,
                            stroke_fill="black")  # fmt: skip
    return picture


def banded(rng: random.Random, photos: Sequence[Path]) -> Picture:
    """A saying on a white or black band above a photo."""
    photo = _background(rng, photos)
    w = photo.width
    font = _font(rng, rng.uniform(0.045, 0.07) * w)
    text = _wrapped(rng.choice(SAYINGS), font, 0.9 * w)
    paper, ink = rng.choice((("white", "black"), ("white", "black"), ("black", "white"), ("#fafafa", "#111")))
    box = ImageDraw.Draw(photo).multiline_textbbox((0, 0), text, font)
    band = int(box[3] + 0.08 * w)
    picture = Image.new("RGB", (w, photo.height + band), paper)
    picture.paste(photo, (0, band))
    ImageDraw.Draw(picture).multiline_text((0.05 * w, 0.035 * w), text, ink, font)
    return picture


def greeting(rng: random.Random, photos: Sequence[Path]) -> Picture:
    """Wishes written over flowers."""
    picture = _background(rng, photos)
    draw, (w, h) = ImageDraw.Draw(picture), picture.size
    font = _font(rng, rng.uniform(0.09, 0.16) * w)
    text = _wrapped(rng.choice(WISHES), font, 0.9 * w)
    ink, edge = rng.choice(
        (
            ("white", "#333"),
            ("#ffe600", "#b00020"),
            ("#d81b60", "white"),
            ("white", None),
            ("#fff4c2", "#222"),
        )
    )
    place = rng.uniform(0.08, 0.7) * h
    draw.multiline_text((w / 2, place), text, ink, font, "ma", align="center", stroke_width=3 if edge else 0,
                        stroke_fill=edge)  # fmt: skip
    small = _font(rng, 0.05 * w)
    if rng.random() < 0.6:
        line = _wrapped(rng.choice(SAYINGS), small, 0.85 * w)
        draw.multiline_text((w / 2, min(place + 0.3 * h, 0.8 * h)), line, ink, small, "ma", align="center",
                            stroke_width=2 if edge else 0, stroke_fill=edge)  # fmt: skip
    return picture


def quoted(rng: random.Random, photos: Sequence[Path]) -> Picture:
    """A saying on one colour or a gradient."""
    w, h = rng.choice(((800, 800), (1080, 1080), (720, 1280), (1080, 1350)))
    top, low = (np.array([rng.randrange(256) for _ in range(3)], float) for _ in range(2))
    if rng.random() < 0.4:
        low = top
    t = np.linspace(0, 1, h)[:, None, None]
    picture = Image.fromarray((top * (1 - t) + low * t + np.zeros((h, w, 3))).astype(np.uint8))
    bright = float((top + low).mean() / 2) > 128
    font = _font(rng, rng.uniform(0.055, 0.09) * w)
    text = _wrapped(rng.choice(SAYINGS), font, 0.8 * w)
    ink, place = "#111" if bright else "white", (w / 2, rng.uniform(0.15, 0.4) * h)
    ImageDraw.Draw(picture).multiline_text(place, text, ink, font, "ma", align="center")
    return picture


def posted(rng: random.Random, photos: Sequence[Path]) -> Picture:
    """A short message of somebody, cut out of a network's page."""
    w = rng.choice((720, 1080))
    paper, ink, grey = rng.choice(
        (("white", "#0f1419", "#536471"), ("#15202b", "white", "#8899a6"), ("black", "#eee", "#777"))
    )
    font, small = _font(rng, 0.05 * w, serif=False), _font(rng, 0.035 * w, serif=False)
    text = _wrapped(rng.choice(SAYINGS), font, 0.88 * w)
    picture = Image.new("RGB", (w, int(w * rng.uniform(0.55, 1.0))), paper)
    draw = ImageDraw.Draw(picture)
    face = Image.open(rng.choice(photos)).convert("RGB").resize((int(0.11 * w),) * 2)
    mask = Image.new("L", face.size)
    ImageDraw.Draw(mask).ellipse((0, 0, *face.size), fill=255)
    picture.paste(face, (int(0.05 * w), int(0.05 * w)), mask)
    draw.text((0.19 * w, 0.055 * w), "Somebody", ink, small)
    draw.text((0.19 * w, 0.105 * w), "@somebody_else", grey, small)
    draw.multiline_text((0.05 * w, 0.21 * w), text, ink, font)
    draw.text((0.05 * w, picture.height - 0.09 * w), "10:41 PM · 3 May 2024 · 12.4K views", grey, small)
    return picture


def receipt(rng: random.Random, photos: Sequence[Path]) -> Picture:
    """A receipt lying on something, photographed from aside."""
    w, h = 520, int(520 * rng.uniform(1.5, 2.4))
    paper = Image.new("RGB", (w, h), "#f2f0ea")
    draw, font = ImageDraw.Draw(paper), _font(rng, 26, serif=False)
    draw.text((w / 2, 30), "MERCADO CENTRAL", "#222", _font(rng, 40, serif=False), "ma")
    for y in range(120, h - 60, 44):
        draw.text((30, y), f"{rng.randrange(1, 5)} x ITEM {rng.randrange(1000, 9999)}", "#333", font)
        draw.text((w - 30, y), f"{rng.uniform(0.5, 40):.2f}", "#333", font, "ra")
    table = _background(rng, photos).resize((1600, 1200)).filter(ImageFilter.GaussianBlur(6))
    cx, cy, half_h = 800 + rng.randrange(-150, 150), 600, rng.uniform(440, 560)
    half_w, lean = half_h * w / h, rng.uniform(0.82, 1.0)
    turn = np.radians(rng.uniform(-25, 25))
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    corners = np.array(
        [[-half_w * lean, -half_h], [half_w * lean, -half_h], [half_w, half_h], [-half_w, half_h]]
    )
    target = corners @ spin.T + (cx, cy)
    coefficients = _perspective(target, np.array([[0, 0], [w, 0], [w, h], [0, h]], float))
    laid = paper.transform(table.size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC)
    mask = Image.new("L", paper.size, 255).transform(table.size, Image.Transform.PERSPECTIVE, coefficients)
    table.paste(laid, (0, 0), mask)
    light = np.linspace(1.0, rng.uniform(0.65, 0.95), 1600)[None, :, None]
    shown = np.asarray(table, float) * light + np.random.default_rng(rng.random().__hash__() % 2**32).normal(
        0, 4, (1200, 1600, 3)
    )
    return Image.fromarray(np.clip(shown, 0, 255).astype(np.uint8))


def _perspective(source: np.ndarray, target: np.ndarray) -> list[float]:
    """The eight numbers that take each source point to its target, as Pillow wants them."""
    rows = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return list(np.linalg.solve(np.array(rows), target.reshape(-1)))


KINDS: dict[str, Callable[[random.Random, Sequence[Path]], Picture]] = {
    "captioned": captioned, "banded": banded, "greeting": greeting, "quoted": quoted, "posted": posted,
    "receipt": receipt,
}  # fmt: skip


def jpeg(kind: str, seed: int, photos: Sequence[Path]) -> bytes:
    """Return one made picture as a messenger would store it; the same for the same arguments."""
    rng = random.Random(f"{kind} {seed}")
    stored = BytesIO()
    KINDS[kind](rng, photos).save(stored, "JPEG", quality=rng.randrange(45, 88))
    return stored.getvalue()
