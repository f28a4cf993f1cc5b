"""Prints the table of opcodes of the running Python, as TypeScript: a file of src/marshal/dis/tables.

    python3.13 test/marshal/dis/tables.py > src/marshal/dis/tables/python313.ts

Runs under CPython 2.7 and 3.6 onwards.
"""

import dis
import opcode
import sys
import textwrap

WIDTH = 108
BYTES = 256
# An opcode is of the first kind whose list has it; one that is in none is of the kind `number` or, without an argument,
# `plain`.
LISTS = [
    ("constant", "hasconst"),
    ("name", "hasname"),
    ("absolute", "hasjabs"),
    ("relative", "hasjrel"),
    ("local", "haslocal"),
    ("cell", "hasfree"),
    ("comparison", "hascompare"),
]


def table():
    """The whole file."""
    version = sys.version_info
    lines = [
        'import type { OpcodeTable } from "../opcode-table.ts";',
        "",
        "/** Python %d.%d, as its own `opcode` module has it: see `test/marshal/dis/tables.py`. */" % version[:2],
        "export const PYTHON_%d%02d: OpcodeTable = {" % version[:2],
        '  python: "%d.%d",' % version[:2],
        "  haveArgument: %d," % (BYTES if hasattr(opcode, "hasarg") else opcode.HAVE_ARGUMENT),
        "  opcodes: {",
    ]
    for kind, members in opcodes():
        lines += field(kind, members, "    ")
    lines.append("  },")
    for name, members in [
        ("caches", ["%s %d" % pair for pair in caches()]),
        ("specialized", ["%s %s" % (name, " ".join(map(str, numbers))) for name, numbers in specialized()]),
        ("comparisons", opcode.cmp_op),
        ("operators", [text for _, text in getattr(opcode, "_nb_ops", [])]),
        ("intrinsics1", getattr(opcode, "_intrinsic_1_descs", [])),
        ("intrinsics2", getattr(opcode, "_intrinsic_2_descs", [])),
        ("commonConstants", [named(value) for value in getattr(opcode, "_common_constants", [])]),
        ("specialMethods", getattr(opcode, "_special_method_names", [])),
    ]:
        lines += field(name, members, "  ")
    lines.append("};")
    return "\n".join(lines) + "\n"


def field(name, members, indent):
    """The lines of a field whose members are separated by commas; none without members."""
    if not members:
        return []
    # A member is not broken.
    text = ", ".join(members).replace(", ", ",\0").replace(" ", "\1").replace("\0", " ")
    if len(indent) + len(name) + len(text) + len(': "",') <= WIDTH:
        return ['%s%s: "%s",' % (indent, name, text.replace("\1", " "))]
    wrapped = textwrap.wrap(text, WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False)
    body = ["%s  %s" % (indent, line.replace("\1", " ")) for line in wrapped]
    return ["%s%s: `" % (indent, name)] + body + ["%s`," % indent]


def opcodes():
    """Each kind with the names and numbers of its opcodes."""
    kinds = dict((kind, []) for kind in ["plain", "number"] + [kind for kind, _ in LISTS])
    for name, number in sorted(opcode.opmap.items(), key=lambda pair: pair[1]):
        if number < BYTES:
            kinds[kind_of(number)].append("%s %d" % (name, number))
    return [(kind, kinds[kind]) for kind in ["plain", "number"] + [kind for kind, _ in LISTS]]


def kind_of(number):
    for kind, name in LISTS:
        if number in getattr(opcode, name):
            return kind
    with_argument = number in opcode.hasarg if hasattr(opcode, "hasarg") else number >= opcode.HAVE_ARGUMENT
    return "number" if with_argument else "plain"


def caches():
    """Opcodes that are followed by caches, and by how many."""
    entries = getattr(opcode, "_inline_cache_entries", {})
    pairs = entries.items() if isinstance(entries, dict) else zip(opcode.opname, entries)
    return [(name, count) for name, count in pairs if count > 0]


def specialized():
    """Opcodes that the interpreter puts in the place of others, by those others."""
    for name, family in sorted(getattr(opcode, "_specializations", {}).items()):
        numbers = [dis._all_opmap[one] for one in family if one in dis._all_opmap]
        if numbers:
            yield name, sorted(numbers)


def named(value):
    return value.__name__ if isinstance(value, type) else repr(value)


if __name__ == "__main__":
    sys.stdout.write(table())
