"""Read ``data/datapackage.json`` into plain objects; record and compare file hashes.

The package is the one description of the shipped data: the warehouse is built from it, the
validator checks against it, the Sources page documents from it. ``data_version`` is the sha256
over the sorted resource hashes, shortened to 12 characters: two copies with the same version hold
the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.errors import PackageError

DATA_DIRECTORY = Path(__file__).resolve().parents[2] / "data"
VERSION_LENGTH = 12


@dataclass(frozen=True)
class Field:
    """One column: name, title, Table Schema type, unit and constraints."""

    name: str
    title: str
    type: str
    unit: str | None
    description: str
    constraints: dict[str, Any]


@dataclass(frozen=True)
class ForeignKey:
    """Columns of a table that must name an existing row of another."""

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """A rule across the cells of one row.

    ``violated_when`` is an SQL condition over the table's own columns as typed values; the row is
    at fault where it is true. ``description`` says in words what must hold.
    """

    name: str
    columns: tuple[str, ...]
    description: str
    violated_when: str


@dataclass(frozen=True)
class Resource:
    """One table of the package and the file it lives in."""

    name: str
    path: Path
    title: str
    description: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    licence: str
    hash: str
    bytes: int
    rules: tuple[Rule, ...] = ()

    @property
    def file(self) -> str:
        """The file as messages name it: below ``data/`` where it ships, else its bare name."""
        if self.path.is_relative_to(DATA_DIRECTORY):
            return self.path.relative_to(DATA_DIRECTORY).as_posix()
        return self.path.name

    def field(self, name: str) -> Field:
        """The field of that name; KeyError if there is none."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


@dataclass(frozen=True)
class Package:
    """The whole data package."""

    name: str
    title: str
    description: str
    version: str
    directory: Path
    resources: tuple[Resource, ...]
    simulated: bool = False

    def resource(self, name: str) -> Resource:
        """The resource of that name; KeyError if there is none."""
        for resource in self.resources:
            if resource.name == name:
                return resource
        raise KeyError(name)

    @property
    def data_version(self) -> str:
        """First 12 hex digits of sha256 over the sorted resource hashes."""
        joined = "\n".join(sorted(resource.hash for resource in self.resources))
        return hashlib.sha256(joined.encode()).hexdigest()[:VERSION_LENGTH]


def load_package(directory: Path = DATA_DIRECTORY) -> Package:
    """Read the package descriptor.

    Parameters
    ----------
    directory : Path
        Folder that holds ``datapackage.json`` and the CSV files.

    Raises
    ------
    PackageError
        If the descriptor is missing, is not JSON, or names a file that is not there.
    """
    descriptor = _read_descriptor(directory)
    resources = tuple(_resource(raw, directory) for raw in descriptor["resources"])
    for resource in resources:
        if not resource.path.is_file():
            raise PackageError(
                f"data/{resource.file} is named in datapackage.json but missing. "
                "Restore the file from the repository."
            )
    return Package(
        name=descriptor["name"], title=descriptor["title"], description=descriptor["description"],
        version=descriptor["version"], directory=directory, resources=resources,
        simulated=bool(descriptor.get("simulated", False)),
    )


def hash_file(path: Path) -> str:
    """sha256 of a file's bytes in the form Frictionless records: ``sha256:<hex>``."""
    with path.open("rb") as content:
        return "sha256:" + hashlib.file_digest(content, "sha256").hexdigest()


def find_changed_resource(package: Package) -> Resource | None:
    """The first resource whose bytes are not those recorded in the descriptor, or None."""
    for resource in package.resources:
        if hash_file(resource.path) != resource.hash:
            return resource
    return None


def write_hashes(directory: Path = DATA_DIRECTORY) -> list[str]:
    """Record the present hash and size of every file in ``datapackage.json``.

    Returns
    -------
    list of str
        Names of the resources whose record changed.
    """
    descriptor = _read_descriptor(directory)
    changed = []
    for raw in descriptor["resources"]:
        path = directory / raw["path"]
        if not path.is_file():
            raise PackageError(f"data/{path.name} is named in datapackage.json but missing.")
        fresh = {"hash": hash_file(path), "bytes": path.stat().st_size}
        if any(raw.get(key) != value for key, value in fresh.items()):
            raw.update(fresh)
            changed.append(raw["name"])
    text = json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n"
    (directory / "datapackage.json").write_text(text, encoding="utf-8")
    return changed


def _read_descriptor(directory: Path) -> dict[str, Any]:
    path = directory / "datapackage.json"
    try:
        descriptor: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PackageError(f"{path} is missing. Restore it from the repository.") from None
    except json.JSONDecodeError as error:
        raise PackageError(
            f"data/datapackage.json is not valid JSON at line {error.lineno}: {error.msg}."
        ) from None
    if not isinstance(descriptor, dict) or not {
        "name", "title", "description", "version", "resources"
    } <= set(descriptor):
        raise PackageError(
            "data/datapackage.json is not a data package: it must be an object with name, title, "
            "description, version and resources."
        )
    return descriptor


def _resource(raw: dict[str, Any], directory: Path) -> Resource:
    schema = raw["schema"]
    keys = schema.get("primaryKey", [])
    licences = raw.get("licenses", [])
    return Resource(
        name=raw["name"], path=directory / raw["path"], title=raw["title"],
        description=raw["description"],
        fields=tuple(_field(item) for item in schema["fields"]),
        primary_key=_names(keys),
        foreign_keys=tuple(_foreign_key(item) for item in schema.get("foreignKeys", [])),
        licence="; ".join(item.get("title", item.get("name", "")) for item in licences)
        or "differs by row: see the source of each row",
        hash=raw.get("hash", ""), bytes=raw.get("bytes", 0),
        rules=tuple(_rule(item) for item in schema.get("rules", [])),
    )


def _rule(raw: dict[str, Any]) -> Rule:
    return Rule(
        name=raw["name"], columns=_names(raw["columns"]), description=raw["description"],
        violated_when=raw["violated_when"],
    )


def _field(raw: dict[str, Any]) -> Field:
    return Field(
        name=raw["name"], title=raw.get("title", raw["name"]), type=raw["type"],
        unit=raw.get("unit"), description=raw.get("description", ""),
        constraints=raw.get("constraints", {}),
    )


def _foreign_key(raw: dict[str, Any]) -> ForeignKey:
    reference = raw["reference"]
    return ForeignKey(
        fields=_names(raw["fields"]), resource=reference["resource"],
        reference=_names(reference["fields"]),
    )


def _names(value: str | list[str]) -> tuple[str, ...]:
    """Table Schema allows one name or a list of names."""
    return (value,) if isinstance(value, str) else tuple(value)
