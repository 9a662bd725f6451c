"""What lies in a roll now, and how that differs from what was known: a walk, and two pure functions."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

from rollsuggest.i18n import _
from rollsuggest.library import sidecars
from rollsuggest.model import Kind

# What cameras write beside or instead of a JPEG; read by `library.raw`.
RAW_SUFFIXES = frozenset(
    [
        ".dng", ".cr2", ".cr3", ".crw", ".nef", ".nrw", ".arw", ".sr2", ".srf", ".orf", ".rw2", ".rwl",
        ".raf", ".pef", ".srw", ".3fr", ".fff", ".gpr", ".mrw", ".x3f", ".kdc", ".dcr", ".k25", ".mef",
        ".mos", ".iiq", ".cap", ".erf",
    ]
)  # fmt: skip
_PICTURE_SUFFIXES = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".webp",
        ".avif",
        ".jxl",  # no decoder yet: better listed as unreadable than passed over in silence
        ".heic",
        ".heif",
        ".hif",
        ".tif",
        ".tiff",
        ".gif",
        ".bmp",
    ]
)
PHOTO_SUFFIXES = _PICTURE_SUFFIXES | RAW_SUFFIXES
VIDEO_SUFFIXES = frozenset(
    [
        ".mp4", ".mov", ".qt", ".m4v", ".3gp", ".3gpp", ".3g2", ".mkv", ".webm", ".avi", ".wmv", ".asf",
        ".mts", ".m2ts", ".tod", ".mpg", ".mpeg", ".dv", ".flv",
    ]
)  # fmt: skip

# Made by cameras' firmware, network drives and operating systems; none of it is a person's photo.
SKIPPED_FOLDERS = frozenset(
    {
        "@eadir",
        "#recycle",
        "$recycle.bin",
        "system volume information",
        "lost+found",
        "__macosx",
        "node_modules",  # programs' parts, with pictures and with code that is called .mts
    }
)
# Apple Photos keeps previews beside the originals in its package; only these folders hold originals.
PACKAGE_SUFFIX, PACKAGE_ORIGINALS = ".photoslibrary", frozenset({"originals", "masters"})
_HIDDEN_ON_WINDOWS = 0x2

Unlisted = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the roll. `path` is relative to the roll, '/'-separated on every system."""

    path: str
    size: int  # bytes
    mtime_ns: int
    kind: Kind
    sidecar_ns: int = 0  # when the newest of its sidecars changed; 0: none


@dataclass(frozen=True, slots=True)
class Known:
    """What was stored of a file at the last scan."""

    size: int
    mtime_ns: int
    sidecar_ns: int = 0


@dataclass(frozen=True, slots=True)
class Diff:
    """A scan against what was known. Each found file is in exactly one of new, changed, retold and same.

    Of the retold ones a sidecar came, changed or went, and the files themselves are the same.
    """

    new: tuple[Found, ...]
    changed: tuple[Found, ...]
    gone: tuple[str, ...]
    same: tuple[Found, ...]
    retold: tuple[Found, ...] = ()


def kind_of(name: str) -> Kind | None:
    """Return what a file is by its extension, None for what is neither photo nor video."""
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122, a name and no path: called for every file
    if suffix in PHOTO_SUFFIXES:
        return Kind.PHOTO
    return Kind.VIDEO if suffix in VIDEO_SUFFIXES else None


def is_watched(name: str) -> bool:
    """Return whether a change of this file can change the library: a photo, a video, a sidecar."""
    return kind_of(name) is not None or name.lower().endswith(sidecars.SUFFIXES)


def is_passed_over(path: PurePath) -> bool:
    """Return whether `walk` leaves out what lies here, by its names relative to the roll."""
    return any(name.startswith(".") or name.lower() in SKIPPED_FOLDERS for name in path.parts)


def walk(
    root: Path,
    *,
    skip: Sequence[Path] = (),
    unreadable: Unlisted | None = None,
    lost: Callable[[str], object] | None = None,
    drive: Callable[[str], object] | None = None,
) -> Iterator[Found]:
    """Yield the photos and videos below `root`, each real folder once, in a stable order.

    Hidden files and folders, system folders and those in `skip` are left out. What cannot be listed is told
    to `unreadable(path, reason)` (`path` relative, "" for the root itself) and costs itself alone. Links that
    lead nowhere, or to a folder with nothing in it as an unplugged drive leaves it, are told to `lost(path)`;
    folders that are another drive's own to `drive(path)`, but for what lies behind links.
    """
    tell, tell_lost = unreadable or (lambda _path, _reason: None), lost or (lambda _path: None)
    tell_drive, own, elsewhere = drive or (lambda _path: None), _identity(root), set[str]()
    visited = {seen for folder in skip if (seen := _identity(folder))}
    folders: list[str] = [""]
    links: list[str] = []  # links wait: a folder inside the roll keeps its own path
    while folders or links:
        linked = not folders
        relative = links.pop() if linked else folders.pop()
        identity = _identity(root / relative)
        if identity in visited:
            continue
        if identity:
            visited.add(identity)
        if identity and own and identity[0] != own[0] and not is_below(relative, elsewhere):
            elsewhere.add(relative)
            if not linked:
                tell_drive(relative)
        try:
            with os.scandir(root / relative) as listing:
                entries = sorted(listing, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            tell(relative, error.strerror or str(error))
            continue
        for link in [relative] if linked and not entries else _dangling(relative, entries):
            tell_lost(link)
        below = [entry for entry in entries if _is_folder(entry) and _wanted_folder(relative, entry)]
        folders += [_join(relative, e.name) for e in below if not e.is_symlink()]
        links += [_join(relative, e.name) for e in below if e.is_symlink()]
        told = {e.name.lower(): e for e in entries if e.name.lower().endswith(sidecars.SUFFIXES)}
        for entry in reversed(entries):
            found = _found(relative, entry, tell)
            if found:
                yield replace(found, sidecar_ns=_newest(entry.name, told)) if told else found


def _newest(photo: str, told: Mapping[str, os.DirEntry[str]]) -> int:
    """Return when the newest sidecar of a photo changed, 0 when none of its folder's is its own."""
    newest = 0
    for name in sidecars.beside(photo, told):
        with suppress(OSError):  # gone meanwhile
            newest = max(newest, told[name].stat().st_mtime_ns)
    return newest


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _dangling(parent: str, entries: Iterable[os.DirEntry[str]]) -> Iterator[str]:
    """Yield the links of a folder that lead nowhere."""
    for entry in entries:
        try:
            if entry.is_symlink() and not _hidden(entry) and not os.path.exists(entry.path):  # noqa: PTH110
                yield _join(parent, entry.name)
        except OSError:
            continue


def _wanted_folder(parent: str, entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if _hidden(entry) or name in SKIPPED_FOLDERS:
        return False
    return not parent.lower().endswith(PACKAGE_SUFFIX) or name in PACKAGE_ORIGINALS


def _hidden(entry: os.DirEntry[str]) -> bool:
    """Return whether a file is hidden by its name (also AppleDouble `._x`) or its attribute on Windows."""
    if entry.name.startswith("."):
        return True
    if os.name != "nt":
        return False
    return bool(getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0) & _HIDDEN_ON_WINDOWS)


def _found(parent: str, entry: os.DirEntry[str], tell: Unlisted) -> Found | None:
    kind = kind_of(entry.name)
    path = _join(parent, entry.name)
    if kind is None:
        return None
    try:
        if not entry.is_file() or _hidden(entry):
            return None
        status = entry.stat()
    except OSError as error:
        tell(path, error.strerror or str(error))
        return None
    if not _is_text(path):
        tell(path.encode("utf-8", "replace").decode(), _("Its name is not valid text."))
        return None
    return Found(path, status.st_size, status.st_mtime_ns, kind)


def _is_text(path: str) -> bool:
    """Return whether a path can be stored: Linux allows names that are no UTF-8."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _join(parent: str, name: str) -> str:
    return f"{parent}/{name}" if parent else name


def diff(found: Iterable[Found], known: Mapping[str, Known], *, unlisted: Collection[str] = ()) -> Diff:
    """Compare a walk with what was known, by path, size, mtime and that of the sidecars.

    Known files below a folder of `unlisted` (see `walk`) are not gone: nobody could look.
    """
    new, changed, same, retold = [], [], [], []
    here = set()
    for file in found:
        here.add(file.path)
        before = known.get(file.path)
        if before is None:
            new.append(file)
        elif (before.size, before.mtime_ns) != (file.size, file.mtime_ns):
            changed.append(file)
        elif before.sidecar_ns != file.sidecar_ns:
            retold.append(file)
        else:
            same.append(file)
    blind = frozenset(unlisted)
    gone = [path for path in known if path not in here and not is_below(path, blind)]
    return Diff(tuple(new), tuple(changed), tuple(gone), tuple(same), tuple(retold))


def is_below(path: str, folders: Collection[str]) -> bool:
    """Return whether a path is one of `folders` or lies below one; "" is the root."""
    if not folders:
        return False
    return "" in folders or path in folders or any(str(p) in folders for p in PurePosixPath(path).parents)
