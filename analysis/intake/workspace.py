"""A whole workspace in one file: data, how they were read, design, rules and filters.

It is a zip file with a manifest. Opening one trusts nothing: only known names are taken, each once
and none through a path, sizes are bounded while unpacking whatever the file declares, and every
part must have the hash that the manifest records. The data in it are then to be held to their
rules again, as any file that is brought (``recheck_workspace``).
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from analysis.errors import IntakeError
from analysis.intake.worker import run_worker
from analysis.surveys.codebook import CODEBOOK_FILE, CSV_FILE, DATA_FILE

FORMAT, VERSION = "double-booked-workspace", 1
MANIFEST = "manifest.json"
LEDGER_FILES = tuple(f"{name}.parquet" for name in (
    "bookings", "crew_calls", "consents", "models", "brands", "rates"))
EARLIER_FOLDER = "earlier"
"""Folder of an earlier wave of the survey, in a workspace and where it is opened."""
DATA_FILES = (DATA_FILE, CODEBOOK_FILE, *LEDGER_FILES, *(
    f"{EARLIER_FOLDER}/{name}" for name in (DATA_FILE, CODEBOOK_FILE)))
TAKEN_ALONG = (CSV_FILE, f"{EARLIER_FOLDER}/{CSV_FILE}")
"""For other programs: saved with the data they are made from, held to their hash, never opened."""
PART = re.compile(r"[a-z][a-z0-9_]{0,40}")
MOST_PARTS = 40
MOST_JSON = 20_000_000
MOST_DATA = 4_000_000_000
PIECE = 1 << 20
DAMAGED = "The workspace file is damaged or was changed. Save it again, or load the data anew."


@dataclass(frozen=True)
class Workspace:
    """What a workspace holds.

    Parameters
    ----------
    folder : Path
        Where its data files lie.
    parts : mapping
        Plain JSON by name: ``reading``, ``mapping``, ``outcome`` (what became of the rows, in
        counts and notes), ``design``, ``rules``, ``filters`` …
    files : tuple of str
        Names of the data files.
    """

    folder: Path
    parts: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()


def save_workspace(workspace: Workspace, to: Path) -> Path:
    """Write a workspace as one zip file.

    Parameters
    ----------
    workspace : Workspace
        Data files of its folder that a workspace may hold are taken along.
    to : Path
        The file.

    Raises
    ------
    IntakeError
        If there are no data, or a part has a name it may not have.
    """
    files = [name for name in (*DATA_FILES, *TAKEN_ALONG)
             if (workspace.folder / name).is_file()]
    if not set(files) & set(DATA_FILES):
        raise IntakeError("There are no data to save. Load a file first.")
    for name in workspace.parts:
        if not PART.fullmatch(name):
            raise IntakeError(f"A part of a workspace cannot be called {name!r}.")
    texts = {f"{name}.part.json": json.dumps(part, ensure_ascii=False).encode()
             for name, part in workspace.parts.items()}
    listed = {name: {"sha256": hashlib.sha256(text).hexdigest(), "bytes": len(text)}
              for name, text in texts.items()}
    for name in files:
        path = workspace.folder / name
        with path.open("rb") as file:
            listed[name] = {"sha256": hashlib.file_digest(file, "sha256").hexdigest(),
                            "bytes": path.stat().st_size}
    manifest = {"format": FORMAT, "version": VERSION, "parts": listed}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        for name, text in texts.items():
            archive.writestr(name, text)
        for name in files:
            packed = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
            archive.write(workspace.folder / name, name, compress_type=packed)
    return to


def open_workspace(path: Path, to: Path, *, most_bytes: int = MOST_DATA) -> Workspace:
    """Unpack a workspace into an empty private folder.

    Parameters
    ----------
    path : Path
        The zip file.
    to : Path
        Folder of the visit.
    most_bytes : int
        What all data together may take.

    Raises
    ------
    IntakeError
        If it is no workspace, of another version, too large, damaged, or holds anything else.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            listed = _read_manifest(archive)
            if sum(size for _, size in listed.values()) > most_bytes:
                raise IntakeError(
                    f"The workspace holds more than {most_bytes / 1e6:,.0f} MB of data, more than "
                    "is opened here.")
            parts = {}
            for name, (digest, size) in listed.items():
                if name in DATA_FILES:
                    (to / name).parent.mkdir(exist_ok=True)
                    with archive.open(name) as source, (to / name).open("xb") as target:
                        _copy(source, target, digest=digest, size=size)
                elif name in TAKEN_ALONG:
                    with archive.open(name) as source:
                        _copy(source, None, digest=digest, size=size)
                else:
                    text = _read(archive, name, min(size, MOST_JSON))
                    if hashlib.sha256(text).hexdigest() != digest:
                        raise IntakeError(DAMAGED)
                    parts[name.removesuffix(".part.json")] = json.loads(text)
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, TypeError, RuntimeError,
            NotImplementedError, RecursionError):
        raise IntakeError(DAMAGED) from None
    return Workspace(to, parts, tuple(name for name in DATA_FILES if name in listed))


def recheck_workspace(workspace: Workspace) -> None:
    """Hold the data of an opened workspace to their rules, in the limited process.

    Raises
    ------
    IntakeError
        If they are not what they are said to be.
    """
    largest = max((workspace.folder / name for name in workspace.files),
                  key=lambda path: path.stat().st_size)
    run_worker({"task": "recheck", "path": str(largest), "to": str(workspace.folder),
                "target": "survey"})


def _read_manifest(archive: zipfile.ZipFile) -> dict[str, tuple[str, int]]:
    """Hash and size of every entry; refuses an archive that holds anything else."""
    names = archive.namelist()
    if MANIFEST not in names or len(names) > MOST_PARTS or len(set(names)) != len(names):
        raise IntakeError("The file is no workspace of this desk. Choose one saved with “Save "
                          "workspace”.")
    manifest = json.loads(_read(archive, MANIFEST, MOST_JSON))
    if manifest.get("format") != FORMAT:
        raise IntakeError("The file is no workspace of this desk. Choose one saved with “Save "
                          "workspace”.")
    if manifest.get("version") != VERSION:
        raise IntakeError(
            f"The workspace has version {manifest.get('version')!r}; this desk opens {VERSION}. "
            "Open it with the desk that saved it, or load the data anew.")
    listed = {str(name): (str(one["sha256"]), int(one["bytes"]))
              for name, one in manifest["parts"].items()}
    if set(listed) | {MANIFEST} != set(names) or not all(map(_is_known, listed)) \
            or any(size < 0 for _, size in listed.values()) or not set(listed) & set(DATA_FILES):
        raise IntakeError(DAMAGED)
    return listed


def _is_known(name: str) -> bool:
    """Whether a workspace may hold an entry of that name; no other ever touches the disk."""
    return name in (*DATA_FILES, *TAKEN_ALONG) or (
        name.endswith(".part.json") and bool(PART.fullmatch(name.removesuffix(".part.json"))))


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as source:
        text = source.read(most + 1)
    if len(text) > most:
        raise IntakeError(DAMAGED)
    return text


def _copy(source: IO[bytes], target: IO[bytes] | None, *, digest: str, size: int) -> None:
    """Unpack one file, never more than the manifest says, and compare its hash.

    Without a target nothing is kept of it.
    """
    found, left = hashlib.sha256(), size
    while piece := source.read(min(PIECE, left + 1)):
        left -= len(piece)
        if left < 0:
            raise IntakeError(DAMAGED)
        found.update(piece)
        if target is not None:
            target.write(piece)
    if left or found.hexdigest() != digest:
        raise IntakeError(DAMAGED)
