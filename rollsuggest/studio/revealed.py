"""What a saved file still shows of people, days and places, in words; and why no face can be blurred."""

from __future__ import annotations

from rollsuggest.errors import UserError
from rollsuggest.i18n import _, listed, ngettext, number_text
from rollsuggest.library.rows import Reveals
from rollsuggest.model import Make, Recipe

DATED_STYLES = ("polaroids", "year")  # on which days or months are written


def why_not(found: Reveals, recipe: Recipe, made_elsewhere: bool) -> str:
    """Return why no face can be blurred; "" when it can."""
    if made_elsewhere:
        return _("A server made this picture, so its faces stay as they came.")
    if not found.looked:
        return _("Recognising people is off, so nobody knows where faces are. Turn it on under Privacy.")
    if recipe.clip:
        return _("In films, faces are not followed. Save a still picture to have them blurred.")
    if not found.nameless:
        return _("No face without a name was found.")
    return ""


def require_blurrable(found: Reveals, recipe: Recipe) -> None:
    """Raise UserError where faces are to be blurred and nobody knows where they are."""
    nobody = found.looked and not found.nameless and not recipe.clip
    if not nobody and (why := why_not(found, recipe, made_elsewhere=False)):
        raise UserError(why)


def told(found: Reveals | None, recipe: Recipe, made_elsewhere: bool = False) -> list[str]:
    """Return what a file that is made of a recipe shows, a line for each kind of thing."""
    lines = [] if found is None else _people(found, recipe)
    words = " · ".join(text for text in (recipe.title, recipe.subtitle) if text)
    if words and not made_elsewhere:
        lines.append(_("Words, on it and in the file: “{words}”.").format(words=words))
    if recipe.make is Make.RECAP:
        lines.append(
            _("As a film: chapters and captions name days, places and people; films in it are heard.")
        )
    if recipe.clip:
        lines.append(_("What is said in the film is heard."))
    if recipe.make is Make.COLLAGE and recipe.style in DATED_STYLES:
        lines.append(_("When the photos were taken is written on it."))
    if any(sticker.kind == "stamp" for sticker in recipe.stickers):
        lines.append(_("The postmark tells when the photos were taken."))
    if recipe.make is Make.COLLAGE and recipe.style == "map":
        lines.append(_("Its map shows where the photos were taken."))
    lines.append(_("Signs, number plates, uniforms and views, as in your photos: look it over once."))
    return lines


def _people(found: Reveals, recipe: Recipe) -> list[str]:
    if not found.looked:
        return [_("Everybody's face that is in the photos.")]
    lines = []
    if found.owner:
        lines.append(_("Your own face."))
    if found.names:
        lines.append(_("Faces of people you named: {names}.").format(names=listed(found.names)))
    if found.nameless and not recipe.blur:
        said = ngettext("{n} face without a name.", "{n} faces without a name.", found.nameless)
        lines.append(said.format(n=number_text(found.nameless)))
    elif found.nameless:
        said = ngettext(
            "{n} face without a name is blurred.", "{n} faces without a name are blurred.", found.nameless
        )
        lines.append(said.format(n=number_text(found.nameless)))
    return lines
