"""`dbm.gnu`, over `pantry/dbm/gnu`."""

from ._database import Sealed, made

open_flags = "rwcnfsu"


class error(OSError):
    pass


class gdbm(Sealed):
    closed = "GDBM object has already been closed"
    error = error

    def firstkey(self):
        return self._call("firstkey")

    def nextkey(self, key):
        return self._call("nextkey", key)

    def reorganize(self):
        self._call("reorganize")

    def sync(self):
        self._call("sync")


def open(filename, flags="r", mode=0o666, /):
    try:
        return gdbm.open(filename, flags, mode)
    except ValueError as wrong:
        raise error(str(wrong)) from None


def _made(key):
    return made(gdbm, key)
