"""People: embedders, real faces in any order, strangers, 20 answers; 200,000 faces, one more photo.

    python -m benchmarks people            all of it, about five minutes
    python -m benchmarks people faces      real faces alone
    python -m benchmarks people scale      made-up ones alone

Another pool, with a folder for each person and maybe `FOLDER_singletons` of files beside it, is tried with
`python -m benchmarks people faces FOLDER`. Embeddings are kept in the temporary folder by the photos' hash.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, ClusterId, FaceId
from rollsuggest.people.cluster import SAME_PERSON, FaceVector, extend, settle
from rollsuggest.people.review import doubts
from rollsuggest.people.verdicts import Verdict, rules

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
ORDERS = 10
SHRUNK = 0.15  # see `spread`
Found = Mapping[FaceId, ClusterId | None]
Floats = npt.NDArray[np.float32]


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


def tell(what: str, faces: Sequence[FaceVector], found: Found, true: Sequence[str]) -> float:
    """Print a line of figures; a face in no cluster is alone. Returns the lower F."""
    groups = [found[f.face] if found[f.face] is not None else f"alone {f.face}" for f in faces]
    pairs, cubes = pairwise(groups, true), bcubed(groups, true)
    figures = "  ".join("{:.4f} {:.4f} {:.4f}".format(*each) for each in (pairs, cubes))
    print(f"  {what:<46} {figures}", flush=True)
    return min(pairs[2], cubes[2])


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


def bit_by_bit(faces: Sequence[FaceVector], order: Sequence[int], step: int) -> tuple[Found, Found]:
    """Return where faces are when they came `step` at a time: before and after the run's end."""
    known: dict[FaceId, ClusterId] = {}
    found: Found = {}
    for upto in range(step, len(faces) + step, step):
        some = [faces[n] for n in order[:upto]]
        found = extend(some, known, next_id=max(known.values(), default=0) + 1)
        known = {face: cluster for face, cluster in found.items() if cluster is not None}
    return found, settle(faces, known, next_id=max(known.values(), default=0) + 1)


def partition(found: Found) -> frozenset[frozenset[FaceId]]:
    groups: dict[Hashable, set[FaceId]] = {}
    for face, cluster in found.items():
        groups.setdefault(cluster if cluster is not None else f"alone {face}", set()).add(face)
    return frozenset(map(frozenset, groups.values()))


def orders(faces: Sequence[FaceVector], names: Sequence[str]) -> Found:
    whole = settle(faces, {}, next_id=1)
    tell(f"all at once, cosine {SAME_PERSON}", faces, whole, names)
    same = 0
    for n in range(ORDERS):
        order = np.random.default_rng(n).permutation(len(faces)).tolist()
        step = (1, 7, 60, 200)[n % 4] if len(faces) < 2000 else (60, 400)[n % 2]
        before, after = bit_by_bit(faces, order, step)
        tell(f"order {n}, {step} at a time, while it runs", faces, before, names)
        tell(f"order {n}, {step} at a time, at the run's end", faces, after, names)
        same += partition(after) == partition(whole)
    print(f"  the very same groups as all at once: {same} of {ORDERS} orders")
    return whole


def answers(faces: Sequence[FaceVector], names: Sequence[str], found: Found, most: int = 20) -> None:
    """Ask in rounds of five, as a page would, and answer with the truth."""
    truth = {f.face: name for f, name in zip(faces, names, strict=True)}
    assets = {f.face: f.asset for f in faces}
    said: list[Verdict] = []
    right = 0
    while len(said) < most:
        book = rules(reversed(said), assets)
        asked = {frozenset((v.face, v.other)) for v in said if v.other is not None}
        asking = doubts(faces, found, book, named=frozenset(), asked=asked, most=min(5, most - len(said)))
        if not asking:
            break
        for doubt in asking:
            kind = "same" if truth[doubt.first] == truth[doubt.second] else "apart"
            right += (kind == "same") == doubt.apart
            said.append(Verdict(kind, doubt.first, doubt.second))
        known = {face: cluster for face, cluster in found.items() if cluster is not None}
        book = rules(reversed(said), assets)
        found = settle(faces, known, next_id=max(known.values()) + 1, rules=book)
    tell(f"after {len(said)} answers, {right} of which changed something", faces, found, names)


def strangers(faces: Sequence[FaceVector], names: Sequence[str], count: int = 5000) -> None:
    """Add made-up strangers with the spread of the real ones, each once; none may join anybody."""
    more = crowd(np.stack([f.vector for f in faces]), np.array(names), count, seed=5)
    all_faces = [*faces] + [
        FaceVector(FaceId(len(faces) + n), AssetId(10**6 + n), vector, 0.8) for n, vector in enumerate(more)
    ]
    everybody = [*names] + [f"stranger {n}" for n in range(count)]
    start = perf_counter()
    found = settle(all_faces, {}, next_id=1)
    took = perf_counter() - start
    tell(f"with {count} strangers ({took:.1f} s)", all_faces, found, everybody)


def crowd(real: Floats, names: npt.NDArray[Any], count: int, seed: int) -> Floats:
    """Make faces of as many persons, with the spread of real ones: a person's mean has the covariance of the
    real persons' means, a face differs from it as real faces do."""
    random = np.random.default_rng(seed)
    centres, within = spread(real, names)
    made = (
        random.normal(size=(count, real.shape[1])) @ centres
        + random.normal(size=(count, real.shape[1])) @ within
    )
    return unit((made + real.mean(0)).astype(np.float32))


def spread(real: Floats, names: npt.NDArray[Any]) -> tuple[Floats, Floats]:
    """Return square roots of the covariances between persons and within one.

    Of 176 persons in 192 dimensions the sample covariance is too narrow: made-up strangers were alike above
    0.40 four times as often as real ones. So it is shrunk towards a sphere (Ledoit and Wolf 2004), by as much
    as makes them alike as often.
    """
    many = [name for name, n in Counter(names.tolist()).items() if n > 2]
    means = {name: real[names == name].mean(0) for name in many}
    off = np.concatenate([real[names == name] - means[name] for name in many]) * np.sqrt(10 / 9)
    firsts = np.stack([real[names == name][0] for name in dict.fromkeys(names.tolist())])
    inner = off.T @ off / len(off)
    return _root(np.cov(firsts.T) - inner, SHRUNK), _root(inner, 0)


def _root(covariance: Floats, shrunk: float) -> Floats:
    values, vectors = np.linalg.eigh(covariance)
    values = np.maximum(values, 0)
    values = (1 - shrunk) * values + shrunk * values.mean()
    return np.asarray((vectors * np.sqrt(values)) @ vectors.T, np.float32)


def unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def real_faces(folder: Path) -> None:
    faces, names, dlib = seen(pool(folder))
    print(f"{len(faces)} faces of {len(set(names))} persons in {folder}")
    embedders(faces, names, dlib)
    print(f"  {'':<46} pairwise P, R, F          BCubed P, R, F")
    found = orders(faces, names)
    answers(faces, names, found)
    strangers(faces, names)


# --- scale -------------------------------------------------------------------------------------------


def made_up(count: int, persons: int, seed: int = 1) -> list[FaceVector]:
    """Faces with the real ones' spread; how many each person has falls off as in a family's photos."""
    random = np.random.default_rng(seed)
    faces, names, _dlib = seen(pool(SHARED / "data" / "people" / "lfw"))
    real = np.stack([f.vector for f in faces])
    between, within = spread(real, np.array(names))
    weights = 1 / np.arange(1, persons + 1) ** 1.1
    who = random.choice(persons, count, p=weights / weights.sum())
    centres = random.normal(size=(persons, real.shape[1])).astype(np.float32) @ between + real.mean(0)
    quality = random.uniform(0.15, 1, count)
    photo = np.arange(count) // 2 * 2  # two faces in each photo, of two persons
    photo[1::2] += who[1::2] == who[: count // 2 * 2 : 2]
    made = []
    for start in range(0, count, 10_000):
        part = who[start : start + 10_000]
        noise = random.normal(size=(len(part), real.shape[1])).astype(np.float32)
        vectors = unit(centres[part] + noise @ within)
        made += [
            FaceVector(
                FaceId(start + n), AssetId(int(photo[start + n])), vectors[n], float(quality[start + n])
            )
            for n in range(len(part))
        ]
    return made


def scale(count: int = 200_000, persons: int = 10_000) -> None:
    faces = made_up(count + 20, persons)
    before = memory_mb()
    first, settling = _timed(lambda: extend(faces[:count], {}, next_id=1))
    known = {face: cluster for face, cluster in first.items() if cluster is not None}
    next_id = max(known.values()) + 1
    found, again = _timed(lambda: settle(faces[:count], known, next_id=next_id))
    clusters = len({c for c in found.values() if c is not None})
    print(
        f"{count} faces of {persons} persons: {settling:.1f} s, settled in {again:.1f} s,"
        f" {clusters} clusters; peak {memory_mb():.0f} MB, of which the faces {before:.0f} MB"
    )
    stored(faces, found, count)


def stored(faces: Sequence[FaceVector], found: Found, count: int) -> None:
    """Add one photo to a library with that many faces: read, place, and store."""
    from rollsuggest.jobs import grouping as work
    from rollsuggest.library import grouping
    from rollsuggest.library.database import Database

    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "library.sqlite")
        with database.write() as db:
            db.execute("INSERT INTO roll (id, path, added_at) VALUES (1, 'x', '')")
            clusters = {c for c in found.values() if c is not None}
            db.executemany("INSERT INTO cluster (id) VALUES (?)", [(int(c),) for c in clusters])
            for face in faces[:count]:
                _insert(db, face, found[face.face], 2)
        with database.write() as db:
            _insert(db, faces[count], None, 0)
        first, start = 0.0, perf_counter()
        _place(database, work.group, grouping.store)
        first = perf_counter() - start
        times = []
        for n in range(count + 1, count + 20, 2):
            with database.write() as db:
                _insert(db, faces[n], None, 0)
                _insert(
                    db,
                    replace(faces[n + 1], asset=faces[n].asset) if n + 1 < len(faces) else faces[n],
                    None,
                    0,
                )
            start = perf_counter()
            _place(database, work.group, grouping.store)
            times.append((perf_counter() - start) * 1000)
        idle, took = _timed(lambda: work.group(database.path))
        assert not idle
        database.close()
    print(
        f"one more photo of two faces: median {np.median(times):.0f} ms, worst {max(times):.0f} ms"
        f" (all sums missing: {first:.1f} s); nothing new: {took * 1000:.1f} ms"
    )


def _place(database: Any, group: Callable[..., Any], store: Callable[..., None]) -> None:
    grouped = group(database.path)
    with database.write() as db:
        store(db, grouped)


def _insert(db: Any, face: FaceVector, cluster: ClusterId | None, grouped: int) -> None:
    db.execute(
        "INSERT OR IGNORE INTO asset (id, roll_id, path, kind, size, mtime_ns)"
        " VALUES (?, 1, ?, 'photo', 1, 1)",
        (int(face.asset), f"{face.asset}.jpg"),
    )
    db.execute(
        "INSERT OR IGNORE INTO face (id, asset_id, x, y, w, h, score, quality, smile, points, embedding,"
        " cluster_id, grouped) VALUES (?, ?, 0, 0, 1, 1, 1, ?, 0, '[]', ?, ?, ?)",
        (
            int(face.face) + 1,
            int(face.asset),
            face.quality,
            face.vector.astype("<f2").tobytes(),
            cluster,
            grouped,
        ),
    )


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    start = perf_counter()
    result = act()
    return result, perf_counter() - start


def memory_mb() -> float:
    """Return the most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    words = sys.argv[2:]
    if not words or words[0] == "faces":
        real_faces(Path(words[1]).resolve() if len(words) > 1 else SHARED / "data" / "people" / "lfw")
    if not words or words[0] == "scale":
        scale(*(int(word) for word in words[1:]))


if __name__ == "__main__":
    main()
