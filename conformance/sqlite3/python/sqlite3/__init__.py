from . import dbapi2
from .dbapi2 import *


def __getattr__(name):
    return getattr(dbapi2, name)
