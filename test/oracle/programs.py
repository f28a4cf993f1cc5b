"""Values that a program makes: statements that leave one in `value`, as `python-program.ts` writes them.

Runs under CPython 2.7 and 3.6 onwards.
"""

import array
import collections
import datetime
import decimal
import fractions
import sys
import uuid

import shop

SCOPE = {
    "array": array.array,
    "collections": collections,
    "datetime": datetime,
    "Decimal": decimal.Decimal,
    "Fraction": fractions.Fraction,
    "shop": shop,
    "UUID": uuid.UUID,
}

if sys.version_info[0] >= 3:
    import pathlib
    import types

    SCOPE.update(PurePosixPath=pathlib.PurePosixPath, types=types)
else:
    SCOPE.update(range=xrange)  # noqa: F821


def run(program):
    scope = dict(SCOPE)
    exec(program, scope)
    return scope["value"]
