# -*- coding: utf-8 -*-
"""Objects of the standard library, from the whole width of it; what a version does not have is left out."""

from __future__ import unicode_literals

import array
import base64
import collections
import copy
import datetime
import decimal
import fractions
import functools
import io
import itertools
import operator
import os
import pickle
import random
import re
import socket
import string
import subprocess
import sys
import threading
import time
import uuid

from . import shapes

PY2 = sys.version_info[0] == 2
OBJECTS = {}


def things(**makers):
    for name, make in makers.items():
        OBJECTS[name.replace("_", "-")] = make


def module(name):
    """A module by name, imported only where it is used: not every version has it."""
    __import__(name)
    return sys.modules[name]


things(
    none=lambda: None,
    booleans=lambda: [True, False],
    integers=lambda: [0, 1, -1, 255, 256, 65535, 65536, 2**31, -(2**63), 2**64, 10**100],
    floats=lambda: [0.0, -0.0, 1.5, 1e300, float("inf"), float("-inf"), float("nan")],
    complexes=lambda: [1j, complex(1.5, -2)],
    texts=lambda: ["", "plain", "caf\xe9", "\u20ac", "\U0001f600", "a\nb", "back\\slash"],
    binary=lambda: [b"", b"bytes", bytes(bytearray(range(256)))],
    bytearrays=lambda: [bytearray(b"abc"), bytearray()],
    lists=lambda: [[], [1, [2, [3]]]],
    tuples=lambda: [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)],
    dicts=lambda: {"a": 1, "b": {"c": [None]}, 3: "three", (1, 2): "pair"},
    sets=lambda: [set(), {1, 2, 3}, frozenset(["a"])],
    cycle=lambda: shapes.cycle(),
    shared=lambda: [[1, 2]] * 5,
    deep=lambda: shapes.deep(60),
    records=lambda: [{"id": number, "name": "name %d" % number, "score": number / 3.0} for number in range(20)],
    configuration=lambda: {
        "path": "/usr/bin/env",
        "command": "rm -rf build",
        "eval": True,
        "import": "os.system",
        "exec": ["sh", "-c", "true"],
    },
    source_text=lambda: ["import os\nos.system('true')\n", "cos\nsystem\n", "__import__('os')", "eval(input())"],
    ordered_dict=lambda: collections.OrderedDict([("b", 1), ("a", 2)]),
    default_dict=lambda: collections.defaultdict(list, {"a": [1]}),
    default_dict_int=lambda: collections.defaultdict(int, {"a": 1}),
    default_dict_set=lambda: collections.defaultdict(set, {"a": {1}}),
    counter=lambda: collections.Counter("abracadabra"),
    deque=lambda: collections.deque([1, 2, 3], 5),
    chain_map=lambda: collections.ChainMap({"a": 1}, {"b": 2}),
    user_dict=lambda: collections.UserDict({"a": 1}),
    user_list=lambda: collections.UserList([1]),
    user_string=lambda: collections.UserString("a"),
    namedtuple=lambda: [shapes.Pair(1, 2), shapes.Pair(left="a", right=None)],
    dates=lambda: [datetime.date(2024, 2, 29), datetime.date.max],
    datetimes=lambda: [datetime.datetime(2024, 1, 2, 3, 4, 5, 6), datetime.datetime.min],
    times=lambda: [datetime.time(1, 2, 3, 4), datetime.time()],
    timedeltas=lambda: [datetime.timedelta(1, 2, 3), datetime.timedelta(-1)],
    timezones=lambda: [datetime.timezone.utc, datetime.timezone(datetime.timedelta(hours=2), "X")],
    aware=lambda: datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc),
    zone_info=lambda: module("zoneinfo").ZoneInfo("UTC"),
    zone_info_file=lambda: module("zoneinfo").ZoneInfo("Europe/Paris"),
    struct_time=lambda: time.gmtime(0),
    decimals=lambda: [decimal.Decimal("1.50"), decimal.Decimal("NaN"), decimal.Decimal("-0")],
    decimal_context=lambda: decimal.Context(prec=10),
    fractions=lambda: fractions.Fraction(1, 3),
    uuids=lambda: [uuid.UUID(int=5), uuid.NAMESPACE_DNS],
    array=lambda: [array.array(str("d"), [1.5, 2.5]), array.array(str("i"), [1]), array.array(str("B"), [1, 2])],
    patterns=lambda: [re.compile("a.b", re.I), re.compile(b"x+")],
    random_state=lambda: random.Random(5),
    random_tuple=lambda: random.Random(5).getstate()[:2][1][:10],
    string_template=lambda: string.Template("$a and $b"),
    string_formatter=lambda: string.Formatter(),
    exceptions=lambda: [ValueError("bad"), KeyError("k"), StopIteration(), ZeroDivisionError("x")],
    os_error=lambda: OSError(2, "No such file", "/tmp/x"),
    unicode_error=lambda: UnicodeDecodeError("ascii", b"\xff", 0, 1, "bad"),
    exception_with_state=lambda: shapes.failed(),
    exception_group=lambda: ExceptionGroup("many", [ValueError(1)]),  # noqa: F821
    called_process_error=lambda: subprocess.CalledProcessError(1, ["false"]),
    completed_process=lambda: subprocess.CompletedProcess(["true"], 0, b"", b""),
    timeout_expired=lambda: subprocess.TimeoutExpired(["sleep", "9"], 1),
    stat_result=lambda: os.stat_result(range(10)),
    terminal_size=lambda: os.terminal_size((80, 24)),
    times_result=lambda: os.times(),
    address_family=lambda: [socket.AF_INET, socket.SOCK_STREAM],
    signals=lambda: module("signal").SIGINT,
    http_status=lambda: module("http").HTTPStatus.NOT_FOUND,
    http_error=lambda: module("http.client").IncompleteRead(b"abc", 5),
    cookies=lambda: module("http.cookies").SimpleCookie("a=b"),
    url=lambda: module("urllib.parse").urlparse("https://example.org/a?b=c#d"),
    url_split=lambda: module("urllib.parse").urlsplit("https://example.org/a?b=c#d"),
    ip_addresses=lambda: [module("ipaddress").ip_address("192.0.2.1"), module("ipaddress").ip_network("2001:db8::/32")],
    paths=lambda: [
        module("pathlib").PurePosixPath("/a/b"),
        module("pathlib").PureWindowsPath("C:\\a"),
        module("pathlib").Path("/tmp/x"),
    ],
    partials=lambda: [functools.partial(int, base=2), functools.partial(shapes.add, 1)],
    partial_method=lambda: functools.partial(shapes.Shape.area),
    getters=lambda: [
        operator.itemgetter(1),
        operator.itemgetter("a", 2),
        operator.attrgetter("name"),
        operator.attrgetter("a.b", "c"),
    ],
    method_callers=lambda: [operator.methodcaller("strip"), operator.methodcaller("split", ",", 1)],
    operators=lambda: [operator.add, operator.mul, len, abs, max],
    builtin_classes=lambda: [int, str, list, dict, object, type(None), ValueError],
    functions=lambda: [shapes.add, sorted, isinstance],
    bound_methods=lambda: [shapes.Shape(1).area, shapes.Shape.unit],
    builtin_methods=lambda: [[].append, "a".upper, {}.get],
    class_methods=lambda: [dict.fromkeys, bytes.fromhex],
    unbound_methods=lambda: [str.upper, list.append],
    iterators=lambda: [iter([1, 2]), iter((1,)), iter("ab"), reversed([1])],
    ranges=lambda: [range(5), range(1, 10, 3)],
    slices=lambda: [slice(1, 2), slice(None)],
    itertools=lambda: [itertools.count(5), itertools.repeat(1, 3), itertools.chain([1], [2])],
    enumerate=lambda: enumerate(["a"]),
    zip=lambda: zip([1], [2]),
    map=lambda: map(str, [1, 2]),
    filter=lambda: filter(None, [1, 0]),
    ellipsis=lambda: [Ellipsis, NotImplemented],
    generic_alias=lambda: [list[int], dict[str, int]],
    typing_alias=lambda: [module("typing").List[int], module("typing").Optional[str], module("typing").Any],
    union=lambda: int | str,
    simple_namespace=lambda: module("types").SimpleNamespace(a=1, b=[2]),
    mapping_proxy_copy=lambda: dict(module("types").MappingProxyType({"a": 1})),
    enums=lambda: shapes.enums(),
    dataclasses=lambda: shapes.dataclass_objects(),
    plain_objects=lambda: [shapes.Shape(2), shapes.Empty()],
    slotted=lambda: shapes.Slotted(1, 2),
    own_reduce=lambda: shapes.Reduced(3),
    own_state=lambda: shapes.Stateful(3),
    list_subclass=lambda: shapes.ListChild([1, 2]),
    dict_subclass=lambda: shapes.DictChild({"a": 1}),
    int_subclass=lambda: shapes.IntChild(5),
    tuple_subclass=lambda: shapes.TupleChild((1, 2)),
    bytes_io=lambda: io.BytesIO(b"data"),
    string_io=lambda: io.StringIO("data"),
    namespace=lambda: module("argparse").Namespace(epochs=10, rate=0.1),
    config_parser=lambda: shapes.configured(),
    email=lambda: module("email").message_from_string("Subject: hi\n\nbody\n"),
    email_address=lambda: module("email.headerregistry").Address("Ada", "ada", "example.org"),
    log_record=lambda: module("logging").LogRecord("app", 20, "app.py", 1, "message %s", ("x",), None),
    logger=lambda: module("logging").getLogger("app"),
    log_formatter=lambda: module("logging").Formatter("%(message)s"),
    log_level_names=lambda: {module("logging").INFO: "INFO"},
    calendar=lambda: module("calendar").TextCalendar(),
    sequence_matcher=lambda: module("difflib").Match(1, 2, 3),
    token=lambda: module("tokenize").TokenInfo(1, "a", (1, 0), (1, 1), "a"),
    syntax_tree=lambda: module("ast").parse("a = b + 1"),
    syntax_tree_import=lambda: module("ast").parse("import os\nos.system('true')"),
    element_tree=lambda: module("xml.etree.ElementTree").fromstring("<a b='c'><d>e</d></a>"),
    json_error=lambda: shapes.json_error(),
    json_decoder=lambda: module("json").JSONEncoder(indent=2),
    zip_info=lambda: module("zipfile").ZipInfo("a.txt"),
    tar_info=lambda: module("tarfile").TarInfo("a.txt"),
    statistics_normal=lambda: module("statistics").NormalDist(0, 1),
    csv_dialect=lambda: list(module("csv").Sniffer().preferred),
    secrets=lambda: "%x" % 255,
    code_info=lambda: module("platform").uname()._replace(node="host")[:1],
    version_info=lambda: tuple(sys.version_info),
    profile_stats=lambda: {("file", 1, "f"): (1, 1, 0.5, 0.5, {})},
    weak_reference_copy=lambda: copy.copy([1]),
    queue_items=lambda: list(collections.deque([1, 2])),
    thread_names=lambda: [threading.current_thread().name],
    locale_tables=lambda: {"decimal_point": "."},
    mimetype=lambda: module("mimetypes").guess_type("a.html"),
    cached=lambda: shapes.Cached(4),
    exceptions_chained=lambda: shapes.chained(),
    fixed_offset=lambda: datetime.datetime(2024, 5, 6, 7, 8, tzinfo=datetime.timezone(datetime.timedelta(minutes=-30))),
    big_text=lambda: "word " * 500,
    many_keys=lambda: dict(("key%d" % number, number) for number in range(100)),
    pickled_data=lambda: [pickle.dumps([1, 2], 2), pickle.dumps({"a": 1}, 0)],
    base64_text=lambda: base64.b64encode(pickle.dumps([1, 2], 2)).decode("ascii"),
)


def standard_files():
    """(name, bytes) of every object at every protocol."""
    for name in sorted(OBJECTS):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            try:
                data = pickle.dumps(OBJECTS[name](), protocol)
            except Exception:
                continue
            yield "%s.%d.pkl" % (name, protocol), data
