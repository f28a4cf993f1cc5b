"""Writes the evasions and the containers of the corpus, and shows the evasions to real unpicklers.

    python3.13 generate.py            writes everything again, with the same bytes
    python3.13 generate.py --benign   also the harmless files, which want Debian's libraries

An evasion counts only where it is live: where an unpickler of some CPython does what the case says it does. The
Pythons are looked for below `pyenv root`; those that show it are named in `evasions/manifest.json`.
"""

import json
import os
import re
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True

import containers  # noqa: E402
from techniques import TECHNIQUES  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
VERSIONS = ["2.7", "3.6", "3.8", "3.11", "3.13"]


def main():
    write_evasions()
    write_containers()
    if "--benign" in sys.argv:
        subprocess.check_call([sys.executable, os.path.join(HERE, "benign.py"), "--commit"])


def write_evasions():
    folder = fresh("evasions")
    manifest = []
    for technique in TECHNIQUES:
        for case in technique.cases():
            file = "%s/%s.pkl" % (kebab(technique.__name__.split(".")[-1]), kebab(case.name))
            path = os.path.join(folder, file)
            if os.path.exists(path):
                raise SystemExit("Two cases are called %s." % file)
            write(path, case.data)
            manifest.append(describe(file, technique, case))
    seen = watch(folder, manifest)
    dead = []
    for entry in manifest:
        readers = seen[entry["file"]]
        entry["live"] = where_live(readers, set(entry["events"]))
        if not entry["live"]:
            dead.append("%s: %s wanted, seen: %s" % (entry["file"], entry["events"], readers["3.13"]))
    if dead:
        raise SystemExit("Not live anywhere:\n" + "\n".join(dead))
    save(os.path.join(folder, "manifest.json"), manifest)


def describe(file, technique, case):
    entry = {"file": file, "technique": technique.TITLE, "note": case.note, "expect": case.expect, "events": case.event}
    if case.starts != (0,):
        entry["starts"] = case.starts
    if case.shared:
        entry["shared"] = True
    if case.inner:
        entry["inner"] = case.inner
    return entry


def where_live(readers, events):
    """By version, the letters of the readers: c for the C unpickler, a for it reading ahead, p for pure Python's."""
    live = {}
    for reader, seen in readers.items():
        version, _, kind = reader.partition(" ")
        if events & set(seen):
            live[version] = live.get(version, "") + (kind or "c")[0]
    return live


def watch(folder, manifest):
    """What each reader of each Python did: file, reader, events."""
    seen = {entry["file"]: {} for entry in manifest}
    for python in pythons().values():
        arguments = [python, os.path.join(HERE, "live.py"), folder]
        answer = subprocess.run(arguments, input=json.dumps(manifest).encode(), stdout=subprocess.PIPE, check=True)
        for file, readers in json.loads(answer.stdout).items():
            for reader in sorted(readers):
                seen[file][reader] = readers[reader]
    return seen


def pythons():
    root = subprocess.run(["pyenv", "root"], stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    versions = os.path.join(root, "versions")
    found = {}
    for name in sorted(os.listdir(versions)):
        for version in VERSIONS:
            if name.startswith(version + "."):
                found[version] = os.path.join(versions, name, "bin", "python")
    missing = [version for version in VERSIONS if version not in found]
    if missing:
        raise SystemExit("Missing: Python %s." % ", ".join(missing))
    return {version: found[version] for version in VERSIONS}


def write_containers():
    folder = fresh("containers")
    manifest = []
    for container in containers.containers():
        write(os.path.join(folder, container.file), container.data)
        manifest.append({"file": container.file, "note": container.note, "expect": container.expect})
    save(os.path.join(folder, "manifest.json"), manifest)


def fresh(name):
    folder = os.path.join(HERE, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return folder


def kebab(name):
    """A file's name for a Python name; a name that begins with an underscore is told from the one that does not."""
    return re.sub(r"^_", "underscore-", name).replace("__", "").replace("_", "-")


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def save(path, manifest):
    """JSON as the formatter of this repository leaves it: what is short and flat stays on its line."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    scalar = r'(?:"(?:[^"\\]|\\.)*"|\d+)'

    def join(match):
        joined = re.sub(r"\s*\n\s*", " ", match[0])
        joined = joined.replace("[ ", "[").replace(" ]", "]")
        return joined if len(joined) + 4 <= 110 else match[0]

    text = re.sub(r'"\w+": \[\s+%s(?:,\s+%s)*\s+\]' % (scalar, scalar), join, text)
    text = re.sub(r'"live": \{[^{}]*\}', join, text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + "\n")


if __name__ == "__main__":
    main()
