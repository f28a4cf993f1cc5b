"""`dbm.ndbm`, over `pantry/dbm/ndbm`."""

from ._database import Sealed, made

#: Not the name of a library that cannot tell an empty value from none, so that this is tested.
library = "Pantry"


class error(OSError):
    pass


class dbm(Sealed):
    error = error


def open(filename, flags="r", mode=0o666, /):
    # Python has two names for this flag.
    flag = "w" if flags == "rw" else flags
    try:
        return dbm.open(filename, flag, mode)
    except ValueError as wrong:
        raise error(str(wrong)) from None


def _made(key):
    return made(dbm, key)
