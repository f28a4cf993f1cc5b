// Programs made up opcode by opcode: what each needs is on the stack most of the time. The same dice give the same bytes.
import type { Dice } from "../../pickletools/mutants.ts";

/** What an item of the stack is; `"|"` is a MARK. */
type Item =
  | "|"
  | "scalar"
  | "text"
  | "list"
  | "dict"
  | "set"
  | "tuple"
  | "class"
  | "object"
  | "buffer"
  | "frozen";

/** What must be on top. */
type Need =
  /** Such an item, anything but a MARK, or what can be a key. */
  | Item
  | "*"
  | "key"
  /** All above the last MARK, and the MARK: anything, keys, or keys and values in turn. */
  | "(…"
  | "(keys"
  | "(pairs";

interface Step {
  /** The topmost last. */
  readonly needs: readonly Need[];
  readonly code: string | ((dice: Dice) => string);
  /** What is on top then, in place of it. */
  readonly gives: readonly (Item | "same")[];
  /** The protocol it came with. */
  readonly since: number;
}

/** One in so many steps is taken whatever is on the stack. */
const WILD = 100;
const LONGEST = 40;

/** @param protocol The highest protocol whose opcodes may come. */
export function soup(dice: Dice, protocol: number): Uint8Array {
  const steps = STEPS.filter(({ since }) => since <= protocol);
  const stack: Item[] = ["|"];
  const memo = new Map<number, Item>();
  const parts = [protocol >= 2 && dice.below(4) > 0 ? `\x80${char(protocol)}(` : "("];
  for (let left = 3 + dice.below(LONGEST); left > 0; left -= 1) {
    if (dice.below(6) === 0) {
      parts.push(remembered(stack, memo, dice, protocol));
      continue;
    }
    const step = dice.pick(dice.below(WILD) === 0 ? steps : steps.filter((one) => fits(one, stack)));
    parts.push(typeof step.code === "string" ? step.code : step.code(dice));
    if (fits(step, stack)) take(step, stack);
  }
  // A list of all that is left, so that nothing made is thrown away.
  const marks = stack.filter((item) => item === "|").length;
  parts.push("l".repeat(marks), ".");
  return Uint8Array.from(Buffer.from(parts.join(""), "latin1"));
}

/** How indices of the memo are written: as a line, in one byte or in four. Python 2 knows nothing of one by the other. */
const BINARY: readonly number[] = [0, 1, 2];
const FORMS: readonly (readonly number[])[] = [[0], [1, 2], [1, 2]];

/** Stores the top, or takes back what was stored: from where nothing was now and then. */
function remembered(stack: Item[], memo: Map<number, Item>, dice: Dice, protocol: number): string {
  const forms = FORMS[protocol] ?? BINARY;
  const top = stack.at(-1) as Item;
  if (top !== "|" && dice.below(2) === 0) {
    const index = dice.pick([memo.size, memo.size, dice.below(FEW), dice.below(300)]);
    const isNext = index === memo.size && protocol >= 4 && dice.below(2) === 0;
    memo.set(index, top);
    return isNext ? "\x94" : indexed("pqr", index, dice.pick(forms));
  }
  const index = dice.below(50) === 0 ? dice.below(FEW) : dice.pick(Array.from(memo.keys()));
  if (index === undefined) return "";
  const item = memo.get(index);
  if (item !== undefined) stack.push(item);
  return indexed("ghj", index, dice.pick(forms));
}

function indexed(codes: string, index: number, form: number): string {
  const code = codes.charAt(form === 1 && index > 255 ? 2 : form);
  if (form === 0) return `${code}${index}\n`;
  return code === codes.charAt(1) ? code + char(index) : `${code}${char(index & 255)}${char(index >> 8)}\0\0`;
}

function fits({ needs }: Step, stack: readonly Item[]): boolean {
  let at = stack.length;
  for (const need of needs.toReversed()) {
    const end = at;
    at = need.startsWith("(") ? stack.lastIndexOf("|", at - 1) : at - 1;
    // The first MARK is for the list of everything.
    if (at < 1 || (stack[at] === "|" && !need.startsWith("("))) return false;
    if (!isMet(need, stack.slice(at, end))) return false;
  }
  return true;
}

function isMet(need: Need, items: readonly Item[]): boolean {
  switch (need) {
    case "*":
    case "(…":
      return true;
    case "key":
    case "(keys":
      return items.every(isKey);
    case "(pairs":
      return items.length % 2 === 1 && items.every((item, at) => at % 2 === 0 || isKey(item));
    default:
      return items[0] === need;
  }
}

/** A tuple may hold anything, so that it is no key now and then. */
function isKey(item: Item): boolean {
  return item !== "list" && item !== "dict" && item !== "set" && item !== "buffer";
}

function take({ needs, gives }: Step, stack: Item[]): void {
  let below: Item = "scalar";
  for (const need of needs.toReversed()) {
    if (need.startsWith("(")) stack.length = stack.lastIndexOf("|");
    else below = stack.pop() as Item;
  }
  for (const item of gives) stack.push(item === "same" ? below : item);
}

const NAMES = ["shop\nItem\n", "shop\nPair\n", "builtins\nset\n", "a.b\nC.d\n", "__builtin__\nstr\n"];
const TEXTS = ["", "a", "ab", "tea", "1", "\xc3\xa9", "\xf0\x9f\x98\x80", "\xed\xa0\x80", "__proto__"];
const WORDS = ["a", "b", "cls", "self"];
const FEW = 6;

const push = (item: Item, since: number, code: Step["code"]): Step => ({
  needs: [],
  code,
  gives: [item],
  since,
});
const fill = (into: Item, since: number, needs: Step["needs"], code: string): Step => ({
  needs: [into, ...needs],
  code,
  gives: [into],
  since,
});

const STEPS: readonly Step[] = [
  push("scalar", 0, "N"),
  push("scalar", 0, (dice) =>
    dice.pick(["I01\n", "I00\n", "I7\n", "I-3\n", "L5L\n", "L-99999999999999999999L\n"]),
  ),
  push("scalar", 0, (dice) => `F${dice.pick(["1.5", "-0.0", "nan", "inf", "1", "1e16"])}\n`),
  push("scalar", 1, (dice) => `K${char(dice.below(4))}`),
  push("scalar", 1, (dice) => `M${char(dice.below(3))}${char(dice.below(2))}`),
  push("scalar", 1, (dice) => `J${char(dice.below(256)).repeat(4)}`),
  push("scalar", 1, (dice) => `G${dice.pick(["\x3f\xf0", "\0\0", "\x80\0", "\x7f\xf8"])}\0\0\0\0\0\0`),
  push("scalar", 2, (dice) => dice.pick(["\x88", "\x89"])),
  push("scalar", 2, (dice) =>
    dice.pick(["\x8a\0", "\x8a\x01\x07", "\x8a\x02\xff\xff", "\x8b\x01\0\0\0\x80"]),
  ),
  push("scalar", 1, (dice) => counted("U", dice.pick(TEXTS.slice(0, 5)), 1)),
  push("scalar", 1, (dice) => counted("T", dice.pick(TEXTS), 4)),
  push("scalar", 0, (dice) => `S${dice.pick(["'a'", '"it"', "'\\x41\\n'"])}\n`),
  push("text", 0, (dice) => `V${dice.pick(["a", "tea", "", "\\u20ac", "\\ud83d\\ude00", "\xe9"])}\n`),
  push("text", 1, (dice) => counted("X", dice.pick(TEXTS), 4)),
  push("text", 4, (dice) => counted("\x8c", dice.pick(TEXTS), 1)),
  push("text", 4, (dice) => counted("\x8c", dice.pick(WORDS), 1)),
  push("scalar", 3, (dice) => counted("C", dice.pick(TEXTS), 1)),
  push("buffer", 5, (dice) => counted("\x96", dice.pick(TEXTS), 8)),
  push("buffer", 5, "\x97"),
  { needs: ["buffer"], code: "\x98", gives: ["buffer"], since: 5 },
  push("list", 1, "]"),
  push("dict", 1, "}"),
  push("tuple", 1, ")"),
  push("set", 4, "\x8f"),
  push("class", 0, (dice) => `c${dice.pick(NAMES)}`),
  push("class", 2, (dice) => dice.pick(["\x82\x01", "\x82\xc8", "\x83\x34\x12", "\x84\x45\x23\x01\0"])),
  push("class", 0, (dice) => `P${dice.pick(["7", "id"])}\n`),
  { needs: ["*"], code: "Q", gives: ["class"], since: 1 },
  { needs: ["text", "text"], code: "\x93", gives: ["class"], since: 4 },
  push("|", 0, "("),
  push("|", 0, "("),
  { needs: ["(…"], code: "l", gives: ["list"], since: 0 },
  { needs: ["(…"], code: "t", gives: ["tuple"], since: 0 },
  { needs: ["*"], code: "\x85", gives: ["tuple"], since: 2 },
  { needs: ["*", "*"], code: "\x86", gives: ["tuple"], since: 2 },
  { needs: ["*", "*", "*"], code: "\x87", gives: ["tuple"], since: 2 },
  { needs: ["(…"], code: "1", gives: [], since: 1 },
  { needs: ["(keys"], code: "\x91", gives: ["frozen"], since: 4 },
  { needs: ["(pairs"], code: "d", gives: ["dict"], since: 0 },
  fill("list", 0, ["*"], "a"),
  fill("list", 1, ["(…"], "e"),
  fill("dict", 0, ["key", "*"], "s"),
  fill("dict", 1, ["(pairs"], "u"),
  fill("set", 4, ["(keys"], "\x90"),
  fill("object", 0, ["*"], "a"),
  fill("object", 1, ["(…"], "e"),
  fill("object", 0, ["*", "*"], "s"),
  fill("object", 1, ["(pairs"], "u"),
  fill("object", 4, ["(…"], "\x90"),
  fill("object", 0, ["*"], "b"),
  fill("object", 0, ["dict"], "b"),
  { needs: ["class", "tuple"], code: "R", gives: ["object"], since: 0 },
  { needs: ["object", "tuple"], code: "R", gives: ["object"], since: 0 },
  { needs: ["class", "tuple"], code: "\x81", gives: ["object"], since: 2 },
  { needs: ["class", "tuple", "dict"], code: "\x92", gives: ["object"], since: 4 },
  { needs: ["(…"], code: (dice) => `i${dice.pick(NAMES)}`, gives: ["object"], since: 0 },
  { needs: [], code: "(cshop\nItem\no", gives: ["object"], since: 1 },
  { needs: ["*"], code: "(cshop\nItem\nK\x01o0", gives: ["same"], since: 1 },
  { needs: ["*"], code: "0", gives: [], since: 0 },
  { needs: ["*"], code: "2", gives: ["same", "same"], since: 0 },
];

function char(code: number): string {
  return String.fromCharCode(code);
}

/** A text with its length in front, in so many bytes. */
function counted(code: string, text: string, size: number): string {
  return `${code}${char(text.length)}${"\0".repeat(size - 1)}${text}`;
}
