"""Python runs this when it starts. `marshal` is built into it, so it is found before any file; but not before this."""

import sys

import pantry_marshal

sys.modules["marshal"] = pantry_marshal
