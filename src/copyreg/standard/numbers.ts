import { entriesOf } from "../../python/fields.ts";
import { Complex, Decimal, Fraction, Global, Instance, kindOf, Tuple, UUID } from "../../python/index.ts";
import { anyInt, attempt, call, float, int, isGlobal } from "./parts.ts";
import { INERT, type KindReducers, type Recipe, type ReduceContext } from "./recipe.ts";

const COMPLEX = /* @__PURE__ */ new Global("builtins", "complex");
const DECIMAL = /* @__PURE__ */ new Global("decimal", "Decimal");
const FRACTION = /* @__PURE__ */ new Global("fractions", "Fraction");
const UUID_CLASS = /* @__PURE__ */ new Global("uuid", "UUID");
const OBJECT = /* @__PURE__ */ new Global("builtins", "object");
const RECONSTRUCTOR = /* @__PURE__ */ new Global("copyreg", "_reconstructor");

/** Bringing a fraction to lowest terms takes the square of its length: the call of a longer one stays as it is. */
const LONGEST_FRACTION = /* @__PURE__ */ (() => 2n ** 512n)();
const RATIO = /^([-+]?\d{1,300})(?:\/(\d{1,300}))?$/;

export const recipes: readonly Recipe[] = [
  { names: ["builtins complex"], call: readComplex },
  { names: ["decimal Decimal"], call: readDecimal },
  { names: ["fractions Fraction"], call: readFraction },
  { names: ["uuid UUID"], build: readUUID },
];

export const kinds: KindReducers = [
  ["Complex", reduceComplex],
  ["Decimal", reduceDecimal],
  ["Fraction", reduceFraction],
  ["UUID", reduceUUID],
];

function readComplex(args: Tuple): unknown {
  const [real, imag] = args;
  if (args.length !== 2 || typeof real !== "number" || typeof imag !== "number") return INERT;
  return new Complex(real, imag);
}

function reduceComplex({ real, imag }: Complex, context: ReduceContext): Instance {
  return call(COMPLEX, float(real, context), float(imag, context));
}

function readDecimal(args: Tuple, exact: boolean): unknown {
  const [text] = args;
  if (args.length !== 1 || typeof text !== "string") return INERT;
  const decimal = attempt(() => new Decimal(text));
  return exact && decimal !== INERT && (decimal as Decimal).text !== text ? INERT : decimal;
}

function reduceDecimal({ text }: Decimal): Instance {
  return call(DECIMAL, text);
}

function readFraction(args: Tuple, exact: boolean): unknown {
  // Before Python 3.11 the only argument was the text.
  const ratio = !exact && args.length === 1 && typeof args[0] === "string" ? RATIO.exec(args[0]) : undefined;
  if (ratio) return attempt(() => new Fraction(BigInt(ratio[1] ?? ""), BigInt(ratio[2] ?? "1")));
  const numerator = anyInt(args[0], exact);
  const denominator = anyInt(args[1], exact);
  if (args.length !== 2 || numerator === undefined || !denominator) return INERT;
  if (!isModest(numerator) || !isModest(denominator)) return INERT;
  const fraction = new Fraction(numerator, denominator);
  return exact && fraction.denominator !== denominator ? INERT : fraction;
}

function isModest(value: bigint): boolean {
  return value < LONGEST_FRACTION && value > -LONGEST_FRACTION;
}

function reduceFraction({ numerator, denominator }: Fraction, context: ReduceContext): Instance {
  return call(FRACTION, int(numerator, context), int(denominator, context));
}

/** The state is a dict of the number, and in Python 3.7 and later of where it came from if that is known. */
function readUUID({ args, state }: Instance, exact: boolean): unknown {
  const entries = args.length === 0 ? entriesOf(state) : undefined;
  if (!entries) return INERT;
  let number: bigint | undefined;
  for (const [key, value] of entries) {
    if (key === "int") number = anyInt(value, exact);
    else if (exact || key !== "is_safe" || !isUnknownSafety(value)) return INERT;
  }
  return number === undefined ? INERT : attempt(() => new UUID(number));
}

/** The default, `uuid.SafeUUID(None)`, says nothing. */
function isUnknownSafety(value: unknown): boolean {
  if (kindOf(value) !== "Instance") return false;
  const { class: class_, args } = value as Instance;
  return isGlobal(class_, "uuid", "SafeUUID") && args.length === 1 && args[0] === null;
}

function reduceUUID(value: UUID, context: ReduceContext): Instance {
  const state = { int: int(value.int, context) };
  if (context.protocol >= 2) return new Instance(UUID_CLASS, { form: "new", state });
  return new Instance(RECONSTRUCTOR, { args: new Tuple<unknown>(UUID_CLASS, OBJECT, null), state });
}
