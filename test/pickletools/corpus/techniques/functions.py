"""Functions and classes made from code that the stream brings along."""

import marshal
import pickle as op

from assemble import NONE, STOP, array, call, data, group, mapping, number, proto, stacked, text
from case import case

TITLE = "functions made from code"
# The least that is a code object to marshal's eye; nothing here is ever unmarshalled.
CODE = marshal.dumps(b"payload")


def cases():
    def shown(name, note, code, event):
        return case(name, note, proto(4) + code + STOP, event)

    loaded = call(stacked("marshal:loads"), data(CODE))
    made = call(stacked("types:FunctionType"), loaded, op.EMPTY_DICT)
    yield shown(
        "marshal", "marshal and FunctionType, called", made + op.EMPTY_TUPLE + op.REDUCE, "call types.FunctionType()"
    )
    yield shown("marshal-kept", "marshal and FunctionType, not called", made, "call types.FunctionType")
    code = call(
        stacked("types:CodeType"),
        *[number(0)] * 6,
        data(b""),
        op.EMPTY_TUPLE,
        op.EMPTY_TUPLE,
        text(""),
        text(""),
        text(""),
        number(1),
        data(b""),
        data(b""),
        op.EMPTY_TUPLE,
        op.EMPTY_TUPLE,
    )
    yield shown(
        "code-type",
        "CodeType and FunctionType",
        call(call(stacked("types:FunctionType"), code, op.EMPTY_DICT)),
        "call types.FunctionType()",
    )
    yield shown("code-type-alone", "CodeType, not used", code, "call types.CodeType")
    yield shown(
        "new-function",
        "NEWOBJ of FunctionType",
        stacked("types:FunctionType") + group(code, op.EMPTY_DICT) + op.NEWOBJ,
        "new types.FunctionType",
    )
    yield shown(
        "code-new", "NEWOBJ of CodeType", stacked("types:CodeType") + group(number(0)) + op.NEWOBJ, "new types.CodeType"
    )
    yield shown(
        "compile-exec",
        "compile, then exec",
        call(stacked("builtins:exec"), call(stacked("builtins:compile"), text("pass"), text(""), text("exec"))),
        "call builtins.exec",
    )
    yield shown(
        "function-of-type",
        "the type of a lambda, by name",
        call(stacked("types:LambdaType"), code, op.EMPTY_DICT),
        "call types.LambdaType",
    )
    yield shown(
        "cell",
        "a cell with a dangerous function",
        call(stacked("types:CellType"), stacked("os:system")),
        "import os.system",
    )
    cloud = call(stacked("cloudpickle.cloudpickle:_make_function"), code, op.EMPTY_DICT, text("payload"), NONE, NONE)
    yield shown("cloudpickle", "as cloudpickle writes functions", cloud, "call cloudpickle.cloudpickle._make_function")
    yield shown(
        "cloudpickle-type",
        "as cloudpickle finds builtin types",
        call(call(stacked("cloudpickle.cloudpickle:_builtin_type"), text("CodeType")), number(0)),
        "call cloudpickle.cloudpickle._builtin_type()",
    )
    yield shown(
        "cloudpickle-class",
        "as cloudpickle writes classes",
        call(
            stacked("cloudpickle.cloudpickle:_make_skeleton_class"),
            stacked("builtins:type"),
            text("Payload"),
            group(stacked("builtins:object")),
            mapping({}),
            NONE,
            NONE,
        ),
        "call cloudpickle.cloudpickle._make_skeleton_class",
    )
    yield shown(
        "dill",
        "as dill writes functions",
        call(
            stacked("dill._dill:_create_function"), call(stacked("dill._dill:_create_code"), number(0)), op.EMPTY_DICT
        ),
        "call dill._dill._create_function",
    )
    yield shown(
        "dill-import",
        "as dill imports modules",
        call(stacked("dill._dill:_import_module"), text("payload")),
        "call dill._dill._import_module",
    )
    yield shown(
        "joblib-wrapped",
        "a decorator of joblib keeps the function",
        call(
            stacked("joblib.parallel:BatchedCalls"),
            array(group(stacked("os:system"), group(text("true")), op.EMPTY_DICT)),
        ),
        "import os.system",
    )
