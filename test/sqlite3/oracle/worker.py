"""A Python that runs little programs with its sqlite3 and tells all that can be seen of them, in the messages of
`test/oracle/oracle.py`. Runs under CPython 3.11 onwards.
"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, os.pardir, os.pardir, "oracle")]

import sqlite3  # noqa: E402
import tempfile  # noqa: E402
import warnings  # noqa: E402

import callbacks  # noqa: E402
import oracle  # noqa: E402
from cells import decode, encode  # noqa: E402

warnings.simplefilter("ignore")
# Positional placeholders under names, which is an error from 3.14 on.
warnings.filterwarnings("error", r"Binding \d+ \('[:@$].* is a named parameter", DeprecationWarning)

FACTORIES = {
    None: None,
    "Row": sqlite3.Row,
    "dict": lambda cursor, row: {column[0]: value for column, value in zip(cursor.description, row)},
    "boom": callbacks.boom,
}
TEXT_FACTORIES = {"str": str, "bytes": bytes, "length": len}
HAS_AUTOCOMMIT = hasattr(sqlite3.Connection, "autocommit")


class Program:
    """The steps are lists: a verb, which is a method here, and its arguments. Connections, cursors and blobs have numbers."""

    def __init__(self, folder):
        self.folder = folder
        self.connections = []
        self.cursors = []
        self.blobs = []
        self.log = []

    def run(self, steps):
        outcomes = [[self.attempt(step), self.state()] for step in steps]
        for connection in self.connections:
            connection.close()
        return outcomes

    def attempt(self, step):
        verb, *arguments = step
        try:
            return {"value": encode(getattr(self, verb)(*arguments))}
        except Exception as error:
            return {"error": [type(error).__name__, str(error), getattr(error, "sqlite_errorname", None)]}

    def state(self):
        connections = [
            [
                self.peek(connection, name)
                for name in ["in_transaction", "total_changes", "isolation_level"] + ["autocommit"] * HAS_AUTOCOMMIT
            ]
            for connection in self.connections
        ]
        cursors = [
            [cursor.rowcount, encode(cursor.lastrowid), cursor.arraysize, names(cursor.description)]
            for cursor in self.cursors
        ]
        log = list(self.log)
        self.log.clear()
        return [connections, cursors, log]

    def peek(self, connection, name):
        try:
            return getattr(connection, name)
        except sqlite3.Error as error:
            return type(error).__name__

    def connect(self, database, options):
        if database.startswith("/"):
            database = self.folder + database
        self.connections.append(sqlite3.connect(database, timeout=options.pop("timeout", 0), **options))

    def cursor(self, connection):
        self.cursors.append(self.connections[connection].cursor())

    def execute(self, cursor, sql, *parameters):
        return self.cursors[cursor].execute(sql, *map(decode, parameters)) is self.cursors[cursor]

    def run_to_end(self, cursor, sql, *parameters):
        return self.cursors[cursor].execute(sql, *map(decode, parameters)).fetchall()

    def executemany(self, cursor, sql, sequence):
        return self.cursors[cursor].executemany(sql, map(decode, sequence)) is self.cursors[cursor]

    def executescript(self, cursor, script):
        return self.cursors[cursor].executescript(script) is self.cursors[cursor]

    def shortcut(self, connection, sql, *parameters):
        return self.connections[connection].execute(sql, *map(decode, parameters)).fetchall()

    def fetchone(self, cursor):
        return self.cursors[cursor].fetchone()

    def fetchmany(self, cursor, *size):
        return self.cursors[cursor].fetchmany(*size)

    def fetchall(self, cursor):
        return self.cursors[cursor].fetchall()

    def next(self, cursor):
        return next(self.cursors[cursor], "the end")

    def close_cursor(self, cursor):
        self.cursors[cursor].close()

    def commit(self, connection):
        self.connections[connection].commit()

    def rollback(self, connection):
        self.connections[connection].rollback()

    def close(self, connection):
        self.connections[connection].close()

    def transaction(self, connection, cursor, sqls):
        with self.connections[connection]:
            for sql in sqls:
                self.cursors[cursor].execute(sql)

    def set(self, connection, name, value):
        setattr(self.connections[connection], name, value)

    def set_cursor(self, cursor, name, value):
        setattr(self.cursors[cursor], name, value)

    def row_factory(self, cursor, name):
        self.cursors[cursor].row_factory = FACTORIES[name]

    def connection_row_factory(self, connection, name):
        self.connections[connection].row_factory = FACTORIES[name]

    def text_factory(self, connection, name):
        self.connections[connection].text_factory = TEXT_FACTORIES[name]

    def create_function(self, connection, name, narg, callback, *options):
        self.connections[connection].create_function(name, narg, callback and callbacks.FUNCTIONS[callback], **dict(*options))

    def create_aggregate(self, connection, name, narg, callback):
        self.connections[connection].create_aggregate(name, narg, callback and callbacks.aggregate(callback))

    def create_window_function(self, connection, name, narg, callback):
        self.connections[connection].create_window_function(name, narg, callback and callbacks.aggregate(callback))

    def create_collation(self, connection, name, callback):
        self.connections[connection].create_collation(name, callback and callbacks.COLLATIONS[callback])

    def set_authorizer(self, connection, callback):
        self.connections[connection].set_authorizer(callback and callbacks.AUTHORIZERS[callback])

    def set_progress_handler(self, connection, callback, n):
        self.connections[connection].set_progress_handler(callback and callbacks.HANDLERS[callback], n)

    def set_trace_callback(self, connection, callback):
        self.connections[connection].set_trace_callback(callback and self.log.append if callback == "log" else callback and callbacks.boom)

    def nested(self, connection, name, *step):
        """A function that does a step, and tells its outcome."""

        def callback():
            self.log.append(self.attempt(step))
            return 1

        self.connections[connection].create_function(name, 0, callback)

    def executemany_nested(self, cursor, sql, sequence, *step):
        """Executes with a generator that does a step before each of its parameters."""

        def parameters():
            for one in sequence:
                self.log.append(self.attempt(step))
                yield decode(one)

        self.cursors[cursor].executemany(sql, parameters())

    def blobopen(self, connection, table, column, row, options):
        self.blobs.append(self.connections[connection].blobopen(table, column, int(row), **options))

    def blob(self, blob, verb, *arguments):
        target = self.blobs[blob]
        if verb == "length":
            return len(target)
        if verb == "get":
            return target[arguments[0]]
        if verb == "set":
            target[arguments[0]] = arguments[1]
            return None
        if verb == "slice":
            return target[slice(*arguments)]
        return getattr(target, verb)(*map(decode, arguments))

    def backup(self, source, target, options):
        self.connections[source].backup(
            self.connections[target], progress=lambda *progress: self.log.append(list(progress)), sleep=0, **options
        )

    def iterdump(self, connection, *pattern):
        if sys.version_info >= (3, 13):
            return list(self.connections[connection].iterdump(**dict(zip(["filter"], pattern))))
        return list(self.connections[connection].iterdump())

    def serialize(self, connection, *name):
        return len(self.connections[connection].serialize(**dict(zip(["name"], name))))

    def limits(self, connection, category, *limit):
        if limit:
            return self.connections[connection].setlimit(category, *limit)
        return self.connections[connection].getlimit(category)


def names(description):
    return description and [list(column) for column in description]


def run(programs):
    """For each program, what can be seen after each of its steps."""
    outcomes = []
    for steps in programs:
        with tempfile.TemporaryDirectory() as folder:
            outcomes.append(Program(folder).run(steps))
    return outcomes


def about():
    return {"sqlite": sqlite3.sqlite_version, "autocommit": HAS_AUTOCOMMIT}


oracle.QUESTIONS.update(run=run, about=about)

if __name__ == "__main__":
    oracle.main()
