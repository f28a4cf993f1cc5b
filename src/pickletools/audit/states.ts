import { classOf } from "./kinds.ts";
import { plainModule } from "./names/aliases.ts";
import { EXCEPTIONS } from "./names/exceptions.ts";
import { keyOf, readTable } from "./names/table.ts";
import { Entries, Imported, Items, Made } from "./nodes.ts";

/** Exceptions set each item of their state as an attribute. */
const LISTED: ReadonlySet<string> = /* @__PURE__ */ new Set(
  readTable(EXCEPTIONS).map(([module, name]) => keyOf(plainModule(module), name)),
);
const LIKE_EXCEPTION = /(?:Error|Exception|Warning|Exit|Interrupt|Iteration)$/;
/** The functions of PyTorch that give a tensor a state, which is their last argument. */
const WITH_STATE: ReadonlySet<string> = new Set(["_rebuild_from_type_v2", "_rebuild_parameter_with_state"]);
const STATE_ARGUMENT = 3;

/** Types that are no tuple, of what states are made by a call. */
const NO_TUPLES: ReadonlySet<string> = /* @__PURE__ */ new Set(
  readTable(`builtins: bool bytearray bytes complex dict float frozenset int list set str
codecs: encode
collections: Counter OrderedDict defaultdict deque
numpy: ndarray
numpy.core.multiarray: _reconstruct`).map(([module, name]) => keyOf(module, name)),
);

/** The dicts whose items become attributes one by one when a target gets a state. */
export function attributeDicts(target: Made, state: unknown): Entries[] {
  const isPair = state instanceof Items && state.kind === "tuple" && state.length === 2;
  const slots = isPair ? state.items[1] : undefined;
  const all = isException(classOf(target) ?? target.callee) ? state : undefined;
  return [slots, all].filter((fields) => fields instanceof Entries);
}

/** The same of a state that is an argument. */
export function attributeDictsOfCall(callee: Imported, args: Items): Entries[] {
  if (!WITH_STATE.has(callee.name) && callee.path !== "optparse.Values") return [];
  const state = args.items[WITH_STATE.has(callee.name) ? STATE_ARGUMENT : 0];
  const parts = state instanceof Items ? state.items : [state];
  return parts.filter((fields) => fields instanceof Entries);
}

/** Whether a state may be a tuple that cannot be looked into, since a call makes it. */
export function isHiddenPair(state: unknown): boolean {
  if (!(state instanceof Made)) return false;
  const class_ = classOf(state) ?? state.callee;
  return !(class_ instanceof Imported && NO_TUPLES.has(keyOf(plainModule(class_.module), class_.name)));
}

function isException(callee: unknown): boolean {
  if (!(callee instanceof Imported)) return false;
  return LIKE_EXCEPTION.test(callee.name) || LISTED.has(keyOf(plainModule(callee.module), callee.name));
}
