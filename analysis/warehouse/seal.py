"""Close a DuckDB to everything outside itself, and prove it.

A sealed database reads no file, opens no network connection, loads no extension, sees no Python
variable and takes no further setting. After sealing, every setting is read back and the desk
refuses to start if one differs.

Reference: DuckDB documentation, "Securing DuckDB".
"""

from __future__ import annotations

import duckdb

from analysis.errors import SealError

OPEN_CONFIG: dict[str, str | int | bool | float | list[str]] = {
    "python_enable_replacements": False,
    "allow_community_extensions": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_persistent_secrets": False,
    "memory_limit": "1GB",
}
"""Settings given when the database is opened, before any table is built."""

SEAL = {
    "enable_external_access": "false",
    "allow_community_extensions": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_persistent_secrets": "false",
    "lock_configuration": "true",
}
"""Settings a sealed database must have, in the order they are set; the lock comes last."""


def seal(connection: duckdb.DuckDBPyConnection) -> None:
    """Seal the database behind ``connection`` and verify it.

    Connections of one process to one file share a database; where an earlier one has sealed it,
    the seal is only verified.

    Raises
    ------
    SealError
        If a setting read back from a fresh cursor is not the one demanded.
    """
    found = connection.execute("select current_setting('lock_configuration')").fetchone()
    if found != (True,):
        for name, value in SEAL.items():
            connection.execute(f"set {name} = {value}")
    verify_seal(connection)


def verify_seal(connection: duckdb.DuckDBPyConnection) -> None:
    """Read the sealed settings back; raise SealError at the first that differs."""
    with connection.cursor() as cursor:
        found = dict(cursor.execute("select name, value from duckdb_settings()").fetchall())
    for name, value in SEAL.items():
        if found.get(name) != value:
            raise SealError(
                f"DuckDB setting {name} is {found.get(name)!r}, the seal demands {value!r}. "
                "Install the DuckDB version pinned in requirements.txt."
            )
