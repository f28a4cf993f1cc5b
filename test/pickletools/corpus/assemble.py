"""Pickles put together opcode by opcode, also those that no pickler writes."""

import pickle as op
import struct

STOP = op.STOP
MARK = op.MARK
NONE = op.NONE

# A payload that would do nothing even where it ran.
SYSTEM = b"cos\nsystem\n"
TRUE = b"\x8c\x04true"


def proto(number):
    return op.PROTO + bytes([number])


def text(value):
    """SHORT_BINUNICODE or BINUNICODE."""
    encoded = value.encode("utf-8", "surrogatepass")
    if len(encoded) < 256:
        return op.SHORT_BINUNICODE + bytes([len(encoded)]) + encoded
    return op.BINUNICODE + struct.pack("<I", len(encoded)) + encoded


def text2(value):
    """BINUNICODE, which protocol 1 has already."""
    encoded = value.encode("utf-8", "surrogatepass")
    return op.BINUNICODE + struct.pack("<I", len(encoded)) + encoded


def line(opcode, value):
    """An opcode with a line of text."""
    return opcode + value.encode("utf-8") + b"\n"


def quoted(value):
    """STRING, in quotes."""
    return line(op.STRING, "'%s'" % value)


def data(value):
    """SHORT_BINBYTES or BINBYTES."""
    if len(value) < 256:
        return op.SHORT_BINBYTES + bytes([len(value)]) + value
    return op.BINBYTES + struct.pack("<I", len(value)) + value


def short_string(value):
    """SHORT_BINSTRING."""
    return op.SHORT_BINSTRING + bytes([len(value)]) + value


def number(value):
    """BININT1 or BININT."""
    if 0 <= value < 256:
        return op.BININT1 + bytes([value])
    return op.BININT + struct.pack("<i", value)


def named(path):
    """GLOBAL of "module:name"."""
    module, name = path.split(":")
    return op.GLOBAL + module.encode("utf-8") + b"\n" + name.encode("utf-8") + b"\n"


def stacked(path):
    """STACK_GLOBAL of "module:name"."""
    module, name = path.split(":")
    return text(module) + text(name) + op.STACK_GLOBAL


def group(*items):
    """A tuple of any length."""
    if not items:
        return op.EMPTY_TUPLE
    return MARK + b"".join(items) + op.TUPLE


def array(*items):
    return op.EMPTY_LIST + MARK + b"".join(items) + op.APPENDS


def mapping(entries):
    """A dict of texts to things that are put together already."""
    items = b"".join(text(key) + value for key, value in entries.items())
    return op.EMPTY_DICT + MARK + items + op.SETITEMS


def call(function, *arguments):
    return function + group(*arguments) + op.REDUCE


def put(index):
    return op.BINPUT + bytes([index])


def get(index):
    return op.BINGET + bytes([index])


def frame(content, length=None):
    return op.FRAME + struct.pack("<Q", len(content) if length is None else length) + content


def value(item):
    """A plain value, as an argument."""
    if item is None:
        return NONE
    if isinstance(item, bool):
        return op.NEWTRUE if item else op.NEWFALSE
    if isinstance(item, int):
        return number(item)
    if isinstance(item, str):
        return text2(item)
    if isinstance(item, bytes):
        return data(item)
    if isinstance(item, tuple):
        return group(*map(value, item))
    if isinstance(item, list):
        return array(*map(value, item))
    if isinstance(item, dict):
        return op.EMPTY_DICT + MARK + b"".join(map(value, sum(item.items(), ()))) + op.SETITEMS
    raise TypeError(type(item))


def calling(path, *arguments):
    """A call by name with plain arguments: GLOBAL for the dotless names of protocol 2, STACK_GLOBAL for dotted ones of protocol 4."""
    if "." in path.split(":")[1]:
        return proto(4) + call(stacked(path), *map(value, arguments)) + STOP
    return proto(2) + call(named(path), *map(value, arguments)) + STOP


# The whole payload as a pickle of its own: 24 bytes, no trace of anything but a call.
PAYLOAD = proto(2) + call(SYSTEM, text2("true")) + STOP
