"""`copyreg` as the tests of Python know it: `pantry/copyreg` decides which name has which code."""

import genuine

genuine.run("copyreg", globals())


def add_extension(module, name, code):
    _ask("addExtension", module, name, code)
    _extension_registry[module, name] = code
    _inverted_registry[code] = module, name


def remove_extension(module, name, code):
    _ask("removeExtension", module, name, code)
    del _extension_registry[module, name]
    del _inverted_registry[code]
    _extension_cache.pop(code, None)


def _ask(operation, module, name, code):
    # Python has this module from its first moment on, long before it needs the far end.
    import far_call

    try:
        far_call.call(operation, {"module": module, "name": name, "code": code})
    except far_call.Failure as failure:
        if failure.kind == "RangeError":
            raise ValueError(str(failure)) from None
        raise
