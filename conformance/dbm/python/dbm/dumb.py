"""`dbm.dumb`, over `pantry/dbm/dumb`."""


from ._database import Database, made

error = OSError


class _Database(Database):
    @classmethod
    def translated(cls, failure, file=None):
        # What Python evaluates, and finds to be no literal.
        if failure.code == "malformed":
            return ValueError(str(failure))
        return super().translated(failure, file)

    iterkeys = Database.__iter__

    def sync(self):
        self._call("sync")


def open(file, flag="c", mode=0o666):
    if flag not in ("r", "w", "c", "n"):
        raise ValueError("Flag must be one of 'r', 'w', 'c', or 'n'")
    return _Database.open(file, flag, mode)


def _made(key):
    return made(_Database, key)
