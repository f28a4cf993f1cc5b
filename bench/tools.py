"""CPython's side of the benchmark of tools: makes the data, and times its `pickletools` when asked.

A request is a line of JSON, an answer too. {"ask": "data", "name": ..., "version": ...} gives a pickle as base64; {"ask": "genops" | "dis" |
"loads", "name": ..., "version": ...} gives the seconds of one call.
"""

import base64
import io
import json
import pickle
import pickletools
import sys
import time

from peer import Item


def records(count):
    """Records as a service or a notebook has them."""
    return [
        {
            "id": number,
            "name": "user number %d" % number,
            "score": number / 3,
            "active": number % 2 == 0,
            "tags": ["a", "b", "c"],
            "note": "some longer text with a few words in it, number %d" % number,
        }
        for number in range(count)
    ]


def workloads():
    """The data, by name."""
    return {
        "records 2 MB": records(15_000),
        "instances 2 MB": [Item(number) for number in range(20_000)],
        "records 100 MB": records(780_000),
    }


def called(ask, pickled):
    if ask == "genops":
        return sum(1 for _ in pickletools.genops(pickled))
    if ask == "dis":
        return pickletools.dis(pickled, io.StringIO())
    return pickle.loads(pickled)


def main():
    data = workloads()
    for line in sys.stdin:
        request = json.loads(line)
        pickled = pickle.dumps(data[request["name"]], request["version"])
        if request["ask"] == "data":
            answer = base64.b64encode(pickled).decode("ascii")
        else:
            start = time.perf_counter()
            called(request["ask"], pickled)
            answer = time.perf_counter() - start
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
