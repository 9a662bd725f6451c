"""Make `outlines.npz` of resources/places: the countries' outlines, compact, for maps without a network.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python packaging/build_outlines.py package/countries-50m.json

The package holds Natural Earth's countries at 1:50 million, which are in the public domain, as TopoJSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parent.parent / "resources" / "places" / "outlines.npz"
HUNDREDTHS = 100  # of a degree: about a kilometre


def main() -> None:
    atlas = json.loads(Path(sys.argv[1]).read_text())
    scale, shift = np.array(atlas["transform"]["scale"]), np.array(atlas["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in atlas["arcs"]]
    rings = [
        np.concatenate([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring])
        for country in atlas["objects"]["countries"]["geometries"]
        for polygon in ([country["arcs"]] if country["type"] == "Polygon" else country.get("arcs", []))
        for ring in polygon
    ]
    points = [np.round(ring * HUNDREDTHS).astype(np.int16) for ring in rings]
    ends = np.cumsum([len(ring) for ring in points]).astype(np.int32)
    np.savez_compressed(OUT, points=np.concatenate(points), ends=ends)
    print(f"{len(rings)} outlines, {sum(map(len, rings))} points, {OUT.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    main()
