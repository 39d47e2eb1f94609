"""A file that one process holds: let go of when it is closed, or when the process dies."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import IO


def hold(path: Path) -> IO[bytes] | None:
    """The file, made if need be and held until it is closed.

    Returns
    -------
    file or None
        None if somebody else holds it. The system lets go of it when its process ends, however
        that happens, so that nothing is left locked.
    """
    try:
        file = path.open("ab")
    except OSError:
        return None
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        with contextlib.suppress(OSError):
            file.close()
        return None
    return file
