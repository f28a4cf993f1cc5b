"""CPython's side of the benchmark of marshal: the biggest modules of its library, and plain data."""

import importlib.util
import marshal
import os

from peer import WORKLOADS, answer_requests

NOT_PLAIN = {"objects", "dates"}
# A list in a list in a list …: deeper than marshal goes.
TOO_DEEP = {"deep"}
BIGGEST = 3


def biggest_modules():
    """The code of the biggest `.pyc` files of the library, by name."""
    folder = os.path.dirname(os.__file__)
    names = [name for name in os.listdir(folder) if name.endswith(".py")]
    names.sort(key=lambda name: os.path.getsize(os.path.join(folder, name)))
    codes = {}
    for name in names[-BIGGEST:]:
        with open(os.path.join(folder, name), "rb") as file:
            # What an import reads back shares its strings as the file does.
            codes[name + "c"] = marshal.loads(marshal.dumps(compile(file.read(), name, "exec")))
    return codes


if __name__ == "__main__":
    modules = {name: lambda units, code=code: code for name, code in biggest_modules().items()}
    plain = {name: make for name, make in WORKLOADS.items() if name not in NOT_PLAIN | TOO_DEEP}
    answer_requests({**modules, **plain}, marshal.loads, marshal.dumps)
