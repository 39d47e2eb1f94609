"""The process of its own in which untrusted files are parsed: one JSON request in, one answer out.

Run as ``python -m analysis.intake.worker``. It limits itself before it imports a parser and prints
nothing but its answer; its DuckDB may touch one folder and one file. It is a limited process, not a
sandbox: a parser that was taken over could still read what its user may read. If it dies,
``run_worker`` turns that into one sentence without a path or a traceback.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from analysis.errors import DeskError, IntakeError
from analysis.intake.limits import (
    Limits,
    apply_limits,
    explain_death,
    limits_for,
    limits_from_json,
    limits_to_json,
    out_of_memory,
    out_of_time,
    too_much_written,
)

REPOSITORY = Path(__file__).resolve().parents[2]
MODULE = "analysis.intake.worker"
LONGEST_ANSWER = 64_000_000
BROKEN = ("The file could not be read, and nothing of it was used. It is probably damaged: export "
          "it again, best as .csv.")


def run_worker(request: dict[str, Any], *, limits: Limits | None = None) -> dict[str, Any]:
    """Have a request carried out in a process of its own.

    Parameters
    ----------
    request : dict
        ``task`` (``look``, ``take`` or ``recheck``), ``path``, ``name``, ``target``, ``to``,
        ``settings``, ``mapping``; all plain JSON.
    limits : Limits, optional
        By default such as suit the size of the file.

    Returns
    -------
    dict
        ``report``, and for ``look`` ``preview``.

    Raises
    ------
    IntakeError
        In one sentence, whatever went wrong.
    """
    path = Path(request["path"])
    held = limits or limits_for(path.stat().st_size if path.is_file() else 0)
    text = json.dumps({**request, "limits": limits_to_json(held)})
    with tempfile.TemporaryFile(dir=request["to"]) as answer:
        code = _run(text, held, answer, Path(request["to"]))
        answer.seek(0)
        raw = answer.read(LONGEST_ANSWER)
    try:
        found = json.loads(raw)
    except ValueError:
        raise explain_death(code, held) from None
    if not isinstance(found, dict) or "error" in found or code:
        raise IntakeError(str(found["error"])) if isinstance(found, dict) and "error" in found \
            else explain_death(code, held)
    return found


def _run(text: str, limits: Limits, answer: Any, folder: Path) -> int:
    """Start the worker, wait, and stop it if it takes too long; its exit code."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "SYSTEMDRIVE", "LANG", "LC_ALL",
                                                 "LD_LIBRARY_PATH") if name in os.environ}
    environment = {
        **kept, "PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(REPOSITORY),
        "HOME": str(folder), "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "4", "PYTHONUTF8": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=answer,
        stderr=subprocess.DEVNULL, cwd=REPOSITORY, env=environment, start_new_session=True)
    try:
        process.communicate(text.encode(), timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise out_of_time(limits) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return process.returncode


def main() -> int:
    """Read a request from standard input, carry it out, print the answer."""
    request = json.loads(sys.stdin.read())
    limits = limits_from_json(request["limits"])
    apply_limits(limits)
    try:
        found = _answer(request)
    except DeskError as error:
        found = {"error": str(error)}
    except MemoryError:
        found = {"error": str(out_of_memory(limits))}
    except OSError as error:
        full = error.errno in (errno.EFBIG, errno.ENOSPC)
        found = {"error": str(too_much_written(limits)) if full else BROKEN}
    except Exception as error:
        found = {"error": _sentence(error, limits)}
    sys.stdout.write(json.dumps(found))
    return 0


def _sentence(error: Exception, limits: Limits) -> str:
    """A parser's own error, without its words: they may quote the file."""
    words = f"{type(error).__name__} {error}".casefold()
    if any(one in words for one in ("memory", "bad_alloc", "allocat", "failed to map")):
        return str(out_of_memory(limits))
    return str(too_much_written(limits)) if "file too large" in words else BROKEN


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    if request["task"] == "recheck":
        from analysis.intake.recheck import recheck_folder

        recheck_folder(Path(request["to"]))
        return {"ok": True}
    from analysis.intake.ingest import look, take
    from analysis.intake.mapped import mapping_from_json
    from analysis.intake.report import report_to_json
    from analysis.intake.understand import Request

    mapping = request.get("mapping")
    asked = Request(
        Path(request["path"]), request["target"], Path(request["to"]), request.get("name", ""),
        request.get("settings", {}), mapping_from_json(mapping) if mapping else None)
    if request["task"] == "look":
        report, preview = look(asked)
        return {"report": report_to_json(report), "preview": preview}
    return {"report": report_to_json(take(asked))}


if __name__ == "__main__":
    sys.exit(main())
