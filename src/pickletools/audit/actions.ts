import type { ObjectMaker } from "../../pickle/parts.ts";
import type { Journal } from "./journal.ts";
import { Entries, type Form, Imported, Items, Made, Outside } from "./nodes.ts";
import { partialCall } from "./partial.ts";
import { render, renderCall } from "./render.ts";
import type { Severity } from "./report.ts";
import type { RuleId } from "./rules.ts";
import { specialAttribute } from "./special-attributes.ts";
import type { Standard } from "./standard.ts";
import type { WeightsOnly } from "./weights-only.ts";

/** How an opcode fills an object. */
export type Filling = "append" | "set" | "add";

const COPYREG: ReadonlySet<string> = new Set(["copyreg", "copy_reg"]);
/** The functions that take the names of attributes for their arguments. */
const BY_NAMES: ReadonlySet<string> = new Set(["attrgetter", "methodcaller"]);

/** Partials of partials of partials; CPython makes one of them, so nobody writes many. */
const DEEPEST_PARTIAL = 8;

/** What is said of a rule: `rule` for the one, `severity` for how bad. */
interface Charge {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** What it is about, where that is not what is called. */
  readonly subject?: Imported;
}

/** Judges what a pickle does with what it imported, as it does it. Nothing is done. */
export class Actions implements ObjectMaker {
  readonly #journal: Journal;
  readonly #standard: Standard;
  readonly #weightsOnly: WeightsOnly | undefined;
  /** Called with each object that gets a state, before the next opcode is read. */
  readonly #onState: (target: Made, state: unknown) => void;

  constructor(
    journal: Journal,
    standard: Standard,
    weightsOnly: WeightsOnly | undefined,
    onState: (target: Made, state: unknown) => void,
  ) {
    this.#journal = journal;
    this.#standard = standard;
    this.#weightsOnly = weightsOnly;
    this.#onState = onState;
  }

  call(callable: unknown, list: unknown): unknown {
    this.#weightsOnly?.call(callable);
    return this.#make(callable, list, "call");
  }

  newObject(class_: unknown, list: unknown, keywords?: unknown): unknown {
    this.#weightsOnly?.rebuild(class_);
    return this.#make(class_, list, "new", keywords);
  }

  object(class_: unknown, stack: readonly unknown[], from: number, to: number): unknown {
    return this.#make(class_, new Items("tuple", stack, from, to), "object");
  }

  build(target: unknown, state: unknown): unknown {
    this.#weightsOnly?.build(target);
    const journal = this.#journal;
    if (target instanceof Imported) {
      this.#changed(target, `${render(target)}.__setstate__(${render(state)})`);
    } else if (target instanceof Made) {
      this.#checkState(target, state);
      if (!target.isInert || journal.isProgramOpen) this.#name(target);
      journal.statement(() => `${render(target)}.__setstate__(${render(state)})`);
      target.state = state;
      this.#onState(target, state);
    } else if (!(target instanceof Outside)) {
      this.#impossible("a state is given to what takes none", target);
    }
    return target;
  }

  discard(popped: unknown, below: unknown): void {
    if (!(popped instanceof Made) || popped.isInert) return;
    // A call with the object below it and a state is how Python sets a state by a function.
    const [object] = popped.args instanceof Items ? popped.args.items : [];
    if (popped.form === "call" && object === below && below !== undefined) return;
    this.#journal.find("result-discarded", render(popped.callee), () => ({
      message: `The result of ${render(popped.callee)}(…) is thrown away`,
      name: render(popped.callee),
    }));
  }

  /** APPEND(S), SETITEM(S) and ADDITEMS. */
  fill(target: unknown, filling: Filling, stack: readonly unknown[], from: number, to: number): void {
    this.#weightsOnly?.fill(target, filling);
    if (target instanceof Imported) this.#changed(target, fillText(target, filling, stack, from, to));
    else if (target instanceof Made) {
      if (target.isInert && !this.#journal.isProgramOpen) return;
      this.#name(target);
      this.#journal.statement(() => fillText(target, filling, stack, from, to));
    } else if (!isFilledBy(target, filling))
      this.#impossible("something is put into what holds nothing", target);
  }

  #make(callee: unknown, args: unknown, form: Form, kwargs?: unknown): Made {
    if (!(args instanceof Items && args.kind === "tuple")) this.#impossible("arguments are no tuple", args);
    const charge = this.#charge(callee, args, form);
    const attribute = this.#attribute(callee, args);
    const made = new Made(callee, args, form, charge === undefined, kwargs, attribute);
    if (callee instanceof Imported && callee.tally) callee.tally.calls += 1;
    if (charge === undefined) return made;
    this.#accuse(charge, made);
    this.#name(made);
    return made;
  }

  #accuse({ rule, severity, subject }: Charge, made: Made): void {
    const { callee, args, form, kwargs } = made;
    const about = subject ?? callee;
    const name = about instanceof Imported ? about.path : undefined;
    if (callee instanceof Imported && callee.tally) callee.tally.isTold = true;
    // Each dangerous call is told; of the others one for each name.
    const key = severity === "danger" ? callText(made) : (name ?? "");
    this.#journal.find(
      rule,
      key,
      () => ({
        message: sentence(rule, about),
        ...(name !== undefined && { name }),
        code: form === "new" ? render(made) : renderCall(render(callee), args, kwargs),
      }),
      { severity },
    );
  }

  /** What is wrong with a call, `undefined` for nothing. */
  #charge(callee: unknown, args: unknown, form: Form, depth: number = 0): Charge | undefined {
    if (callee instanceof Imported) return this.#chargeImported(callee, args, form);
    if (callee instanceof Made) {
      const { attribute } = callee;
      if (attribute) return this.#chargeImported(attribute, args, form);
      const partial = callee.isInert && depth < DEEPEST_PARTIAL ? partialCall(callee, args) : undefined;
      if (partial) return this.#charge(partial.callee, partial.args, form, depth + 1);
      return { rule: "unknown-callee", severity: this.#standard.unknown };
    }
    if (callee instanceof Outside) return { rule: "unknown-callee", severity: this.#standard.unknown };
    this.#impossible("what is called is no function", callee);
    return undefined;
  }

  #chargeImported(callee: Imported, args: unknown, form: Form): Charge | undefined {
    const { tier, care } = callee.judgement;
    if (tier === "dangerous") return { rule: "dangerous-call", severity: "danger" };
    if (tier === "unknown") {
      const rule = form === "new" ? "unknown-rebuild" : "unknown-call";
      return { rule, severity: this.#standard.unknown };
    }
    if (care === "rebuild" && form === "call")
      return { rule: "unknown-call", severity: this.#standard.unknown };
    if (care === "attribute") return this.#chargeAttribute(callee, args);
    if (care === "callable") return this.#chargeOperands(callee, args);
    return undefined;
  }

  /** A function that calls what it is given, or keeps it to be called. */
  #chargeOperands(callee: Imported, args: unknown): Charge | undefined {
    const operands = args instanceof Items ? args.items : [args];
    const isRebuild = COPYREG.has(callee.module);
    let worst: Charge | undefined;
    for (const operand of operands) {
      const charge = this.#chargeOperand(operand, isRebuild && operand === operands[0]);
      if (charge?.severity === "danger") return charge;
      worst ??= charge;
    }
    return worst;
  }

  #chargeOperand(operand: unknown, isRebuilt: boolean): Charge | undefined {
    const imported = importedBy(operand);
    if (imported) {
      const { tier } = imported.judgement;
      if (imported.tally && tier !== "inert") imported.tally.isTold = true;
      if (tier === "dangerous") return { rule: "dangerous-call", severity: "danger", subject: imported };
      const rule = isRebuilt ? "unknown-rebuild" : "unknown-call";
      return tier === "unknown" ? { rule, severity: this.#standard.unknown, subject: imported } : undefined;
    }
    if (operand instanceof Made && !operand.isInert)
      return { rule: "unknown-callee", severity: this.#standard.unknown };
    return undefined;
  }

  /** A function that reaches attributes by their names. */
  #chargeAttribute(callee: Imported, args: unknown): Charge | undefined {
    const danger: Charge = { rule: "attribute-by-name", severity: "danger" };
    if (!(args instanceof Items)) return danger;
    if (BY_NAMES.has(callee.name)) {
      const wanted = callee.name === "methodcaller" ? 1 : args.length;
      const names = args.items.slice(0, wanted);
      return names.every(isPlainName) && names.length === wanted ? undefined : danger;
    }
    const [owner, name] = args.items;
    if (typeof name !== "string" || (specialAttribute(name) && name !== "__new__")) return danger;
    if (owner instanceof Made && !owner.isInert && owner.attribute === undefined)
      return { rule: "unknown-callee", severity: this.#standard.unknown };
    const attribute = this.#attributeOf(owner, name);
    if (attribute === undefined) return owner instanceof Outside ? danger : undefined;
    const { tier } = attribute.judgement;
    if (tier === "dangerous") return { ...danger, subject: attribute };
    return tier === "unknown"
      ? { rule: "unknown-import", severity: this.#standard.unknown, subject: attribute }
      : undefined;
  }

  /** What `getattr` leads to, if it is an attribute of something imported. */
  #attribute(callee: unknown, args: unknown): Imported | undefined {
    if (!(callee instanceof Imported) || callee.path !== "builtins.getattr") return undefined;
    const [owner, name] = args instanceof Items ? args.items : [];
    return typeof name === "string" ? this.#attributeOf(owner, name) : undefined;
  }

  /** An attribute of something imported, as an import of its own. A class's `__new__` is how older protocols name the class. */
  #attributeOf(owner: unknown, name: string): Imported | undefined {
    const imported = importedBy(owner);
    if (imported === undefined) return undefined;
    const { module, judgement } = imported;
    if (name === "__new__" || judgement.tier === "dangerous") return imported;
    const path = `${imported.name}.${name}`;
    return new Imported(module, path, this.#standard.judge([module, path]));
  }

  /** A state can hold a dict of attributes that are set one by one. */
  #checkState(target: Made, state: unknown): void {
    const isPair = state instanceof Items && state.kind === "tuple" && state.length === 2;
    const slots = isPair ? state.items[1] : undefined;
    const isSetOneByOne = isException(target.callee);
    for (const fields of [slots, isSetOneByOne ? state : undefined])
      if (fields instanceof Entries) this.#checkFields(target, fields);
  }

  #checkFields(target: Made, fields: Entries): void {
    const { special } = fields;
    if (special === undefined) return;
    this.#journal.find("dunder-state", special, () => ({
      message: `The state of ${render(target.callee)} sets the attribute ${render(special)}`,
      name: render(target.callee),
      code: `setattr(${render(target)}, ${render(special)}, ${render(fields.get(special))})`,
    }));
  }

  #changed(target: Imported, code: string): void {
    this.#journal.statement(() => code);
    this.#journal.find("state-on-import", target.path, () => ({
      message: `${target.path} itself is changed, for the whole program that loads the pickle`,
      name: target.path,
      code,
    }));
  }

  #impossible(message: string, value: unknown): void {
    this.#journal.find("impossible", message, () => ({
      message: `Loading fails here: ${message} (${render(value)}). What comes before has run by then`,
    }));
  }

  /** Gives what was made a variable in the program. */
  #name(made: Made): void {
    if (made.variable > 0) return;
    this.#journal.statement(() => {
      const text = render(made);
      made.variable = this.#journal.variable();
      return `_${made.variable} = ${text}`;
    });
  }
}

/** What was imported, or reached from there. */
function importedBy(node: unknown): Imported | undefined {
  return node instanceof Made ? node.attribute : node instanceof Imported ? node : undefined;
}

function callText(made: Made): string {
  return made.form === "new" ? render(made) : renderCall(render(made.callee), made.args, made.kwargs);
}

function sentence(rule: RuleId, callee: unknown): string {
  const what = render(callee);
  const { reason } = callee instanceof Imported ? callee.judgement : {};
  switch (rule) {
    case "dangerous-call":
      return reason ? `${what} is called: ${reason}` : `${what} is called with a dangerous name`;
    case "attribute-by-name":
      return `An attribute is reached by its name: ${what}`;
    case "unknown-import":
      return `${what} is reached by its name, which no list knows`;
    case "unknown-rebuild":
      return `An instance of ${what} is rebuilt, a class that no list knows`;
    case "unknown-callee":
      return `The result of a call is called: ${what}`;
    default:
      return `${what} is called, a name that no list knows`;
  }
}

function fillText(
  target: unknown,
  filling: Filling,
  stack: readonly unknown[],
  from: number,
  to: number,
): string {
  if (filling === "set") {
    const entries = new Entries();
    entries.add(stack, from, to);
    return `${render(target)}.update(${render(entries)})`;
  }
  const items = new Items(filling === "add" ? "set" : "list", stack, from, to);
  return `${render(target)}.${filling === "add" ? "update" : "extend"}(${render(items)})`;
}

function isFilledBy(target: unknown, filling: Filling): boolean {
  if (target instanceof Outside) return true;
  if (filling === "set")
    return target instanceof Entries || (target instanceof Items && target.kind === "list");
  return target instanceof Items && target.kind === (filling === "append" ? "list" : "set");
}

/** Whether it is a name, or names with dots, none of which is special. */
function isPlainName(name: unknown): boolean {
  return typeof name === "string" && !name.split(".").some(specialAttribute);
}

function isException(callee: unknown): boolean {
  return (
    callee instanceof Imported && /(?:Error|Exception|Warning|Exit|Interrupt|Iteration)$/.test(callee.name)
  );
}
