import type { Code } from "../marshal/index.ts";
import {
  type DateTime,
  type DefaultDict,
  type Deque,
  type Instance,
  kindOf,
  type PersistentId,
  type PythonException,
  type Slice,
  type TimeOnly,
} from "../python/index.ts";
import { printable } from "../python/printable.ts";
import {
  attribute,
  type Description,
  Entry,
  fields,
  listed,
  mapping,
  members,
  sequence,
  tupleText,
} from "./branches.ts";
import { describeCode } from "./code-objects.ts";
import { describeException, describeInstance } from "./instances.ts";
import { counted, type ScalarOptions, scalar, withoutZone } from "./scalar.ts";

/** What a value is for which `scalar` has no text. */
export function describe(value: object, options: ScalarOptions): Description {
  switch (kindOf(value)) {
    case "Tuple":
      return sequence("tuple", value as unknown[], (texts) => `tuple ${tupleText(texts)}`);
    case "Deque":
      return deque(value as Deque);
    case "FrozenSet":
      return members("frozenset", value as Set<unknown>);
    case "FrozenDict":
      return mapping("frozendict", value as Map<unknown, unknown>, options);
    case "Code":
      return describeCode(value as Code, options);
    case "OrderedDict":
      return mapping("collections.OrderedDict", value as Map<unknown, unknown>, options);
    case "Counter":
      return mapping("collections.Counter", value as Map<unknown, unknown>, options);
    case "DefaultDict":
      return defaultDict(value as DefaultDict, options);
    case "SimpleNamespace":
      return attributes("types.SimpleNamespace", value);
    case "Instance":
      return describeInstance(value as Instance, options);
    case "PythonException":
      return describeException(value as PythonException, options);
    case "DateTime":
    case "TimeOnly":
      return zoned(value as DateTime | TimeOnly, options);
    case "PersistentId":
      return listed("persistent id", "", fields({ id: (value as PersistentId).id }));
    case "Slice": {
      const { start, stop, step } = value as Slice;
      return listed("slice", "", fields({ start, stop, step }));
    }
    default:
      return builtIn(value, options);
  }
}

function builtIn(value: object, options: ScalarOptions): Description {
  if (Array.isArray(value)) return sequence("list", value, (texts) => `list [${texts.join(", ")}]`);
  if (value instanceof Map) return mapping("dict", value, options);
  if (value instanceof Set) return members("set", value);
  if (value instanceof Entry) return listed("entry", "", fields({ key: value.key, value: value.value }));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return mapping("dict", new Map(Object.entries(value)), options);
  return attributes(printable(value.constructor.name), value);
}

function deque(value: Deque): Description {
  const type = "collections.deque";
  if (value.maxlen === null) return sequence(type, value, (texts) => `${type} [${texts.join(", ")}]`);
  const description = sequence(type, value);
  return { ...description, note: `${description.note}, at most ${value.maxlen}` };
}

function defaultDict(value: DefaultDict, options: ScalarOptions): Description {
  const { literal: _, ...description } = mapping("collections.defaultdict", value, options);
  const { defaultFactory: factory } = value;
  if (factory === null || factory === undefined) return description;
  if (kindOf(factory) === "Global")
    return { ...description, note: `${description.note}, default ${printable(String(factory))}` };
  return {
    ...description,
    count: description.count + 1,
    *branches() {
      yield { label: "default", value: factory };
      yield* description.branches();
    },
  };
}

function attributes(type: string, value: object): Description {
  const own = Object.entries(value).map(([name, member]) => attribute(name, member));
  return listed(type, counted(own.length, "attribute"), own);
}

/** A datetime or time in a zone that only Python could ask for its offset. */
function zoned(value: DateTime | TimeOnly, options: ScalarOptions): Description {
  const bare = scalar(withoutZone(value), Number.POSITIVE_INFINITY, options) ?? "";
  return listed(bare, "in a zone", fields({ tzinfo: value.tzinfo }));
}
