"""`dbm.sqlite3`, over `pantry/dbm/sqlite3`."""

from ._database import Database, made


class error(OSError):
    pass


class _Database(Database):
    error = error

    def __init__(self, path, /, *, flag, mode):
        raise error("it is open already")

    @classmethod
    def translated(cls, failure, file=None):
        translated = super().translated(failure, file)
        return error(str(failure)) if isinstance(translated, TypeError) else translated

    def coerced(self, value):
        # As SQLite casts them to a BLOB.
        return str(value) if isinstance(value, (int, float)) else value


def _normalize_uri(path):
    raise NotImplementedError("a private function of Python's")


def open(filename, /, flag="r", mode=0o666):
    if flag not in ("r", "w", "c", "n"):
        raise ValueError(f"Flag must be one of 'r', 'w', 'c', or 'n', not {flag!r}")
    return _Database.open(filename, flag, mode)


def _made(key):
    return made(_Database, key)
