// Pickles that do something with names that are all on the list of harmless ones: each was `safe` for a while.
import { call, type Expression, rebuilt, ref, slots, tuple, withState } from "./assembler.ts";

export interface Gadget {
  readonly value: Expression;
  /** True in Python once the pickle was loaded, or its loading has failed; false before. */
  readonly effect: string;
  readonly verdict: "unknown" | "dangerous";
}

const TOUCHED = "os.path.exists('touched')";
const path = () => call("pathlib.Path", "touched");
const listOf = (iterable: unknown) => call("builtins.list", iterable);
const bound = (name: string) => call("builtins.getattr", path(), name);
const next = (iterable: unknown) => call("builtins.next", iterable);
const getattr = ref("builtins.getattr");

/** `open('touched', 'w')` by way of the globals of a class that is written in Python. */
function evaluated(): Expression {
  const init = next(call("builtins.map", getattr, [ref("argparse.Namespace")], ["__init__"]));
  const globals = next(call("builtins.map", getattr, [init], ["__globals__"]));
  const builtins = call("operator.getitem", globals, "__builtins__");
  return listOf(call("builtins.map", call("operator.getitem", builtins, "eval"), ["open('touched', 'w')"]));
}

const GLOBALS = "isinstance(value, list) and callable(value[0])";
const namespace = ref("argparse.Namespace");

export const GADGETS: { readonly [name: string]: Gadget } = {
  "getattr as what map calls": { value: evaluated(), effect: TOUCHED, verdict: "dangerous" },
  "getattr kept by a partial": {
    value: listOf(call("builtins.map", call("functools.partial", getattr, namespace), ["__init__"])),
    effect: GLOBALS,
    verdict: "dangerous",
  },
  "getattr kept by a partial of a later state": {
    value: listOf(
      call(
        "builtins.map",
        withState(call("functools.partial", ref("builtins.int")), tuple(getattr, tuple(namespace), {}, null)),
        ["__init__"],
      ),
    ),
    effect: GLOBALS,
    verdict: "dangerous",
  },
  "getattr kept by a partial that __newobj_ex__ makes": {
    value: listOf(
      call(
        "builtins.map",
        call("copyreg.__newobj_ex__", ref("functools.partial"), tuple(getattr, namespace), {}),
        ["__init__"],
      ),
    ),
    effect: GLOBALS,
    verdict: "dangerous",
  },
  "attrgetter with more names than are kept": {
    value: listOf(
      call(
        "builtins.map",
        call("operator.attrgetter", ...Array.from({ length: 64 }, () => "__doc__"), "__init__.__globals__"),
        [namespace],
      ),
    ),
    effect: "'__builtins__' in value[0][-1]",
    verdict: "dangerous",
  },
  "methodcaller of a method that writes": {
    value: listOf(call("builtins.map", call("operator.methodcaller", "write_text", "x"), [path()])),
    effect: TOUCHED,
    verdict: "dangerous",
  },
  "a bound method that writes": {
    value: listOf(call("builtins.map", bound("write_text"), ["x"])),
    effect: TOUCHED,
    verdict: "dangerous",
  },
  "a bound method that imports": {
    value: listOf(
      call("builtins.map", call("builtins.getattr", call("optparse.Values"), "read_module"), ["tabnanny"]),
    ),
    effect: "'tabnanny' in sys.modules",
    verdict: "dangerous",
  },
  "a method among the arguments of map": {
    value: listOf(
      call(
        "builtins.map",
        ref("builtins.list"),
        call("builtins.map", ref("builtins.map"), [bound("write_text")], [["x"]]),
      ),
    ),
    effect: TOUCHED,
    verdict: "dangerous",
  },
  "an object whose keys() is another's method": {
    value: call("builtins.dict", withState(call("types.SimpleNamespace"), { keys: bound("touch") })),
    effect: TOUCHED,
    verdict: "dangerous",
  },
  "an object whose keys() is a method that attrgetter hands out": {
    value: call(
      "builtins.dict",
      withState(call("types.SimpleNamespace"), {
        keys: next(call("builtins.map", call("operator.attrgetter", "touch"), [path()])),
      }),
    ),
    effect: TOUCHED,
    verdict: "unknown",
  },
  "a special attribute among the defaults of optparse": {
    value: call("optparse.Values", { __class__: ref("argparse.Namespace") }),
    effect: "type(value).__name__ == 'Namespace'",
    verdict: "dangerous",
  },
  "the factory of a defaultdict": {
    value: call("operator.getitem", call("collections.defaultdict", bound("touch")), 1),
    effect: TOUCHED,
    verdict: "dangerous",
  },
  "iter with a sentinel": {
    value: listOf(call("builtins.iter", bound("touch"), null)),
    effect: TOUCHED,
    verdict: "dangerous",
  },
  "accumulate, which takes its function second": {
    value: listOf(
      call(
        "itertools.accumulate",
        [path(), "x"],
        call("builtins.getattr", ref("pathlib.Path"), "write_text"),
      ),
    ),
    effect: TOUCHED,
    verdict: "dangerous",
  },
  "the alias of a function": {
    value: listOf(call("builtins.map", call("types.GenericAlias", bound("write_text"), tuple()), ["x"])),
    effect: TOUCHED,
    verdict: "dangerous",
  },
  "a class made by type": {
    value: call(
      "builtins.bool",
      listOf(
        call(
          "builtins.map",
          call("builtins.type", "X", tuple(namespace), { __init__: ref("builtins.len") }),
          [1],
        ),
      ),
    ),
    effect: "type(error).__name__ == 'TypeError' and 'len()' in str(error)",
    verdict: "dangerous",
  },
  "str.format, which reads attributes": {
    value: listOf(
      call("builtins.map", call("builtins.getattr", "{0.__init__.__globals__}", "format"), [namespace]),
    ),
    effect: "'__builtins__' in value[0]",
    verdict: "unknown",
  },
  "the constructor of a base": {
    value: call(
      "copyreg._reconstructor",
      ref("configparser.ConfigParser"),
      ref("configparser.ConfigParser"),
      {},
    ),
    effect: "type(value).__name__ == 'ConfigParser' and value.sections() == []",
    verdict: "unknown",
  },
  "a class taken from a list and changed": {
    value: withState(
      call("operator.getitem", [ref("collections.Counter")], 0),
      slots({ most_common: ref("builtins.any") }),
    ),
    effect: "collections.Counter.most_common is any",
    verdict: "dangerous",
  },
  "a class found by type and changed": {
    value: withState(call("builtins.type", call("argparse.Namespace")), slots({ found: 1 })),
    effect: "argparse.Namespace.found == 1",
    verdict: "dangerous",
  },
  "a logger of the program changed": {
    value: withState(call("logging.getLogger", "audit"), { disabled: true }),
    effect: "logging.getLogger('audit').disabled",
    verdict: "dangerous",
  },
  "a member of an enumeration changed": {
    value: withState(call("http.HTTPStatus", 200), { phrase: "found" }),
    effect: "http.HTTPStatus(200).phrase == 'found'",
    verdict: "dangerous",
  },
  "a list of the program reached": {
    value: call("builtins.list", call("builtins.getattr", call("logging.getLogger", "audit"), "filters")),
    effect: "value == []",
    verdict: "unknown",
  },
  "a special attribute behind 64 others": {
    value: withState(
      rebuilt("argparse.Namespace"),
      slots({
        ...Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`a${i}`, i])),
        __class__: ref("optparse.Values"),
      }),
    ),
    effect: "type(value).__name__ == 'Values'",
    verdict: "dangerous",
  },
  "a special attribute of an exception with an odd name": {
    value: withState(call("queue.Empty"), { __class__: ref("queue.Full") }),
    effect: "type(value).__name__ == 'Full'",
    verdict: "dangerous",
  },
  "a special attribute in a tuple that a call makes": {
    value: withState(
      rebuilt("argparse.Namespace"),
      call("builtins.tuple", [null, { __class__: ref("optparse.Values") }]),
    ),
    effect: "type(value).__name__ == 'Values'",
    verdict: "unknown",
  },
  "a special attribute in a named tuple": {
    value: withState(rebuilt("argparse.Namespace"), call("urllib.parse.DefragResult", null, { __doc__: 1 })),
    effect: "'__doc__' in vars(value)",
    verdict: "unknown",
  },
};
