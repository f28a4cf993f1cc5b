"""The modules of Python itself, which those of the bridge stand in front of."""

import importlib.machinery
import importlib.util
import os
import sys

_ours = os.environ["PYTHONPATH"].split(os.pathsep)
_modules = {}


def run(name, namespace):
    """Runs the source of a module in the place of ours, so that all of it is there and can be replaced piece by piece."""
    exec(_find(name).loader.get_code(name), namespace)


def module(name, *besides):
    """A module as it is without us, made while the modules `besides` are those of Python too."""
    if name not in _modules:
        spec = _find(name)
        genuine = {other: module(other) for other in besides}
        # Older Pythons enter a module of C by themselves when it is made.
        ours = {other: sys.modules.get(other) for other in (name, *besides)}
        sys.modules.update(genuine)
        try:
            made = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(made)
        finally:
            _restore(ours)
        _modules[name] = made
    return _modules[name]


def _restore(modules):
    for name, own in modules.items():
        sys.modules.pop(name, None)
        if own is not None:
            sys.modules[name] = own


def _find(name):
    folders = [folder for folder in sys.path if folder not in _ours]
    return importlib.machinery.PathFinder.find_spec(name, folders)
