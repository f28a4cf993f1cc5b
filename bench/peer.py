"""CPython's side of the benchmarks: makes the data, and times its C `pickle` when asked.

A request is a line of JSON, an answer too. {"ask": "names"} gives those of the workloads; {"ask": "data", "name": ..., "version": ...} gives the bytes as base64;
{"ask": "loads" | "dumps", "name": ..., "version": ..., "seconds": ...} gives the seconds of one call, from as many as take so many seconds; with "count" in place of
"seconds", from so many. All but the first may have "units": there are a thousand of them, if not given.
"""

import base64
import datetime
import functools
import gc
import json
import pickle
import random
import sys
import time


class Item:
    """What a class of the program stands for."""

    def __init__(self, number):
        self.id = number
        self.name = "item %d" % number
        self.price = number * 1.25
        self.tags = ["a", "b"]


def user(number=1):
    """The fields that a program keeps of somebody, of all sorts."""
    return {
        "account": 100_000 + number,
        "address": "12 St. James's Square, London",
        "admin": False,
        "avatar": b"\x89PNG\r\n",
        "balance": 12.5,
        "born": 1815,
        "city": None,
        "country": "GB",
        "created": 1_706_659_200,
        "flags": 0,
        "followers": [3, 17, 101, 2_048],
        "friends": ("Charles", "Mary", "Michael"),
        "language": "en_GB",
        "last_seen": 1_706_745_599.25,
        "limit": 2**40 + number,
        "mail": "ada@example.org",
        "name": "Ada %d" % number,
        "newsletter": True,
        "notes": "wrote what a machine is to do, long before there was one",
        "phone": "",
        "photo": "https://example.org/photos/%d" % number,
        "score": 9.75,
        "tags": ["mathematics", "machines"],
        "theme": {"dark": True, "font": "serif", "size": 14},
        "timezone": "Europe/London",
        "visits": 4_711,
    }


def record(number):
    return {
        "name": "user %d" % number,
        "born": 1815,
        "mail": "ada@example.org",
        "roles": ("admin", "author"),
        "score": 9.5,
        "ok": True,
        "id": number,
    }


def chain(depth):
    """A list in a list in a list …"""
    inner = []
    for _ in range(depth):
        inner = [inner]
    return inner


def numbers():
    """A tuple of a list of numbers and a number."""
    chance = random.Random(5)
    return [chance.randrange(10**7, 3 * 10**8) for _ in range(20)], 60


def ints(units):
    chance = random.Random(8)
    return [chance.randrange(-(2**31), 2**31) for _ in range(100 * units)]


def floats(units):
    chance = random.Random(9)
    return [chance.random() for _ in range(100 * units)]


def shared(units):
    city = {"city": "London"}
    return [city, [city]] * (20 * units)


def dates(units):
    day = datetime.date(2024, 1, 2)
    return [day.replace(day=1 + number % 28) for number in range(20 * units)]


# What makes the data, by name, of so many units: 1000 are the whole. The first five are the shapes of Python's own benchmarks, which have one size.
WORKLOADS = {
    "user": lambda units: user(),
    "numbers": lambda units: numbers(),
    "users": lambda units: [user(number) for number in range(3)],
    "lists": lambda units: [[list(range(10)), list(range(10))] for _ in range(10)],
    "dicts": lambda units: {key: dict.fromkeys(range(10)) for key in range(100)},
    "ints": ints,
    "floats": floats,
    "strings": lambda units: ["text %06d" % number for number in range(60 * units)],
    "unicode": lambda units: ["żółw %d \u4f60\u597d" % number for number in range(40 * units)],
    "records": lambda units: [record(number) for number in range(15 * units)],
    "tuples": lambda units: [(number, number + 0.5, None) for number in range(40 * units)],
    "int keys": lambda units: {number * 7: None for number in range(50 * units)},
    "objects": lambda units: [Item(number) for number in range(15 * units)],
    "bytes": lambda units: [bytes([number % 256]) * 200 for number in range(5 * units)],
    "nested": lambda units: [[[[[number]]]] for number in range(20 * units)],
    "deep": lambda units: [chain(2 * units) for _ in range(20)],
    "shared": shared,
    "dates": dates,
    "small": lambda units: {"id": 7, "tags": ["a", "b"], "ok": True},
}


def keep_memory(size=2**26):
    """Makes Python keep so many bytes of the system's from now on; gives what holds them, one small object in each piece of 256 kB.

    Else it gives back the memory of a value with it, and asks for the next one's, which the system clears first: for some sizes and not for others, and at
    up to eight times the time. A program that has run for a while has such leftovers. V8 keeps what it has, too.
    """
    # The C library keeps twice as much as the largest piece that it ever gave back.
    bytearray(2**24)
    return [bytes(400) for _ in range(size // 448)][:: 2**18 // 448]


def time_calls(call, seconds):
    """The time of one call, of as many as take so many seconds: all of it, with the collections of garbage. As in `timing.ts`."""
    gc.collect()
    start = time.perf_counter()
    calls, batch, took = 0, 1, 0.0
    while took < seconds:
        before = took
        for _ in range(batch):
            call()
        calls += batch
        took = time.perf_counter() - start
        # The clock is not asked more often than it has to be.
        if took - before < 0.0005:
            batch *= 2
    return took / calls


def time_count(call, count):
    """The time of one call, of so many."""
    gc.collect()
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count


def answerer(makers, loads, dumps):
    """What answers a request."""
    # One at a time: what lies about makes each collection of garbage longer.
    made = functools.lru_cache(1)(lambda name, units: makers[name](units))

    def answer_to(request):
        if request["ask"] == "names":
            return list(makers)
        value, version = made(request["name"], request.get("units", 1000)), request["version"]
        packed = dumps(value, version)
        if request["ask"] == "data":
            return base64.b64encode(packed).decode("ascii")
        call = (lambda: loads(packed)) if request["ask"] == "loads" else (lambda: dumps(value, version))
        if "count" in request:
            return time_count(call, request["count"])
        return time_calls(call, request["seconds"])

    return answer_to


def answer_requests(makers, loads, dumps):
    """Answers what the other side asks, until it asks no more."""
    answer_to = answerer(makers, loads, dumps)
    _kept = keep_memory()
    for line in sys.stdin:
        print(json.dumps(answer_to(json.loads(line))), flush=True)


OWN = answerer(WORKLOADS, pickle.loads, pickle.dumps)


def answer(message):
    """For who asks by calls, as `test/oracle/pyodide.ts` does."""
    return json.dumps({"answer": OWN(json.loads(message))})


if __name__ == "__main__":
    answer_requests(WORKLOADS, pickle.loads, pickle.dumps)
