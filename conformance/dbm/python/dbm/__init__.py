"""`dbm` as the tests of Python know it, over `pantry/dbm`."""

import os

import dbm_bridge

__all__ = ["open", "whichdb", "error"]


class error(Exception):
    pass


error = (error, OSError)

_names = ["dbm.sqlite3", "dbm.gnu", "dbm.ndbm", "dbm.dumb"]
_defaultmod = None
_modules = {}


def whichdb(filename):
    found = dbm_bridge.call("whichdb", os.fsdecode(filename))
    return f"dbm.{found}" if found else found


def open(file, flag="r", mode=0o666):
    from . import _database, dumb, gnu, ndbm, sqlite3

    modules = {module.__name__: module for module in (dumb, gnu, ndbm, sqlite3)}
    default = (_defaultmod or sqlite3).__name__
    try:
        key, name = _database.opened("", file, flag, mode, default.removeprefix("dbm."))
    except dbm_bridge.Failure as failure:
        if failure.code is None:
            raise
        raise error[0](str(failure)) from None
    return modules[f"dbm.{name}"]._made(key)
