"""A pickle of 200 MB: `large.py write FILE` makes it, `large.py read FILE` loads it and prints the seconds and the peak of memory, in bytes."""

import json
import pickle
import resource
import sys
import time

from tools import records

COUNT = 1_670_000


def peak():
    """In bytes; the system counts in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


command, path = sys.argv[1:]
if command == "write":
    with open(path, "wb") as file:
        pickle.dump(records(COUNT), file, 5)
else:
    before = peak()
    with open(path, "rb") as file:
        data = file.read()
    start = time.perf_counter()
    value = pickle.loads(data)
    reading = time.perf_counter() - start
    most = peak() - before
    start = time.perf_counter()
    written = pickle.dumps(value, 5)
    writing = time.perf_counter() - start
    print(json.dumps({"reading": reading, "peak": most, "writing": writing, "length": len(written)}))
