"""Trips as ways over a map: where they led, town by town, in the order of their photos. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rollsuggest.model import Journey, Photo, Place, View
from rollsuggest.suggest.homes import km
from rollsuggest.suggest.material import gather
from rollsuggest.suggest.trips import Trip

APART_KM = 20.0  # between stops that have no town


def journeys(view: View, today: date) -> tuple[Journey, ...]:
    """Return the trips, the latest first. () while places are not known."""
    trips = gather(view, today, more={}).trips  # the worse frames of a burst lead nowhere else
    return tuple(_journey(trip) for trip in reversed(trips))


def _journey(trip: Trip) -> Journey:
    assets = tuple(photo.id for photo in trip.photos)
    return Journey(trip.first, trip.last, trip.places, trip.countries, stops(trip.photos), assets)


def stops(photos: Sequence[Photo]) -> tuple[Place, ...]:
    """Return where photos in the order of time were taken, each town once after another."""
    found: list[Place] = []
    for photo in photos:
        if photo.latitude is None or photo.longitude is None:
            continue
        here = Place(photo.latitude, photo.longitude, photo.place, photo.country)
        if not found or _apart(found[-1], here):
            found.append(here)
    return tuple(found)


def _apart(one: Place, other: Place) -> bool:
    if one.name and one.name == other.name:
        return False
    return (
        bool(one.name and other.name)
        or km((one.latitude, one.longitude), (other.latitude, other.longitude)) >= APART_KM
    )
