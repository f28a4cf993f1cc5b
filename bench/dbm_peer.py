"""CPython's side of the benchmark of dbm: each request runs one workload once and answers the seconds."""

import importlib
import json
import sys
import time

STEP = 7919


def key(number):
    return b"key-%012d" % number


def write(module, path, count):
    value = b"x" * 100
    with module.open(path, "n") as database:
        for number in range(count):
            database[key(number)] = value


def read(module, path, count):
    with module.open(path, "r") as database:
        for number in range(count):
            database[key(number * STEP % count)]


def iterate(module, path, count):
    with module.open(path, "r") as database:
        for name in database.keys():
            database[name]


def delete(module, path, count):
    with module.open(path, "w") as database:
        for number in range(count):
            del database[key(number)]


for line in sys.stdin:
    request = json.loads(line)
    module = importlib.import_module("dbm." + request["format"])
    start = time.perf_counter()
    globals()[request["ask"]](module, request["path"], request["count"])
    print(json.dumps(time.perf_counter() - start), flush=True)
