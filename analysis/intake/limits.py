"""Limits of the process that parses what nobody vouches for, and its last words when it dies.

Linux: address space, processor time, size of a written file, open files and number of tasks are
limited, and the clock. macOS: the same, but the system does not hold a process to its address
space, and tasks are left alone. Windows has no rlimits: only the clock is limited there.
"""

from __future__ import annotations

import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analysis.errors import IntakeError

GB = 1_000_000_000
SECONDS_A_GB = 240
GRACE_SECONDS = 5
"""After the signal that says why, and before the one that says nothing."""
TASKS = 64
"""Tasks (processes and threads) the worker may add to those its user runs already."""


@dataclass(frozen=True)
class Limits:
    """What the worker may use.

    Parameters
    ----------
    memory_bytes : int
        Address space, libraries included.
    cpu_seconds, wall_seconds : int
        Processor time, and time on the clock.
    written_bytes : int
        Size of any one file it writes.
    open_files : int
        Files open at a time.
    """

    memory_bytes: int = 4 * GB
    cpu_seconds: int = 120
    wall_seconds: int = 240
    written_bytes: int = 4 * GB
    open_files: int = 256


def limits_for(size: int) -> Limits:
    """Limits for a file of that many bytes: time and writing grow with it, memory does not."""
    seconds = 120 + size * SECONDS_A_GB // GB
    return Limits(cpu_seconds=seconds, wall_seconds=2 * seconds,
                  written_bytes=max(4 * GB, 4 * size))


def limits_to_json(limits: Limits) -> dict[str, int]:
    """The limits as plain JSON."""
    return asdict(limits)


def apply_limits(limits: Limits) -> None:
    """Limit this very process, for good, where the system can."""
    try:
        import resource
    except ImportError:
        return
    wanted: list[tuple[int, int]] = [
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.written_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ]
    if sys.platform == "linux":
        wanted += [(resource.RLIMIT_AS, limits.memory_bytes),
                   (resource.RLIMIT_NPROC, _tasks() + TASKS)]
    for what, value in wanted:
        _, hard = resource.getrlimit(what)
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        last = soft + GRACE_SECONDS if what == resource.RLIMIT_CPU else soft
        resource.setrlimit(what, (
            soft, last if hard == resource.RLIM_INFINITY else min(last, hard)))


def _tasks() -> int:
    """Tasks of this user that run now (Linux)."""
    import os

    count = 0
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if entry.stat().st_uid == os.getuid():
                count += sum(1 for _ in (entry / "task").iterdir())
        except OSError:
            continue
    return count


def explain_death(code: int, limits: Limits) -> IntakeError:
    """One sentence for a worker that ended without an answer."""
    def number(name: str) -> int:
        return int(getattr(signal, name, 0)) or -1

    if -code == number("SIGXCPU"):
        return IntakeError(
            f"Reading the file took more than {limits.cpu_seconds} seconds of computing and was "
            "stopped. Bring a smaller or simpler file.")
    if -code in (number("SIGKILL"), number("SIGABRT")):
        return out_of_memory(limits)
    return IntakeError(
        "The program that reads the file broke down on it, and nothing of it was used. The file "
        "is probably damaged: export it again, best as .csv.")


def out_of_memory(limits: Limits) -> IntakeError:
    """The sentence for a file that needs too much memory."""
    return IntakeError(
        f"Reading the file would need more than {limits.memory_bytes / GB:.1f} GB of memory and "
        "was stopped. Bring fewer rows or columns, or the table as .csv.")


def out_of_time(limits: Limits) -> IntakeError:
    """The sentence for a file that takes too long."""
    return IntakeError(
        f"Reading the file took more than {limits.wall_seconds} seconds and was stopped. Bring a "
        "smaller or simpler file.")


def too_much_written(limits: Limits) -> IntakeError:
    """The sentence for a file that unpacks beyond measure."""
    return IntakeError(
        f"Reading the file would write more than {limits.written_bytes / GB:.1f} GB and was "
        "stopped. Bring a smaller file.")


def limits_from_json(raw: dict[str, Any]) -> Limits:
    """Limits from JSON."""
    return Limits(**{key: int(value) for key, value in raw.items()})
