"""CPython's side of the benchmark of shelve: each request runs one workload once and answers the seconds."""

import importlib
import json
import shelve
import sys
import time

STEP = 7919


def key(number):
    return "key-%06d" % number


def record(number):
    return {
        "id": number,
        "name": "user %d" % number,
        "email": "user%d@example.org" % number,
        "score": number + 0.5,
        "active": number % 2 == 0,
        "tags": ["a", "b"],
    }


def set(shelf, count):
    for number in range(count):
        shelf[key(number)] = record(number)


def get(shelf, count):
    for number in range(count):
        number = number * STEP % count
        if shelf[key(number)]["id"] != number:
            raise ValueError


def iterate(shelf, count):
    if sum(1 for _ in shelf.items()) != count:
        raise ValueError


for line in sys.stdin:
    request = json.loads(line)
    module = importlib.import_module("dbm." + request["format"])
    flag = "n" if request["ask"] == "set" else "r"
    start = time.perf_counter()
    with shelve.Shelf(module.open(request["path"], flag)) as shelf:
        globals()[request["ask"]](shelf, request["count"])
    print(json.dumps(time.perf_counter() - start), flush=True)
