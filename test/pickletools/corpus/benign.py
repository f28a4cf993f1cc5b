"""Writes harmless pickles: what the running Python's standard library, and the libraries beside it, make of ordinary data.

    python benign.py FOLDER      every object at every protocol, into FOLDER; the libraries where they are installed
    python3.13 benign.py --commit [PYTHON]   the small ones that the repository keeps; PYTHON has the libraries

The same text for CPython 2.7 and 3. No Python here loads anything. Legacy checkpoints of torch, and bare pickles of its
tensors, have addresses of their process in them: these alone differ from run to run.
"""

import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARIES = "/usr/bin/python3"
SMALL = 4000
MOST = 100


def write_all(folder):
    """What the running Python makes, below a folder of its version."""
    import warnings

    warnings.simplefilter("ignore")
    from harmless import library_files, standard_files

    version = "%d.%d" % sys.version_info[:2]
    write_files(os.path.join(folder, "standard-" + version), standard_files())
    try:
        import numpy  # noqa: F401
    except ImportError:
        return
    write_files(os.path.join(folder, "libraries"), library_files())


def write_files(folder, files):
    for name, data in files:
        path = os.path.join(folder, name)
        if not os.path.isdir(os.path.dirname(path)):
            os.makedirs(os.path.dirname(path))
        with open(path, "wb") as file:
            file.write(data)


def commit(libraries):
    """The small files, one protocol of each object by turns."""
    from generate import fresh, pythons, save

    folder = fresh("benign")
    found = pythons()
    with tempfile.TemporaryDirectory() as everything:
        for python in [found["2.7"], found["3.8"], found["3.13"], libraries]:
            subprocess.check_call([python, os.path.abspath(__file__), everything])
        manifest = []
        for group in ["standard-2.7", "standard-3.8", "standard-3.13", "libraries"]:
            for file in chosen(os.path.join(everything, group), group == "libraries"):
                target = os.path.join(folder, group, file)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copyfile(os.path.join(everything, group, file), target)
                manifest.append({"file": group + "/" + file})
    save(os.path.join(folder, "manifest.json"), manifest)


def chosen(folder, libraries):
    """The names of the files to keep: those of 3.8 and 2.7 are a third of the objects."""
    small = []
    for parent, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            path = os.path.join(parent, name)
            if os.path.getsize(path) < SMALL:
                small.append(os.path.relpath(path, folder))
    if libraries:
        step = max(1, -(-len(small) // MOST))
        return small[::step]
    by_object = {}
    for name in small:
        by_object.setdefault(name.rsplit(".", 2)[0], []).append(name)
    objects = sorted(by_object)
    if not folder.endswith("3.13"):
        objects = objects[::4]
    return [by_object[name][number % len(by_object[name])] for number, name in enumerate(objects)]


if __name__ == "__main__":
    if sys.argv[1] == "--commit":
        commit(*(sys.argv[2:] or [LIBRARIES]))
    else:
        write_all(sys.argv[1])
