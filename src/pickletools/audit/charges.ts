import { PROTO } from "../../pickle/opcodes.ts";
import { isLikePickle } from "./candidates.ts";
import { classOf, importedBy, isMember, nameOfType } from "./kinds.ts";
import { Entries, type Form, Imported, Items, Made, Outside } from "./nodes.ts";
import { partialCall } from "./partial.ts";
import type { Severity } from "./report.ts";
import type { RuleId } from "./rules.ts";
import { leadsToCode } from "./special-attributes.ts";
import type { Standard } from "./standard.ts";
import { isPlainIndex, isPlainTimestamp } from "./zones.ts";

/** What is said of a call: `rule` for the one, `severity` for how bad. */
export interface Charge {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** What it is about, where that is not what is called. */
  readonly subject?: Imported;
  /** Why it is dangerous, where that is not what its judgement says. */
  readonly reason?: string;
}

/** Partials of partials of partials; CPython makes one of them, so nobody writes many. */
const DEEPEST = 8;
const DANGER: Charge = { rule: "attribute-by-name", severity: "danger" };
const OVER_BYTES = "may take bytes that it is given for objects";
const NOTHING = new Items("tuple", [], 0, 0);

/** Which arguments are called with arguments that nobody foresees; the first where nothing is said. */
const CALLED: ReadonlyMap<string, readonly number[]> = new Map([
  // Python 2 takes cmp and key so.
  ["sorted", [1, 2]],
  ["min", []],
  ["max", []],
  ["accumulate", [1]],
  ["groupby", [1]],
  ["property", [0, 1, 2]],
]);

/** What calls a method by its name: harmless for a method of these types, if none of those has another of that name. */
const TYPES = ["str", "bytes", "bytearray", "list", "tuple", "dict", "set", "frozenset", "int", "float"];
const DOERS: readonly (readonly [module: string, name: string])[] = [
  ["pathlib", "Path"],
  ["optparse", "Values"],
  ["configparser", "ConfigParser"],
  ["tracemalloc", "Snapshot"],
  ["numpy", "ndarray"],
  ["pandas.core.frame", "DataFrame"],
];

/** Knows what is wrong with a call, as far as its operands tell. */
export class Charges {
  readonly #standard: Standard;

  constructor(standard: Standard) {
    this.#standard = standard;
  }

  /** What is wrong with a call, `undefined` for nothing. */
  of(callee: unknown, args: unknown, form: Form, kwargs?: unknown, depth: number = 0): Charge | undefined {
    const imported = importedBy(callee);
    if (imported && isNew(callee) && args instanceof Items && args.length <= args.items.length)
      return this.#ofImported(imported, tupleOf(args.items.slice(1)), "new", kwargs, depth);
    if (imported) return this.#ofImported(imported, args, form, kwargs, depth);
    if (callee instanceof Made) {
      const partial = callee.isInert && depth < DEEPEST ? partialCall(callee, args) : undefined;
      return partial ? this.of(partial.callee, partial.args, form, undefined, depth + 1) : this.#unsure();
    }
    return callee instanceof Outside ? this.#unsure() : undefined;
  }

  /** What `getattr` leads to, where that is known. */
  attribute(callee: unknown, args: unknown): Imported | undefined {
    if (!isGetattr(callee) || !(args instanceof Items) || args.length !== 2) return undefined;
    const [owner, name] = args.items;
    return typeof name === "string" ? this.#attributeOf(owner, name) : undefined;
  }

  /** What is wrong with what will be called with arguments that nobody foresees. */
  ofCalled(operand: unknown, depth: number = 0): Charge | undefined {
    const imported = importedBy(operand);
    if (imported) {
      const { tier, care } = imported.judgement;
      if (tier === "dangerous") return { rule: "dangerous-call", severity: "danger", subject: imported };
      if (tier === "unknown") return { ...this.#unknown("unknown-call"), subject: imported };
      if (care === "attribute") return { ...DANGER, subject: imported };
      return care === undefined ? undefined : { ...this.#unsure(), subject: imported };
    }
    if (operand instanceof Outside) return this.#unsure();
    if (!(operand instanceof Made) || isGetter(operand)) return undefined;
    const partial = operand.isInert && depth < DEEPEST ? partialCall(operand, NOTHING) : undefined;
    return partial ? this.ofCalled(partial.callee, depth + 1) : this.#unsure();
  }

  #ofImported(
    callee: Imported,
    args: unknown,
    form: Form,
    kwargs: unknown,
    depth: number,
  ): Charge | undefined {
    const { tier, care } = callee.judgement;
    const subject = callee;
    if (tier === "dangerous" && isLoadOfBytes(callee, args))
      return { ...this.#unknown("unknown-call"), subject, reason: "loads a pickle, which was audited too" };
    if (tier === "dangerous") return { rule: "dangerous-call", severity: "danger", subject };
    const isRebuilt = form === "new" || (form === "object" && args instanceof Items && args.length === 0);
    if (tier === "unknown")
      return { ...this.#unknown(form === "new" ? "unknown-rebuild" : "unknown-call"), subject };
    if (care === undefined) return undefined;
    // A call that takes its arguments from elsewhere, or has more than are kept, cannot be judged by them.
    if (!(args instanceof Items) || args.length > args.items.length)
      return care === "attribute" ? { ...DANGER, subject } : { ...this.#unsure(), subject };
    if (care === "rebuild")
      return isRebuilt && !hasKeywords(kwargs) && isPlainFor(callee, args)
        ? undefined
        : { ...this.#unknown("unknown-call"), subject };
    if (care === "attribute") return this.#ofGetter(callee, args.items);
    const charge = this.#ofOperands(callee.name, args.items, form, depth, kwargs);
    return charge ?? this.#ofKeywords(kwargs);
  }

  /** A function or class that calls what it is given, or keeps it to be called. */
  #ofOperands(
    name: string,
    operands: readonly unknown[],
    form: Form,
    depth: number,
    kwargs: unknown,
  ): Charge | undefined {
    const [first, ...rest] = operands;
    const call = (callee: unknown, args: unknown, as: Form = "call", kwargs?: unknown) =>
      depth < DEEPEST ? this.of(callee, args, as, kwargs, depth + 1) : this.#unsure();
    switch (name) {
      case "type":
        if (operands.length === 1) return undefined;
        return {
          rule: "dangerous-call",
          severity: "danger",
          reason: "makes a class with methods of its own",
        };
      case "iter":
        return operands.length > 1 ? call(first, NOTHING) : undefined;
      case "defaultdict":
        return first === null ? undefined : call(first, NOTHING);
      case "GenericAlias":
        return importedBy(first)?.judgement.tier === "inert" ? undefined : this.ofCalled(first);
      case "Timestamp":
        return isPlainTimestamp(operands) && !hasKeywords(kwargs) ? undefined : this.#readsZone();
      case "ndarray":
      case "chararray":
      case "recarray":
        if (rest.length <= 1 && !hasKeywords(kwargs)) return undefined;
        return { ...this.#unknown("unknown-call"), reason: OVER_BYTES };
      case "_mareconstruct":
        return call(first, NOTHING, "new") ?? call(rest[0], NOTHING, "new");
      case "partial":
      case "partialmethod":
        return call(first, tupleOf(rest));
      case "__newobj__":
        return call(first, tupleOf(rest), "new");
      case "__newobj_ex__":
        return call(first, rest[0], "new", rest[1]);
      case "_reconstructor":
        return (
          call(first, NOTHING, "new") ??
          (isObject(rest[0]) ? undefined : call(rest[0], tupleOf(rest.slice(1))))
        );
      case "__generator_ctor":
      case "__randomstate_ctor":
        return rest.length > 0 ? call(rest[0], tupleOf([first])) : undefined;
      case "_rebuild_from_type_v2":
        return call(first, rest[1]) ?? call(rest[0], NOTHING, "new");
      case "__bit_generator_ctor":
      case "newObj":
        return call(first, NOTHING, "new");
      default:
        if (form === "call" && isRebuilder(name)) {
          if (/^_new_.*Index$/.test(name) && !isPlainIndex(rest[0])) return this.#readsZone();
          return call(first, NOTHING, "new");
        }
        for (const position of CALLED.get(name) ?? [0]) {
          const charge = this.ofCalled(operands[position]);
          if (charge) return charge;
        }
        return undefined;
    }
  }

  #ofKeywords(kwargs: unknown): Charge | undefined {
    if (!hasKeywords(kwargs)) return undefined;
    if (!(kwargs instanceof Entries) || 2 * kwargs.length > kwargs.items.length) return this.#unsure();
    for (let i = 1; i < kwargs.items.length; i += 2) {
      const charge = this.ofCalled(kwargs.items[i]);
      if (charge) return charge;
    }
    return undefined;
  }

  /** What reaches attributes by their names. */
  #ofGetter(callee: Imported, operands: readonly unknown[]): Charge | undefined {
    const [owner, name] = operands;
    if (callee.name === "attrgetter")
      return operands.every(isPlainPath) ? undefined : { ...DANGER, subject: callee };
    // Without a name there is none, and loading fails: Python 2 writes it so.
    if (callee.name === "methodcaller") return operands.length === 0 ? undefined : this.#ofMethod(owner);
    if (operands.length !== 2 || typeof name !== "string" || (leadsToCode(name) && name !== "__new__"))
      return { ...DANGER, subject: callee };
    if (owner instanceof Outside) return { ...DANGER, subject: callee };
    const attribute = this.#attributeOf(owner, name);
    if (attribute === undefined) return owner instanceof Made ? this.#unsure() : undefined;
    const { tier } = attribute.judgement;
    if (tier === "dangerous") return { ...DANGER, subject: attribute };
    return tier === "unknown" ? { ...this.#unknown("unknown-import"), subject: attribute } : undefined;
  }

  /** A method that is called by its name, of whatever object. */
  #ofMethod(name: unknown): Charge | undefined {
    if (typeof name !== "string" || leadsToCode(name)) return DANGER;
    const judge = (module: string, type: string) => this.#standard.judge([module, `${type}.${name}`]).tier;
    const isHarmless = TYPES.some((type) => judge("builtins", type) === "inert");
    const isDangerous = DOERS.some(([module, type]) => judge(module, type) === "dangerous");
    if (isHarmless && !isDangerous) return undefined;
    return {
      rule: "attribute-by-name",
      severity: isHarmless || !isDangerous ? this.#standard.unknown : "danger",
    };
  }

  /** An attribute as an import of its own. A class's `__new__` is how older protocols name the class. */
  #attributeOf(owner: unknown, name: string): Imported | undefined {
    const imported = importedBy(owner) ?? classOf(owner);
    if (imported === undefined) {
      const type = nameOfType(owner);
      if (type === undefined) return undefined;
      return new Imported(
        "builtins",
        `${type}.${name}`,
        this.#standard.judge(["builtins", `${type}.${name}`]),
      );
    }
    const { module, judgement } = imported;
    if (name === "__new__" || judgement.tier === "dangerous") return imported;
    const path = `${imported.name}.${name}`;
    if (isMember(imported, name)) return new Imported(module, path, judgement);
    return new Imported(module, path, this.#standard.judge([module, path]));
  }

  #unknown(rule: RuleId): Charge {
    return { rule, severity: this.#standard.unknown };
  }

  #readsZone(): Charge {
    return { ...this.#unknown("unknown-call"), reason: "may open a file that a time zone names" };
  }

  #unsure(): Charge {
    return this.#unknown("unknown-callee");
  }
}

function hasKeywords(kwargs: unknown): boolean {
  return kwargs !== undefined && kwargs !== null && !(kwargs instanceof Entries && kwargs.length === 0);
}

function isGetattr(callee: unknown): boolean {
  return callee instanceof Imported && callee.judgement.care === "attribute" && callee.name === "getattr";
}

/** Whether it is the `__new__` of a class, by which older protocols make an instance with keywords. */
function isNew(callee: unknown): boolean {
  return callee instanceof Made && callee.args instanceof Items && callee.args.items[1] === "__new__";
}

/**
 * Whether it loads bytes that are there to be read: PyTorch writes a storage so. The same of anything that is put together
 * while loading is not.
 */
function isLoadOfBytes({ path, judgement }: Imported, args: unknown): boolean {
  if (path !== "torch.storage._load_from_bytes" || judgement.family !== "unpickling") return false;
  const [bytes] = args instanceof Items ? args.items : [];
  return bytes instanceof Uint8Array ? isAudited(bytes) : isEncodedText(bytes);
}

/** Whether bytes are sure to be audited: those that say they are a pickle. */
function isAudited(bytes: Uint8Array): boolean {
  return isLikePickle(bytes, 0, bytes.length) && bytes[0] === PROTO;
}

/** Bytes as protocol 2 has them. */
function isEncodedText(node: unknown): boolean {
  if (!(node instanceof Made) || !(node.callee instanceof Imported) || !(node.args instanceof Items))
    return false;
  const [text, encoding] = node.args.items;
  return (
    node.callee.path === "_codecs.encode" &&
    typeof text === "string" &&
    text.charCodeAt(0) === PROTO &&
    encoding === "latin1"
  );
}

/** Whether it only reads items, or calls a harmless method. One that reads attributes hands out methods. */
function isGetter({ callee, isInert }: Made): boolean {
  return isInert && callee instanceof Imported && /^(?:itemgetter|methodcaller)$/.test(callee.name);
}

/** Whether a function makes an instance of the class that is its first argument. */
function isRebuilder(name: string): boolean {
  return (
    name.startsWith("__pyx_unpickle_") || name.startsWith("_new_") || name === "_rebuild_wrapper_subclass"
  );
}

function isObject(class_: unknown): boolean {
  return class_ instanceof Imported && class_.path === "builtins.object";
}

/** Names with dots between, none of which leads to code. */
function isPlainPath(path: unknown): boolean {
  return typeof path === "string" && !path.split(".").some(leadsToCode);
}

/**
 * Whether a class that is harmless without its constructor is so with these arguments: those of sympy read text as code, those
 * of pandas as the name of a file.
 */
function isPlainFor({ module }: Imported, args: Items): boolean {
  if (module.startsWith("pandas.")) return args.length === 0;
  if (!module.startsWith("sympy.")) return true;
  return args.items.every((item) =>
    item instanceof Items ? isMantissa(item) : nameOfType(item) !== undefined,
  );
}

/** What sympy keeps of a float: a sign, digits, and an exponent. */
function isMantissa(items: Items): boolean {
  return items.kind === "tuple" && items.length === 4 && typeof items.items[0] === "number";
}

function tupleOf(items: readonly unknown[]): Items {
  return new Items("tuple", items, 0, items.length);
}
