"""Writes to a database that others write to: see `writer.ts`, which does the same."""

import json
import random
import sqlite3
import sys
import time


def main(database, name, seconds, seed):
    dice = random.Random(int(seed))
    connection = sqlite3.connect(database, timeout=30)
    connection.execute("pragma synchronous = off")
    seen = {"rows": 0, "commits": 0, "rollbacks": 0, "busy": 0}
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        count = dice.randrange(1, 20)
        rows = [(name, seen["rows"] + 1 + index) for index in range(count)]
        try:
            connection.executemany("insert into rows values(?, ?)", rows)
            connection.execute("update counter set n = n + 1, total = total + ?", (count,))
            if dice.randrange(5) == 0:
                connection.rollback()
                seen["rollbacks"] += 1
            else:
                connection.commit()
                seen["rows"] += count
                seen["commits"] += 1
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname not in ("SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT"):
                raise
            connection.rollback()
            seen["busy"] += 1
    seen["check"] = connection.execute("pragma integrity_check").fetchone()[0]
    connection.close()
    print(json.dumps(seen))


main(*sys.argv[1:])
