"""When the disk says no: told in words that help, the same wherever we write."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rollsuggest.errors import UserError
from rollsuggest.i18n import _


@contextmanager
def storing(out: Path) -> Iterator[None]:
    """Write within this: an OSError (full, read-only, gone) comes out as a UserError that names `out`."""
    try:
        yield
    except OSError as error:
        raise unwritable(out, error) from error


def reason(error: OSError) -> str:
    """Return why, in the person's language where it is one of the usual reasons; the system's word else."""
    usual = {
        errno.ENOSPC: _("the disk is full"), errno.EDQUOT: _("the disk is full"),
        errno.EACCES: _("it is not permitted"), errno.EPERM: _("it is not permitted"),
        errno.EROFS: _("the disk can only be read"),
    }  # fmt: skip
    return usual.get(error.errno or 0) or error.strerror or str(error)


def unwritable(out: Path, error: OSError) -> UserError:
    """Return what to tell the person when a file cannot be written."""
    return UserError(
        _("We could not write {name}: {reason}.").format(name=out.name, reason=reason(error)),
        _("Check that there is room on the disk and that you may write there, or choose another folder."),
    )


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """Lend a name beside `out` to write to: what is whole takes `out`'s place, half a file never does.

    The name begins as jobs.exports sweeps up after a process that was ended, and differs by process. Raises
    UserError as `storing` does.
    """
    beside = out.with_name(f"{out.name}.part{os.getpid()}")
    with storing(out):
        try:
            yield beside
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
