"""`copyreg` as the tests of Python know it: `pantry/copyreg` decides what is registered. Functions stay in Python."""

import sys

import genuine

genuine.run("copyreg", globals())


def pickle(ob_type, pickle_function, constructor_ob=None):
    has_constructor = None if constructor_ob is None else callable(constructor_ob)
    _ask("pickle", reduce=callable(pickle_function), constructorOf=has_constructor)
    dispatch_table[ob_type] = pickle_function


def constructor(object):
    _ask("constructor", constructorOf=callable(object))


def add_extension(module, name, code):
    _ask("addExtension", module=module, name=name, code=code)
    _extension_registry[module, name] = code
    _inverted_registry[code] = module, name


def remove_extension(module, name, code):
    _ask("removeExtension", module=module, name=name, code=code)
    del _extension_registry[module, name]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def _ask(operation, **fields):
    # What Python itself registers while it starts is none of the tests.
    if "far_end" not in sys.modules:
        return

    import far_call

    try:
        far_call.call(operation, fields)
    except far_call.Failure as failure:
        if failure.kind not in _ERRORS:
            raise
        raise _ERRORS[failure.kind](str(failure)) from None


_ERRORS = {"RangeError": ValueError, "TypeError": TypeError}
