"""`_compat_pickle` as the tests of Python know it: the tables of `pantry/pickle`."""

import far_call

_tables, _ = far_call.call("compat", {})

IMPORT_MAPPING = dict(_tables["IMPORT_MAPPING"])
REVERSE_IMPORT_MAPPING = dict(_tables["REVERSE_IMPORT_MAPPING"])
NAME_MAPPING = {tuple(former): tuple(present) for former, present in _tables["NAME_MAPPING"]}
REVERSE_NAME_MAPPING = {tuple(present): tuple(former) for present, former in _tables["REVERSE_NAME_MAPPING"]}
