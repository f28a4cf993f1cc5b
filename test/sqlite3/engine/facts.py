"""Executes statements by CPython's sqlite3: one JSON document in, one out."""
import json
import sqlite3
import sys


def outcome(schema, sql, values):
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(schema)
    try:
        rows = connection.execute(sql, values).fetchall()
        return {"rows": [[cell.hex() if isinstance(cell, bytes) else cell for cell in row] for row in rows]}
    except sqlite3.Error as error:
        return {"error": [type(error).__name__, getattr(error, "sqlite_errorcode", None), str(error)]}
    finally:
        connection.close()


question = json.load(sys.stdin)
json.dump([outcome(question["schema"], *case) for case in question["cases"]], sys.stdout)
