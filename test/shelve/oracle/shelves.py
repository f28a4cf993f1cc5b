"""A Python that works on shelves: reads requests on stdin, a line of JSON each, and answers with a line of JSON.

A request is {"ask": name, ...}; the answer is {"answer": ...} or {"error": text}. Runs under CPython 2.7 and 3.6 onwards.
"""

import importlib
import json
import os
import pickle
import shelve
import sys
import traceback
import warnings

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "oracle"))

import compare  # noqa: E402
import graphs  # noqa: E402

PY2 = sys.version_info[0] == 2

if not PY2:
    sys.setrecursionlimit(5000)
getattr(sys, "set_int_max_str_digits", lambda limit: None)(0)
warnings.simplefilter("ignore")

# What the statements of `execute` have at hand; what is open in it stays open.
scope = {"shelve": shelve}


def opened(path, flag, module, protocol=None, keyencoding="utf-8"):
    """A shelf in a database of one of the modules of `dbm`; without one, what `shelve.open` opens."""
    if module is None:
        return shelve.open(path, flag, protocol)
    names = {"dumb": "dumbdbm"} if PY2 else {}
    database = importlib.import_module(names.get(module, "dbm." + module)).open(path, flag)
    if PY2:
        return shelve.Shelf(database, protocol)
    return shelve.Shelf(database, protocol, keyencoding=keyencoding)


def write(path, module, protocol, keys, seed, kind, keyencoding="utf-8"):
    """Stores a random graph under each key."""
    shelf = opened(path, "n", module, protocol, keyencoding)
    for key in keys:
        while True:
            seed += 1
            try:
                graph = graphs.Graphs(seed, kind).graph()
                shelf[native(key, keyencoding)] = graph
                break
            except (pickle.PicklingError, RuntimeError, TypeError):
                # Not every class can be pickled by every protocol: another seed will do.
                continue
    shelf.close()


def differences(path, module, other, other_module, natural=None, batched=True, keyencoding="utf-8"):
    """What is not the same in two shelves."""
    left = opened(path, "r", module, None, keyencoding)
    right = opened(other, "r", other_module, None, keyencoding)
    found = []
    if sorted(left.keys()) != sorted(right.keys()):
        found.append("the keys %r became %r" % (sorted(left.keys()), sorted(right.keys())))
    else:
        for key in left.keys():
            difference = compare.difference(left[key], right[key], natural, batched)
            if difference is not None:
                found.append("%r: %s" % (key, difference))
    left.close()
    right.close()
    return found


def execute(statements):
    """Runs statements; answers the `repr()` of what they call `result`."""
    exec(statements, scope)
    return repr(scope.get("result"))


def native(key, keyencoding):
    return key.encode(keyencoding) if PY2 else key


QUESTIONS = {"write": write, "differences": differences, "execute": execute}


def main():
    target = os.fdopen(os.dup(1), "w")
    # What a pickle prints must not get between the answers.
    os.dup2(2, 1)
    for line in iter(sys.stdin.readline, ""):
        request = json.loads(line)
        question = QUESTIONS[request.pop("ask")]
        try:
            found = {"answer": question(**dict((str(name), part) for name, part in request.items()))}
        except Exception:
            found = {"error": traceback.format_exc()}
        target.write(json.dumps(found) + "\n")
        target.flush()


main()
