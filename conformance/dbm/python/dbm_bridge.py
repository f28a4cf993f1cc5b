"""Calls the far end over the pipes of its standard streams: lengths and pickles, one answer to each call."""

import atexit
import json
import os
import pickle
import struct
import subprocess
import threading

#: Databases of the far end that nobody here has any more.
freed = []

_lock = threading.RLock()
_process = None


class Failure(Exception):
    """What the far end raised: the class there, its code and path, and the message."""

    def __init__(self, kind, code, path, message):
        super().__init__(message)
        self.kind = kind
        self.code = code
        self.path = path


def call(operation, *args):
    with _lock:
        if _process is None:
            _start()
        while freed:
            _exchange(("close", freed.pop()))
        answer = _exchange((operation, *args))
    if "failure" in answer:
        failure = answer["failure"]
        raise Failure(failure["kind"], failure["code"], failure["path"], failure["message"])
    return answer["value"]


def _exchange(message):
    data = pickle.dumps(message, 5)
    _process.stdin.write(struct.pack(">I", len(data)) + data)
    _process.stdin.flush()
    header = _process.stdout.read(4)
    if len(header) < 4:
        raise EOFError("the far end is gone")
    return pickle.loads(_process.stdout.read(*struct.unpack(">I", header)))


def _start():
    global _process
    command = json.loads(os.environ["PANTRY_BRIDGE"])
    _process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(_stop)


def _stop():
    _process.stdin.close()
    _process.wait()
    _process.stdout.close()
