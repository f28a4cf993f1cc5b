"""The process that PANTRY_BRIDGE names, over the pipes of its standard streams: lengths, and messages of so many bytes."""

import atexit
import json
import os
import struct
import subprocess

#: How many messages were sent.
sent = 0

_process = None


def send(message):
    """The first one starts the process."""
    global sent
    sent += 1
    if _process is None:
        _start()
    _process.stdin.write(struct.pack(">I", len(message)) + message)
    _process.stdin.flush()


def receive():
    header = _process.stdout.read(4)
    if len(header) < 4:
        raise EOFError("the far end is gone")
    return _process.stdout.read(*struct.unpack(">I", header))


def _start():
    global _process
    command = json.loads(os.environ["PANTRY_BRIDGE"])
    _process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(_stop)


def _stop():
    # What is collected from now on cannot reach the far end any more, which closes all by itself.
    _process.stdin.close()
    _process.wait()
    _process.stdout.close()
