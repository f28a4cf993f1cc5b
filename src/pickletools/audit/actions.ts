import type { ObjectMaker } from "../../pickle/parts.ts";
import { type Charge, Charges } from "./charges.ts";
import { MANY_FIELDS, unsoundness } from "./dtype.ts";
import type { Journal } from "./journal.ts";
import { classOf, isShared } from "./kinds.ts";
import { Entries, type Filling, type Form, Imported, Items, Made, Outside } from "./nodes.ts";
import { render, renderCall } from "./render.ts";
import type { RuleId } from "./rules.ts";
import type { Standard } from "./standard.ts";
import { attributeDicts, attributeDictsOfCall, isHiddenPair } from "./states.ts";
import type { WeightsOnly } from "./weights-only.ts";

/** Judges what a pickle does with what it imported, as it does it. Nothing is done. */
export class Actions implements ObjectMaker {
  readonly #journal: Journal;
  readonly #standard: Standard;
  readonly #charges: Charges;
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
    this.#charges = new Charges(standard);
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

  /** Whatever is kept: what reaches attributes by their names is no data, for it may be called where nobody looks. */
  keep(value: unknown): void {
    if (!(value instanceof Imported) || value.judgement.care !== "attribute") return;
    this.#journal.find(
      "attribute-by-name",
      `${value.path} kept`,
      () => ({
        message: `${value.path}, which reaches attributes by their names, is handed on`,
        name: value.path,
      }),
      { severity: this.#standard.unknown },
    );
  }

  object(class_: unknown, stack: readonly unknown[], from: number, to: number): unknown {
    for (let i = from; i < to; i += 1) this.keep(stack[i]);
    return this.#make(class_, new Items("tuple", stack, from, to), "object");
  }

  build(target: unknown, state: unknown): unknown {
    this.#weightsOnly?.build(target);
    const journal = this.#journal;
    if (target instanceof Imported) {
      this.#changed(target, `${render(target)}.__setstate__(${render(state)})`);
    } else if (target instanceof Made) {
      this.#checkState(target, state);
      if (isShared(target)) this.#changed(target, `${render(target)}.__setstate__(${render(state)})`);
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
      if (isShared(target)) this.#changed(target, fillText(target, filling, stack, from, to));
      if (target.isInert && !this.#journal.isProgramOpen) return;
      this.#name(target);
      this.#journal.statement(() => fillText(target, filling, stack, from, to));
    } else if (!isFilledBy(target, filling))
      this.#impossible("something is put into what holds nothing", target);
  }

  #make(callee: unknown, args: unknown, form: Form, kwargs?: unknown): Made {
    if (!(args instanceof Items && args.kind === "tuple")) this.#impossible("arguments are no tuple", args);
    if (!isCallable(callee)) this.#impossible("what is called is no function", callee);
    const charge = this.#charges.of(callee, args, form, kwargs);
    const attribute = this.#charges.attribute(callee, args);
    const made = new Made(callee, args, form, charge === undefined, kwargs, attribute);
    if (callee instanceof Imported && callee.tally) callee.tally.calls += 1;
    if (callee instanceof Imported && args instanceof Items)
      for (const fields of attributeDictsOfCall(callee, args)) this.#checkFields(made, fields);
    if (charge === undefined) return made;
    this.#accuse(charge, made);
    this.#name(made);
    return made;
  }

  #accuse({ rule, severity, subject, reason }: Charge, made: Made): void {
    const { callee } = made;
    const about = subject ?? callee;
    const name = about instanceof Imported ? about.path : undefined;
    for (const told of [callee, about]) if (told instanceof Imported && told.tally) told.tally.isTold = true;
    // Each dangerous call is told; of the others one for each name.
    const key = severity === "danger" ? callText(made) : (name ?? "");
    this.#journal.find(
      rule,
      key,
      () => ({
        message: sentence(rule, about, reason),
        ...(name !== undefined && { name }),
        code: callText(made),
      }),
      { severity },
    );
  }

  #checkState(target: Made, state: unknown): void {
    for (const fields of attributeDicts(target, state)) this.#checkFields(target, fields);
    const severity = this.#standard.unknown;
    const reason = unsoundness(target, state);
    if (reason !== undefined) {
      const describe = () => ({
        message: `A numpy.dtype gets a state that is not its own: ${reason}`,
        name: "numpy.dtype",
        code: `${render(target)}.__setstate__(${render(state)})`,
      });
      this.#journal.find("unsound-state", reason, describe, reason === MANY_FIELDS ? { severity } : {});
    }
    if (isHiddenPair(state)) {
      const message = `The state of ${render(target.callee)} is made by a call: it may set special attributes`;
      this.#journal.find("dunder-state", "made", () => ({ message }), { severity });
    }
    if (classOf(target)?.judgement.care === "callable") this.#checkKept(state);
  }

  /** The state of a `functools.partial` holds what it calls. */
  #checkKept(state: unknown): void {
    const [callee, args, kwargs] = state instanceof Items ? state.items : [];
    const charge = isCallable(callee) ? this.#charges.of(callee, args, "call", kwargs) : undefined;
    if (charge) this.#accuse(charge, new Made(callee, args, "call", false));
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

  #changed(target: Imported | Made, code: string): void {
    const name = target instanceof Imported ? target.path : render(target.callee);
    if (target instanceof Imported) this.#journal.statement(() => code);
    const what = target instanceof Imported ? `${name} itself` : `What ${name} hands out`;
    this.#journal.find("state-on-import", name, () => ({
      message: `${what} is changed, for the whole program that loads the pickle`,
      name,
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

function isCallable(callee: unknown): boolean {
  return callee instanceof Imported || callee instanceof Made || callee instanceof Outside;
}

function callText(made: Made): string {
  return made.form === "new" ? render(made) : renderCall(render(made.callee), made.args, made.kwargs);
}

function sentence(rule: RuleId, callee: unknown, why: string | undefined): string {
  const what = render(callee);
  const { reason = why } = callee instanceof Imported ? callee.judgement : {};
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
      if (callee instanceof Imported) return `${what} is called with what nobody foresees`;
      return `The result of a call is called: ${what}`;
    default:
      if (why) return `${what} is called: it ${why}`;
      if (callee instanceof Imported && callee.judgement.care === "rebuild")
        return `${what} is called, of which nothing is known unless it is only rebuilt`;
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
