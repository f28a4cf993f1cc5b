"""What the names of the tables are in this Python, and what its standard library shows under which names.

Reads {"inert": [[module, name], ...], "dangerous": [...]} as JSON, and answers with
  resolved: the places of the inert names that there are,
  clashes: inert names that are the very object of a dangerous one,
  exposed: [module, attribute, the module that it is],
  borrowed: [module, attribute, where that class or function says it is from, its name there].
"""
import json
import os
import pkgutil
import sys
import warnings

# Their import opens a window or a browser, prints, or runs for long.
LEFT_OUT = ("antigravity", "this", "test", "idlelib", "turtledemo", "site-packages", "pip", "setuptools", "wheel",
            "pkg_resources", "_distutils_hack", "__phello__", "__hello__", "lib2to3")


def modules():
    library = os.path.dirname(os.__file__)
    names = set(sys.builtin_module_names)
    for folder in (library, os.path.join(library, "lib-dynload")):
        for file in sorted(os.listdir(folder)):
            if os.path.exists(os.path.join(folder, file, "__init__.py")) or file.endswith((".py", ".so")):
                names.add(file.split(".")[0])
    for name in sorted(names):
        if name not in LEFT_OUT and not name.startswith(("_test", "_sysconfigdata")):
            for module in below(name):
                yield module


def below(name):
    module = imported(name)
    if module is None:
        return
    yield name, module
    for _, child, _ in pkgutil.iter_modules(getattr(module, "__path__", ())):
        if child not in ("__main__", "test", "tests"):
            for found in below(name + "." + child):
                yield found


def imported(name):
    try:
        __import__(name)
        return sys.modules[name]
    except BaseException:
        return None


def resolve(module, name):
    value = imported(module)
    for part in name.split("."):
        value = getattr(value, part)
    return value


def main():
    warnings.simplefilter("ignore")
    asked = json.load(sys.stdin)
    answer = {"resolved": [], "clashes": [], "exposed": [], "borrowed": []}
    dangerous = {}
    for module, name in asked["dangerous"]:
        try:
            value = resolve(module, name)
        except AttributeError:
            continue
        dangerous[id(value)] = [value, module, name]
    for place, (module, name) in enumerate(asked["inert"]):
        try:
            value = resolve(module, name)
        except AttributeError:
            continue
        answer["resolved"].append(place)
        if id(value) in dangerous:
            answer["clashes"].append([module, name] + dangerous[id(value)][1:])
    for name, module in list(modules()):
        for attribute, value in list(vars(module).items()):
            if isinstance(value, type(sys)):
                answer["exposed"].append([name, attribute, value.__name__])
                continue
            try:
                home = value.__module__
                path = getattr(value, "__qualname__", value.__name__)
                if resolve(home, path) is not value:
                    continue
            except Exception:
                continue
            if isinstance(home, str) and isinstance(path, str) and (home, path) != (name, attribute):
                answer["borrowed"].append([name, attribute, home, path])
    return answer


if __name__ == "__main__":
    # What modules print when they are imported goes nowhere.
    out = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    json.dump(main(), out)
    out.close()
    # Some modules leave threads.
    os._exit(0)
