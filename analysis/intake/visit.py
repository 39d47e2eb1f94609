"""The private folder of one visit: only its owner may open it, and it goes when the visit does.

A process has one root folder with a lock in it. As long as the process lives it holds the lock; a
root whose lock can be taken belongs to a process that died, and is removed at the next start.
Folder and file names are drawn by chance: what a visitor's file is called is not on the disk.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

from analysis.errors import IntakeError
from analysis.locks import hold

PREFIX = "double-booked-visits-"
STARTING_SECONDS = 60
LOCK = "lock"
_STARTING = threading.Lock()


class Visits:
    """All visits of this process, in one root folder.

    Parameters
    ----------
    place : Path, optional
        Where the root folder is made; the system's folder for temporary files if not given.
    """

    def __init__(self, place: Path | None = None) -> None:
        self._place = place or Path(tempfile.gettempdir())
        remove_leftovers(self._place)
        self.root = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self._place))
        self._lock = hold(self.root / LOCK)
        self._process = os.getpid()
        atexit.register(self.close)

    def begin(self) -> Visit:
        """A new visit with an empty folder."""
        if not self.root.is_dir():
            raise IntakeError("The folder for loaded data is gone. Start the desk again.")
        return Visit(Path(tempfile.mkdtemp(dir=self.root)))

    def close(self) -> None:
        """Delete every visit; a process that was forked off deletes nothing."""
        if os.getpid() != self._process:
            return
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        shutil.rmtree(self.root, ignore_errors=True)


class Visit:
    """The folder of one visit; a context that erases it at its end.

    Parameters
    ----------
    folder : Path
        Of this visit alone.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.erase()

    def keep(self, content: IO[bytes], *, most_bytes: int) -> Path:
        """Copy what was uploaded into the folder, under a name drawn by chance.

        Raises
        ------
        IntakeError
            If there is more than ``most_bytes`` of it.
        """
        self._check()
        handle, name = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(handle, "wb") as file:
            left = most_bytes
            while piece := content.read(min(1 << 20, left + 1)):
                left -= len(piece)
                if left < 0:
                    break
                file.write(piece)
        if left < 0:
            Path(name).unlink()
            raise IntakeError(
                f"The file is larger than {most_bytes / 1e6:,.0f} MB. Put it into a folder and "
                "name that on the command line, as the page says.")
        return Path(name)

    def subfolder(self) -> Path:
        """A new empty folder in the visit's own."""
        self._check()
        return Path(tempfile.mkdtemp(dir=self.folder))

    def erase(self) -> None:
        """Delete everything of this visit, now; doing so again does nothing.

        Raises
        ------
        IntakeError
            If something could not be deleted.
        """
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.folder.exists():
            raise IntakeError(
                "Some of the loaded data could not be deleted, since a program still has it open. "
                "Close the desk; it is deleted at the next start.")

    def _check(self) -> None:
        if not self.folder.is_dir():
            raise IntakeError("This visit's data were erased. Load the file again.")


def remove_leftovers(place: Path) -> int:
    """Delete the root folders of processes that are gone.

    Returns
    -------
    int
        How many were deleted.
    """
    removed = 0
    with _STARTING:
        for root in sorted(place.glob(f"{PREFIX}*")):
            if root.is_symlink() or not root.is_dir() or not _is_ours(root) or _is_new(root):
                continue
            lock = hold(root / LOCK)
            if lock is not None:
                lock.close()
                shutil.rmtree(root, ignore_errors=True)
                removed += not root.exists()
    return removed


def _is_ours(root: Path) -> bool:
    return not hasattr(os, "getuid") or root.stat().st_uid == os.getuid()


def _is_new(root: Path) -> bool:
    """Whether the folder was made so recently that its process may not have locked it yet."""
    return not (root / LOCK).exists() and time.time() - root.stat().st_mtime < STARTING_SECONDS
