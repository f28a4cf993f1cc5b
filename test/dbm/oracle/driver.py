"""A Python that works on databases: reads requests on stdin, writes answers on stdout.

Each is one line of JSON; bytes in it are base64. A request is {"ask": name, ...}; the answer is {"answer": ...} or
{"error": {"type": ..., "errno": ..., "message": ...}}. Runs under CPython 3.6 onwards.
"""

import base64
import importlib
import json
import shelve
import sys

sys.dont_write_bytecode = True

SESSIONS = {}


def encode(data):
    return None if data is None else base64.b64encode(data).decode()


def decode(text):
    return base64.b64decode(text)


def open_database(module, path, flag, mode):
    name = "dbm" if module == "dbm" else "dbm." + module
    return importlib.import_module(name).open(path, flag, mode)


def run(module, path, flag, operations, mode=0o666):
    """Opens a database, does these operations, closes it; answers their results."""
    database = open_database(module, path, flag, mode)
    try:
        return [apply(database, operation) for operation in operations]
    finally:
        database.close()


def open_session(session, module, path, flag, mode=0o666):
    """Opens a database that stays open."""
    SESSIONS[session] = open_database(module, path, flag, mode)


def ask_session(session, operations):
    """The results of operations on a database that is open."""
    return [apply(SESSIONS[session], operation) for operation in operations]


def close_session(session):
    SESSIONS.pop(session).close()


def read_all(module, path, flag="r"):
    """All entries, in the order of Python's own."""
    database = open_database(module, path, flag, 0o666)
    try:
        return entries_of(database)
    finally:
        database.close()


def whichdb(path):
    return importlib.import_module("dbm").whichdb(path)


def run_shelf(path, flag, statements, backend=None):
    """Runs statements about `shelf`, opened by shelve itself or over one of the modules; answers the repr() of `result`."""
    names = {"result": None}
    shelf = shelve.open(path, flag) if backend is None else shelve.Shelf(open_database(backend, path, flag, 0o666))
    with shelf:
        names["shelf"] = shelf
        exec(statements, names)
    return repr(names["result"])


def keys_of(database):
    if not hasattr(database, "firstkey"):
        return list(database.keys())
    keys = []
    key = database.firstkey()
    while key is not None:
        keys.append(key)
        key = database.nextkey(key)
    return keys


def entries_of(database):
    """What is listed is there; dbm.ndbm may say of an empty value that it is not, and so do its `get` and `in` here."""
    return [[encode(key), encode(database.get(key) or b"")] for key in keys_of(database)]


def apply(database, operation):
    """One operation; None, a number, base64, or a list of them."""
    name = operation[0]
    arguments = [decode(text) for text in operation[1:]]
    if name == "set":
        database[arguments[0]] = arguments[1]
        return None
    if name == "get":
        return encode(database.get(arguments[0]))
    if name == "delete":
        try:
            del database[arguments[0]]
            return True
        except KeyError:
            return False
    if name == "clear":
        for key in keys_of(database):
            del database[key]
        return None
    if name == "has":
        return arguments[0] in database
    if name == "size":
        return len(database)
    if name == "keys":
        return [encode(key) for key in keys_of(database)]
    if name == "entries":
        return entries_of(database)
    if name == "firstkey":
        return encode(database.firstkey())
    if name == "nextkey":
        return encode(database.nextkey(arguments[0]))
    if name in ("sync", "reorganize"):
        getattr(database, name)()
        return None
    raise ValueError("no such operation: " + name)


QUESTIONS = {
    "run": run,
    "open": open_session,
    "session": ask_session,
    "close": close_session,
    "read_all": read_all,
    "whichdb": whichdb,
    "shelf": run_shelf,
}


def answer(request):
    try:
        return {"answer": QUESTIONS[request.pop("ask")](**request)}
    except Exception as error:
        kind = type(error)
        name = kind.__name__ if kind.__module__ == "builtins" else kind.__module__ + "." + kind.__name__
        number = getattr(error, "errno", None)
        if number is None and error.args and isinstance(error.args[0], int):
            number = error.args[0]
        return {"error": {"type": name, "errno": number, "message": str(error)}}


def main():
    for line in sys.stdin.buffer:
        sys.stdout.write(json.dumps(answer(json.loads(line.decode()))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
