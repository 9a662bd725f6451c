"""What generative models are told of our styles. They read English, whatever language the person speaks."""

from __future__ import annotations

from rollsuggest.model import Format, Recipe

STYLES = {
    "anime": "a still of a hand-drawn anime film with clean ink lines and soft painted light",
    "starlit": "a hand-drawn anime still at dusk, with a deep luminous sky and glowing light",
    "storybook": "a page of a picture book in soft gouache with gentle outlines",
    "watercolour": "a loose watercolour on rough paper with colours that run into each other",
    "oil": "an oil painting with thick visible brush strokes",
    "sketch": "a pencil drawing with hatching on white paper",
    "manga": "a black and white manga panel with ink lines and screentone",
    "pop": "a pop-art screen print in a few flat bright colours with halftone dots",
}
KEEP = (
    "Redraw this photo as {style}. Keep every person, pose, face, expression and the composition as they are."
    " Add nothing and leave nothing out. No text."
)


def prompt(recipe: Recipe) -> str:
    return KEEP.format(style=STYLES.get(recipe.style, STYLES["anime"]))


def size(shape: Format) -> str:
    """Return the nearest of the three sizes that OpenAI's image models make, width x height in pixels."""
    width, height = shape.size_px
    if width == height:
        return "1024x1024"
    return "1024x1536" if height > width else "1536x1024"
