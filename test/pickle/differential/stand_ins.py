"""What stands for the names in a pickle that nobody trusts: classes that do nothing but remember what was done to them.

Nothing is ever looked up, so no pickle can run anything. Runs under CPython 2.7 and 3.6 onwards.
"""


class Name(type):
    """The class of the classes that stand for names and persistent ids."""

    def __call__(*args, **kwargs):
        return made("call", args[0], args[1:], kwargs)


def made(form, class_, args, kwargs):
    """An object that remembers how it was made: by a call, or by `__new__` alone."""
    found = object.__new__(class_ if isinstance(class_, Name) else Thing)
    found.__dict__.update(made_by=(form, class_, args, kwargs), events=[])
    return found


def new(*args, **kwargs):
    return made("new", args[0], args[1:], kwargs)


class Doings(object):
    """What can be done to an object. Each is found by asking, so that a class itself has none of it."""

    __new__ = new

    def __getattr__(self, name):
        if name == "extend":
            return lambda items: self.events.extend(("append", item) for item in items)
        if name in EVENTS:
            return lambda value: self.events.append((EVENTS[name], value))
        raise AttributeError(name)

    def __setitem__(self, key, value):
        self.events.append(("set", key, value))

    def __call__(*args, **kwargs):
        return made("call", args[0], args[1:], kwargs)


EVENTS = {"append": "append", "add": "add", "__setstate__": "build"}

# What a call of an object makes: that object is no class.
Thing = Name("Thing", (Doings,), {})


class Names(object):
    """The names of one pickle: each stands for one class."""

    def __init__(self):
        self.found = {}

    def find_class(self, module, name):
        key = module, name
        if key not in self.found:
            self.found[key] = Name("Found", (Doings,), {"stands_for": ("name", module, name)})
        return self.found[key]

    def persistent_load(self, pid):
        if bytes is str and type(pid) is bytes:
            # To Python 2 a line is bytes.
            pid = pid.decode("utf-8", "replace")
        return Name("Id", (Doings,), {"stands_for": ("id", pid)})
