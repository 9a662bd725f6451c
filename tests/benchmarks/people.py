"""People: embedders, real faces in any order, 20 answers, strangers, children; 200,000 faces, one more photo.

    python -m benchmarks people            all of it, about seven minutes
    python -m benchmarks people faces      real faces, and made-up ones beside them
    python -m benchmarks people scale      200,000 made-up ones alone

Another pool, with a folder for each person and maybe `FOLDER_singletons` of files beside it, is tried with
`python -m benchmarks people faces FOLDER`. Embeddings are kept in the temporary folder by the photos' hash.
Orders, answers and single photos go through the app's own path, on a database. A bar that is missed is told
and makes the exit code 1.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks._bars import Bars
from benchmarks._face_library import FaceLibrary, Found, came
from benchmarks._made_people import Floats, family_years, library, people_of, rest_of_lfw, with_strangers
from rollsuggest.model import AssetId, FaceId
from rollsuggest.people.cluster import FaceVector, asked, extend, settle

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
ORDERS = 10
STEPS = (7, 60, 20, 200, 1)  # faces that come at once
Scores = tuple[float, float, float]


# --- measures ----------------------------------------------------------------------------------------


def pairwise(found: Sequence[Hashable], true: Sequence[Hashable]) -> tuple[float, float, float]:
    """Return precision, recall and F over all pairs of faces."""

    def pairs(keys: Sequence[Hashable]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(keys).values())

    both = pairs(list(zip(found, true, strict=True)))
    return _with_f(both / max(pairs(found), 1), both / max(pairs(true), 1))


def bcubed(found: Sequence[Hashable], true: Sequence[Hashable]) -> tuple[float, float, float]:
    """Return precision, recall and F averaged over faces (Bagga and Baldwin 1998)."""
    clusters, persons = Counter(found), Counter(true)
    both = Counter(zip(found, true, strict=True))
    precision = sum(n * n / clusters[c] for (c, _), n in both.items()) / len(found)
    return _with_f(precision, sum(n * n / persons[p] for (_, p), n in both.items()) / len(found))


def _with_f(precision: float, recall: float) -> tuple[float, float, float]:
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def tell(what: str, faces: Sequence[FaceVector], found: Found, true: Sequence[str]) -> tuple[Scores, Scores]:
    """Print a line of figures, pairwise and BCubed, and return them; a face in no cluster is alone."""
    groups = [found[f.face] if found[f.face] is not None else f"alone {f.face}" for f in faces]
    pairs, cubes = pairwise(groups, true), bcubed(groups, true)
    figures = "  ".join("{:.4f} {:.4f} {:.4f}".format(*each) for each in (pairs, cubes))
    print(f"  {what:<46} {figures}", flush=True)
    return pairs, cubes


# --- real faces --------------------------------------------------------------------------------------


def pool(folder: Path) -> list[tuple[Path, str]]:
    photos = [(p, p.parent.name) for p in sorted(folder.glob("*/*")) if p.suffix in (".jpg", ".png", ".jpeg")]
    singles = folder.with_name(f"{folder.name}_singletons")
    return photos + [(p, p.stem) for p in sorted(singles.glob("*"))]


def seen(photos: Sequence[tuple[Path, str]]) -> tuple[list[FaceVector], list[str], Floats]:
    """Return the middle face of each photo, its name, and dlib's embeddings of the same faces."""
    digest = hashlib.blake2b(digest_size=8)
    for path, _name in photos:
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    kept = Path(tempfile.gettempdir()) / f"rollsuggest-benchmark-faces-{digest.hexdigest()}.npz"
    if not kept.exists():
        np.savez(kept, allow_pickle=False, **_look(photos))
    held = np.load(kept)
    faces = [
        FaceVector(FaceId(n), AssetId(int(at)), vector, float(quality))
        for n, (at, vector, quality) in enumerate(
            zip(held["at"], held["mobilefacenet"], held["quality"], strict=True)
        )
    ]
    return faces, [photos[int(at)][1] for at in held["at"]], held["dlib"]


def _look(photos: Sequence[tuple[Path, str]]) -> dict[str, npt.NDArray[Any]]:
    import onnxruntime

    from rollsuggest.analysis.engine import Engine
    from rollsuggest.library.pixels import decode

    engine = Engine()
    dlib = onnxruntime.InferenceSession(SHARED / "models" / "alt_dlib_resnet_150.onnx")
    rows = []
    for at, (path, _name) in enumerate(photos):
        rgb = decode(path, 1600).rgb
        found = engine.faces(rgb)
        if not found:
            print(f"  no face in {path.name}")
            continue
        face = min(found, key=lambda f: abs(f.box.x + f.box.w / 2 - 0.5) + abs(f.box.y + f.box.h / 2 - 0.5))
        points = np.array(face.points, np.float32) * (rgb.shape[1], rgb.shape[0])
        vector = np.frombuffer(face.embedding, np.float16).astype(np.float32)
        rows.append((at, vector, face.quality, _dlib(dlib, rgb, points)))
    names = ("at", "mobilefacenet", "quality", "dlib")
    return {name: np.array([row[n] for row in rows]) for n, name in enumerate(names)}


def _dlib(session: Any, rgb: npt.NDArray[np.uint8], points: Floats) -> Floats:
    """dlib's chip: 150 px, the eyes 53 px apart; the mean over the chip and its mirror image."""
    import cv2

    from rollsuggest.analysis.portrait import _TEMPLATE, similarity

    eyes = _TEMPLATE[:2].mean(0)
    move = similarity(points, ((_TEMPLATE - eyes) * 1.493 + (74, 47.1)).astype(np.float32))
    chip = cv2.warpAffine(rgb, move, (150, 150), flags=cv2.INTER_AREA)
    both = np.stack([chip, chip[:, ::-1]]).astype(np.float32).transpose(0, 3, 1, 2)
    return np.asarray(session.run(None, {"input": both})[0].mean(0), np.float32)


def embedders(faces: Sequence[FaceVector], names: Sequence[str], dlib: Floats) -> None:
    """Tell how many pairs of one person each embedder knows at a given rate of false ones."""
    ours = np.stack([f.vector for f in faces])
    rows = np.triu_indices(len(faces), 1)
    true = np.array(names)
    same = (true[:, None] == true[None])[rows]
    squares = (dlib**2).sum(1)
    far = np.sqrt(np.maximum(squares[:, None] + squares[None] - 2 * dlib @ dlib.T, 0))[rows]
    scores = {"MobileFaceNet": (ours @ ours.T)[rows], "dlib": -far}
    scores = {name: (s - s[~same].mean()) / s[~same].std() for name, s in scores.items()}
    for share in (0.2, 0.35, 0.5):
        mix = (1 - share) * scores["MobileFaceNet"] + share * scores["dlib"]
        scores[f"both, dlib {share:.0%}"] = mix
    print("pairs of one person known at a rate of false ones of       1/1,000  1/10,000  1/50,000")
    for name, score in scores.items():
        limits = (np.quantile(score[~same], 1 - rate) for rate in (1e-3, 1e-4, 2e-5))
        print(f"  {name:<54}", *(f"{(score[same] >= limit).mean():9.4f}" for limit in limits))


def partition(found: Found) -> frozenset[frozenset[FaceId]]:
    groups: dict[Hashable, set[FaceId]] = {}
    for face, cluster in found.items():
        groups.setdefault(cluster if cluster is not None else f"alone {face}", set()).add(face)
    return frozenset(map(frozenset, groups.values()))


def orders(faces: Sequence[FaceVector], names: Sequence[str], bars: Bars) -> None:
    whole = settle(faces, {}, next_id=1)
    tell(f"all at once, cosine {asked(len(faces))[0]:.2f}", faces, whole, names)
    same = doubled = 0
    running, ended = [], []
    for n in range(ORDERS):
        order = np.random.default_rng(n).permutation(len(faces)).tolist()
        step = STEPS[n % len(STEPS)] if len(faces) < 2000 else (60, 400)[n % 2]
        before, after, violations = came(faces, order, step)
        running.append(tell(f"order {n}, {step} at a time, while it runs", faces, before, names))
        ended.append(tell(f"order {n}, {step} at a time, at the run's end", faces, after, names))
        same += partition(after) == partition(whole)
        doubled += violations
    for when, scores in (("while a run is on", running), ("at its end", ended)):
        bars.least(f"worst order {when}, pairwise precision", min(p[0] for p, _c in scores), 0.995)
        bars.least(f"worst order {when}, pairwise F", min(p[2] for p, _c in scores), 0.985)
        bars.least(f"worst order {when}, BCubed F", min(c[2] for _p, c in scores), 0.985)
    bars.least(f"orders with the very same groups as all at once, of {ORDERS}", same, ORDERS)
    bars.most("photos that hold a person twice", doubled, 0)


def answers(faces: Sequence[FaceVector], names: Sequence[str], bars: Bars) -> None:
    """Ask in rounds of five, as the page does, and answer with the truth."""
    with FaceLibrary() as stored:
        stored.add(faces)
        stored.group(whole=True)
        count, same = stored.ask({f.face: name for f, name in zip(faces, names, strict=True)}, 20)
        pairs, cubes = tell(f"after {count} answers, {same} of them yes", faces, stored.found(), names)
    bars.least("after 20 answers, the lower F", min(pairs[2], cubes[2]), 0.995)


def strangers(faces: Sequence[FaceVector], names: Sequence[str], bars: Bars) -> None:
    """Real faces among thousands of made-up ones, and in the numbers of all of LFW."""
    hardness(faces, names)
    for what, counts in (("5,000 strangers", [1] * 5000), ("the rest of LFW", rest_of_lfw(names))):
        everybody, who = with_strangers(faces, names, counts, seed=5)
        pairs, cubes = tell(f"with {what}, made up", everybody, settle(everybody, {}, next_id=1), who)
        bars.least(f"with {what}, lower precision", min(pairs[0], cubes[0]), 0.98)
        bars.least(f"with {what}, lower F", min(pairs[2], cubes[2]), 0.93)


def hardness(faces: Sequence[FaceVector], names: Sequence[str]) -> None:
    """Tell how alike made-up strangers are beside two real persons, where it decides."""
    real, who = np.stack([f.vector for f in faces]), np.array(names)
    likeness = (real @ real.T)[np.triu_indices(len(real), 1)]
    different = likeness[(who[:, None] != who[None])[np.triu_indices(len(real), 1)]]
    made = people_of(real, who, [1] * 4000, seed=6)
    crowd = (made @ made.T)[np.triu_indices(len(made), 1)]
    print("strangers here are made up; how alike two of them are at most, but for one pair in")
    for rate in (1_000, 10_000, 50_000):
        two, many = (np.quantile(each, 1 - 1 / rate) for each in (different, crowd))
        print(f"  {rate:>7,}: real {two:.3f}, made up {many:.3f}")


def families(bars: Bars) -> None:
    """Real families: parents, children, siblings; and made-up children over the years."""
    faces, names, _dlib = seen(pool(SHARED / "data" / "people" / "families"))
    print(f"{len(faces)} real faces of {len(set(names))} members of three families")
    pairs, _cubes = tell("families", faces, settle(faces, {}, next_id=1), names)
    bars.least("families, pairwise precision", pairs[0], 1)
    real, who, _dlib = seen(pool(SHARED / "data" / "people" / "lfw"))
    children, truth = family_years(np.stack([f.vector for f in real]), np.array(who))
    undated = [replace(face, taken=None) for face in children]
    print(f"{len(children)} made-up faces of {len(set(truth))} children, twelve years each")
    plain = tell("children, dates unknown", children, settle(undated, {}, next_id=1), truth)
    dated = tell("children, dates known", children, settle(children, {}, next_id=1), truth)
    bars.least(
        "children over the years, pairwise precision against without dates", dated[0][0] - plain[0][0], -0.001
    )
    bars.least("children over the years, pairwise recall", dated[0][1], 0.9)
    bars.least("children over the years, pairwise precision", dated[0][0], 0.98)


def real_faces(folder: Path, bars: Bars) -> None:
    faces, names, dlib = seen(pool(folder))
    print(f"{len(faces)} faces of {len(set(names))} persons in {folder}")
    embedders(faces, names, dlib)
    print(f"  {'':<46} pairwise P, R, F          BCubed P, R, F")
    orders(faces, names, bars)
    answers(faces, names, bars)
    strangers(faces, names, bars)
    families(bars)


# --- scale -------------------------------------------------------------------------------------------


def made_up(count: int, persons: int) -> list[FaceVector]:
    """Return faces of a large library, with the spread of real ones."""
    real, names, _dlib = seen(pool(SHARED / "data" / "people" / "lfw"))
    return library(count, persons, np.stack([f.vector for f in real]), np.array(names))


def scale(bars: Bars, count: int = 200_000, persons: int = 10_000) -> None:
    faces = made_up(count + 30, persons)
    held = memory_mb()
    start = process_time()
    first = extend(faces[:count], {}, next_id=1)
    placing = process_time() - start
    known = {face: cluster for face, cluster in first.items() if cluster is not None}
    start = process_time()
    found = settle(faces[:count], known, next_id=max(known.values()) + 1)
    settling = process_time() - start
    sizes = Counter(c for c in found.values() if c is not None)
    print(f"{count} made-up faces of {persons}: {len(sizes)} clusters, the largest of {max(sizes.values())}")
    bars.most("all of them placed, s of processor time", placing, 60)
    bars.most("all of them settled again, s of processor time", settling, 60)
    bars.most(f"peak memory in MB, the faces themselves {held:.0f}", memory_mb(), 1536)
    one_more(faces, found, count, bars)


def one_more(faces: Sequence[FaceVector], found: Found, count: int, bars: Bars) -> None:
    """Add photos one by one to a library with that many faces: of anybody, and of who has most."""
    most = Counter(c for c in found.values() if c is not None).most_common(1)[0][0]
    theirs = next(f for f in faces[:count] if found[f.face] == most and f.quality > 0.8)
    with FaceLibrary() as stored:
        stored.add(faces[:count], found)
        new = faces[count:]
        photo = count + 10**6
        times: dict[str, list[float]] = {"anybody": [], "who has most": []}
        stored.add([replace(new[0], asset=AssetId(photo))])
        print(f"  all sums missing: {stored.group():.1f} s")
        for n in range(1, 21, 2):
            photo += 1
            stored.add([replace(new[n], asset=AssetId(photo)), replace(new[n + 1], asset=AssetId(photo))])
            times["anybody"].append(stored.group() * 1000)
        for one in new[21:]:
            photo += 1
            stored.add([replace(one, asset=AssetId(photo), vector=theirs.vector, quality=0.9)])
            times["who has most"].append(stored.group() * 1000)
        idle = stored.group() * 1000
        placed = stored.found()
        assert all(placed[one.face] == most for one in new[21:])
        for whose, each in times.items():
            print(f"  one more photo of {whose}: median {np.median(each):.0f} ms")
            bars.most(f"one more photo of {whose}, worst, ms of processor time", max(each), 50)
        print(f"  nothing new: {idle:.1f} ms")
        bars.most("photos that hold a person twice", stored.violations(), 0)


def memory_mb() -> float:
    """Return the most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    words, bars = sys.argv[2:], Bars()
    if not words or words[0] == "faces":
        folder = Path(words[1]).resolve() if len(words) > 1 else SHARED / "data" / "people" / "lfw"
        real_faces(folder, bars)
    if not words or words[0] == "scale":
        scale(bars, *(int(word) for word in words[1:]))
    bars.close()


if __name__ == "__main__":
    main()
