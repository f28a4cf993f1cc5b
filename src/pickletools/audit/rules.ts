import type { Severity } from "./report.ts";

/** The id of a rule: stable across releases. */
export type RuleId =
  | "dangerous-import"
  | "dangerous-call"
  | "unknown-import"
  | "unknown-rebuild"
  | "unknown-call"
  | "unknown-callee"
  | "computed-import"
  | "extension-code"
  | "attribute-by-name"
  | "state-on-import"
  | "dunder-state"
  | "unsound-state"
  | "frame-straddle"
  | "mark-crossed"
  | "odd-items"
  | "lenient-number"
  | "lenient-string"
  | "long-number"
  | "name-not-ascii"
  | "name-not-utf8"
  | "impossible"
  | "persistent-id"
  | "result-discarded"
  | "further-pickle"
  | "trailing-data"
  | "hidden-pickle"
  | "nested-pickle"
  | "raw-array"
  | "weights-only"
  | "truncated"
  | "malformed"
  | "limit"
  | "bad-checksum"
  | "container-disagreement"
  | "unlisted-member"
  | "duplicate-member"
  | "overlapping-members"
  | "several-directories"
  | "hidden-data"
  | "encrypted-member"
  | "unread-format"
  | "compiled-code"
  | "polyglot"
  | "no-pickle";

/** A rule of the audit. */
export interface Rule {
  /** Stable across releases. */
  readonly id: RuleId;
  /** How bad what it finds usually is. */
  readonly severity: Severity;
  /** What it finds, in one line. */
  readonly summary: string;
  /** Why that matters, and what to do. */
  readonly help: string;
}

const TABLE: { readonly [id in RuleId]: readonly [Severity, summary: string, help: string] } = {
  "dangerous-import": [
    "danger",
    "Imports a name that can run code or reach the system",
    "Loading imports it at once. Do not load the file unless you know who wrote it and why it needs this name.",
  ],
  "dangerous-call": [
    "danger",
    "Calls a dangerous name",
    "Loading makes the call with these arguments. Do not load the file.",
  ],
  "unknown-import": [
    "warning",
    "Imports a name that no list knows",
    "Loading imports the module, which runs its top level. If you know the name, allow it in a policy.",
  ],
  "unknown-rebuild": [
    "warning",
    "Rebuilds an instance of an unknown class",
    "Loading makes the instance without its constructor and gives it its state: __new__, __setstate__ and __reduce__ of the class may run. If you know the class, allow it in a policy.",
  ],
  "unknown-call": [
    "warning",
    "Calls an unknown class or function",
    "Loading makes the call with these arguments. If you know what it does, allow the name in a policy.",
  ],
  "unknown-callee": [
    "warning",
    "Calls the result of another call",
    "What is called is made while loading, so that nobody can say what it does.",
  ],
  "computed-import": [
    "danger",
    "Computes the name that it imports",
    "A pickler writes names as they are; a name that is put together while loading hides what is imported.",
  ],
  "extension-code": [
    "warning",
    "Imports a name through an extension code",
    "What the code stands for is known only to the program that loads the file. Give the option extensions.",
  ],
  "attribute-by-name": [
    "danger",
    "Reaches an attribute by its name",
    "With getattr and its like an innocent import leads to any function of its module.",
  ],
  "state-on-import": [
    "danger",
    "Changes an imported class, function or module",
    "The change outlives the load and alters the program that loads the file.",
  ],
  "dunder-state": [
    "danger",
    "Sets a special attribute of an object",
    "Attributes such as __class__ and __code__ change what an object does, not what it holds.",
  ],
  "unsound-state": [
    "danger",
    "Gives an array a type that its class would never have",
    "The state contradicts itself, so that native code reads or writes outside of the array's memory.",
  ],
  "frame-straddle": [
    "danger",
    "Has an opcode that crosses the end of its frame",
    "CPython's readers disagree about what such a file says, which hides code from scanners. No pickler writes it.",
  ],
  "mark-crossed": [
    "danger",
    "Takes values from below a MARK",
    "Only the C reader of Python 2 allows it; no pickler writes it.",
  ],
  "odd-items": [
    "danger",
    "Has a key without a value",
    "Readers disagree about what such a file says. No pickler writes it.",
  ],
  "lenient-number": [
    "danger",
    "Spells a number as only some readers accept it",
    "Hexadecimal, octal, underscores, spaces and NUL after the digits stop some readers and not others, which hides what comes after.",
  ],
  "lenient-string": [
    "danger",
    "Spells a string as only one reader accepts it",
    "Bytes behind the closing quote stop all readers but the C one of Python 2, which hides what comes after.",
  ],
  "long-number": [
    "note",
    "Has an integer of more than 4,300 decimal digits",
    "Newer Pythons refuse to convert it, older ones take very long.",
  ],
  "name-not-ascii": [
    "warning",
    "Names a module or class with characters beyond ASCII",
    "Python 3 reads it, Python 2 and pickletools do not; letters that look alike can hide what is imported.",
  ],
  "name-not-utf8": [
    "danger",
    "Names a module or class in bytes that are not UTF-8",
    "Only Python 2 reads such a name.",
  ],
  impossible: [
    "warning",
    "Does what every reader refuses, in the middle of the pickle",
    "Loading fails there, after everything before it has run.",
  ],
  "persistent-id": [
    "note",
    "Refers to an object outside by a persistent id",
    "The program that loads the file decides what it stands for. Plain pickle.loads refuses it.",
  ],
  "result-discarded": [
    "note",
    "Throws away the result of a call",
    "The call is made all the same: this is how code runs that leaves no trace in the value.",
  ],
  "further-pickle": [
    "note",
    "Has further pickles behind the first",
    "Programs that load several in a row read them. Each was audited.",
  ],
  "trailing-data": [
    "note",
    "Has data behind the pickle",
    "Most readers ignore it. It was searched for pickles.",
  ],
  "hidden-pickle": [
    "danger",
    "Has a pickle in the middle of other data",
    "A reader that begins there loads it.",
  ],
  "nested-pickle": [
    "note",
    "Holds bytes or text that are a pickle themselves",
    "It was audited too: what was found in it is listed with the way to it.",
  ],
  "raw-array": [
    "note",
    "Has a raw array between its opcodes, as joblib writes it",
    "It was read both as joblib reads it and as plain pickle does.",
  ],
  "weights-only": [
    "danger",
    "Uses what torch.load refuses with weights_only=True",
    "The policy torch-weights-only allows the names and opcodes that PyTorch does.",
  ],
  truncated: ["warning", "Ends too early", "The rest is missing; what came before was audited."],
  malformed: [
    "warning",
    "Cannot be read to its end",
    "Loading fails there, after everything before it has run: that part was audited.",
  ],
  limit: [
    "warning",
    "Asks for more than the limits allow",
    "The rest was not read. Raise the limits if you trust the size.",
  ],
  "bad-checksum": [
    "warning",
    "Has a checksum that does not match its data",
    "The file is damaged or was tampered with. Some readers, PyTorch among them, do not look at it: the data was audited as it is.",
  ],
  "container-disagreement": [
    "danger",
    "Is an archive that contradicts itself",
    "The directory and the header of a member differ, so that readers see different members. Each was audited.",
  ],
  "unlisted-member": [
    "warning",
    "Is an archive with a member that its directory does not list",
    "Readers that go from header to header find it, others do not. It was audited.",
  ],
  "duplicate-member": [
    "note",
    "Is an archive with two members of the same name",
    "Readers do not agree which one it is. Both were audited.",
  ],
  "overlapping-members": [
    "warning",
    "Is an archive whose members share bytes",
    "No archiver writes it; it makes small files that unpack to huge ones.",
  ],
  "several-directories": [
    "warning",
    "Is an archive with more than one directory",
    "Readers do not agree which one counts. The members of all were audited.",
  ],
  "hidden-data": [
    "warning",
    "Has data between or before the members of an archive",
    "Most readers never see it. It was searched for pickles.",
  ],
  "encrypted-member": [
    "warning",
    "Has an encrypted member",
    "It cannot be read without the password: decrypt it and look again.",
  ],
  "unread-format": [
    "warning",
    "Is packed in a way that is not read here",
    "Nothing is known about what is in it: unpack it and look again.",
  ],
  "compiled-code": [
    "warning",
    "Is compiled Python code",
    "It is a program, not data: Python runs it when it is imported. Read its instructions before you trust it.",
  ],
  polyglot: [
    "warning",
    "Is two formats at once",
    "What is loaded depends on the reader. The file was read as each of them.",
  ],
  "no-pickle": ["warning", "Is no pickle, and no container that is known", "Nothing can be said about it."],
};

/** Every rule, by id. */
export const RULES: readonly Rule[] = Object.entries(TABLE).map(([id, [severity, summary, help]]) => ({
  id: id as RuleId,
  severity,
  summary,
  help,
}));

/** How bad what a rule finds usually is. */
export function severityOf(id: RuleId): Severity {
  return TABLE[id][0];
}

/**
 * Rules that find what texts and numbers which are no pickle do not do by chance. They do spell imports of odd names, and
 * arguments that only some readers take.
 */
export const HARM: ReadonlySet<RuleId> = new Set([
  "dangerous-import",
  "dangerous-call",
  "attribute-by-name",
  "computed-import",
]);
