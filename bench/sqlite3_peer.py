"""CPython's side of the benchmark of sqlite3: each request runs one workload once and answers the seconds."""

import json
import sqlite3
import sys
import time

ROWS = 200_000
LOOKUPS = 100_000


class Total:
    def __init__(self):
        self.total = 0

    def step(self, value):
        self.total += value

    def finalize(self):
        return self.total


connection = sqlite3.connect(sys.argv[1])
connection.create_function("increment", 1, lambda value: value + 1)
connection.create_aggregate("total_of", 1, Total)
rows = [(number, "name %d" % number, number * 0.5) for number in range(ROWS)]


def insert():
    connection.execute("drop table if exists t")
    connection.execute("create table t(id integer primary key, name text, score real)")
    connection.executemany("insert into t values (?, ?, ?)", rows)
    connection.commit()


def fetchall():
    connection.execute("select id, name, score from t").fetchall()


def iterate():
    for _ in connection.execute("select id, name, score from t"):
        pass


def lookup():
    connection.execute("begin")
    cursor = connection.cursor()
    for number in range(LOOKUPS):
        cursor.execute("select name, score from t where id = ?", (number,)).fetchone()
    connection.commit()


def function():
    connection.execute("select sum(increment(id)) from t").fetchone()


def aggregate():
    connection.execute("select total_of(id) from t").fetchone()


for line in sys.stdin:
    work = globals()[json.loads(line)["ask"]]
    start = time.perf_counter()
    work()
    print(json.dumps(time.perf_counter() - start), flush=True)
