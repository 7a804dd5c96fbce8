"""What can go wrong with a warehouse, each said in one line for the person at the keyboard.

Nothing but names and words here: no duckdb, so that the command line can catch these without paying for its import.
"""

from __future__ import annotations


class WarehouseError(Exception):
    """A warehouse could not be opened, written or published. `str(error)` is one line, for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class WarehouseBusy(WarehouseError):
    """Another process has the file open."""


class NewerSchema(WarehouseError):
    """The file was made by a newer khabarrel or a newer DuckDB. Nothing was changed."""


class WarehouseBroken(WarehouseError):
    """The file is no warehouse, or cannot be read."""


class DiskFull(WarehouseError):
    """There is no room to write. Nothing was changed."""


class LoadRefused(WarehouseError):
    """A shard breaks a promise, such as a quote that is not in its text. Nothing was loaded."""


class AuditBreach(WarehouseError):
    """An audit of severity error found rows. Nothing was published."""


class VerdictRefused(WarehouseError):
    """A word on an observation that cannot be meant, such as a stage that does not exist. Nothing was changed."""


class NotHere(WarehouseError):
    """There is no such observation or article in the warehouse. Nothing was changed."""


class BackupRefused(WarehouseError):
    """What would be overwritten is newer, or another warehouse's. Nothing was changed."""
