"""CPython's side of the benchmark: makes the data, and times its C `pickle` when asked.

A request is a line of JSON, an answer too. {"ask": "names"} gives those of the workloads; {"ask": "data", "name": ..., "version": ...} gives the bytes as base64;
{"ask": "loads" | "dumps", "name": ..., "version": ..., "seconds": ...} gives the median seconds of one call.
"""

import base64
import datetime
import gc
import json
import pickle
import random
import statistics
import sys
import time


class Item:
    """What a class of the program stands for."""

    def __init__(self, number):
        self.id = number
        self.name = "item %d" % number
        self.price = number * 1.25
        self.tags = ["a", "b"]


def workloads():
    """The data, by name. Made anew at each call from the same seed."""
    chance = random.Random(8)
    day = datetime.date(2024, 1, 2)
    user = {"name": "Ada", "born": 1815, "mail": "ada@example.org", "roles": ("admin", "author"), "score": 9.5, "ok": True}
    deep = []
    for _ in range(400):
        deep = [deep]
    shared = {"city": "London"}
    return {
        "ints": [chance.randrange(-(2**31), 2**31) for _ in range(100_000)],
        "floats": [chance.random() for _ in range(100_000)],
        "strings": ["text %06d" % number for number in range(60_000)],
        "unicode": ["żółw %d \u4f60\u597d" % number for number in range(40_000)],
        "records": [dict(user, id=number, name="user %d" % number) for number in range(15_000)],
        "tuples": [(number, number + 0.5, None) for number in range(40_000)],
        "int keys": {number * 7: None for number in range(50_000)},
        "objects": [Item(number) for number in range(15_000)],
        "bytes": [bytes([number % 256]) * 200 for number in range(5_000)],
        "nested": [deep] + [[[[[number]]]] for number in range(20_000)],
        "shared": [shared, [shared]] * 20_000,
        "dates": [day.replace(day=1 + number % 28) for number in range(20_000)],
        "small": {"id": 7, "tags": ["a", "b"], "ok": True},
    }


def time_calls(call, seconds):
    """The median of calls that take so many seconds altogether."""
    samples = []
    gc.collect()
    end = time.perf_counter() + seconds
    repeat = 1
    while time.perf_counter() < end or not samples:
        start = time.perf_counter()
        for _ in range(repeat):
            call()
        took = time.perf_counter() - start
        samples.append(took / repeat)
        if took < 0.0005:
            repeat *= 2
    return statistics.median(samples)


def answer_requests(data, loads, dumps):
    """Answers what the other side asks, until it asks no more."""
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(answer_to(request, data, loads, dumps)), flush=True)


def answer_to(request, data, loads, dumps):
    """The answer to one request."""
    if request["ask"] == "names":
        return list(data)
    value, version = data[request["name"]], request["version"]
    packed = dumps(value, version)
    if request["ask"] == "data":
        return base64.b64encode(packed).decode("ascii")
    if request["ask"] == "loads":
        return time_calls(lambda: loads(packed), request["seconds"])
    return time_calls(lambda: dumps(value, version), request["seconds"])


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    answer_requests(workloads(), pickle.loads, pickle.dumps)
