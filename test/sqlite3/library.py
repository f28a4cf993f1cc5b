"""Answers what this Python's sqlite3, and by ctypes its SQLite, says of texts: one JSON document in, one out."""
import ctypes
import json
import sqlite3
import sys
import warnings

import _sqlite3

library = ctypes.CDLL(_sqlite3.__file__)
library.sqlite3_bind_parameter_name.restype = ctypes.c_char_p
SCHEMA = b"create table t (a, b); create index i on t (a)"


def units(utf8):
    return len(utf8.decode().encode("utf-16-le")) // 2


class Database:
    def __init__(self):
        self.handle = ctypes.c_void_p()
        library.sqlite3_open(b":memory:", ctypes.byref(self.handle))
        library.sqlite3_exec(self.handle, SCHEMA, None, None, None)

    def prepare(self, sql):
        """Names of the parameters, where the statement ends, whether it only reads; null if it is refused."""
        statement, tail = ctypes.c_void_p(), ctypes.c_void_p()
        text = ctypes.create_string_buffer(sql.encode())
        if library.sqlite3_prepare_v2(self.handle, text, -1, ctypes.byref(statement), ctypes.byref(tail)):
            return None
        count = library.sqlite3_bind_parameter_count(statement)
        names = [library.sqlite3_bind_parameter_name(statement, index + 1) for index in range(count)]
        end = units(text.value[: tail.value - ctypes.addressof(text)])
        answer = {
            "names": [name and name.decode() for name in names],
            "end": end,
            "readOnly": bool(statement) and bool(library.sqlite3_stmt_readonly(statement)),
        }
        library.sqlite3_finalize(statement)
        return answer

    def complete(self, sql):
        return bool(library.sqlite3_complete(sql.encode()))

    def date(self, text):
        return converted("DATE", text)

    def timestamp(self, text):
        return converted("TIMESTAMP", text)


def converted(name, text):
    """What the default converter makes of a text; null if it refuses it."""
    try:
        return sqlite3.converters[name](text.encode()).isoformat()
    except (TypeError, ValueError):
        return None


def main():
    warnings.simplefilter("ignore")
    request = json.load(sys.stdin)
    database = Database()
    json.dump([getattr(database, request["verb"])(text) for text in request["texts"]], sys.stdout)


main()
