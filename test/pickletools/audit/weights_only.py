"""Tells which pickles PyTorch's restricted unpickler refuses: a JSON array of base64 on the standard input.

Prints an array: null for what it takes (loading may fail for other reasons), else why it refuses.
"""

import base64
import io
import json
import sys

from torch import _weights_only_unpickler as restricted

REFUSALS = ("Unsupported", "Trying to", "Can only", "Only persistent_load", "persistent_load id")


class Unpickler(restricted.Unpickler):
    def persistent_load(self, pid):
        return object()


def refusal(data):
    try:
        Unpickler(io.BytesIO(data)).load()
    except Exception as error:
        text = str(error)
        return text if text.startswith(REFUSALS) else None
    return None


if "names" in sys.argv:
    print(json.dumps(sorted(restricted._get_allowed_globals())))
else:
    print(json.dumps([refusal(base64.b64decode(data)) for data in json.load(sys.stdin)]))
