// What `torch.load(weights_only=True)` takes (PyTorch 2.6 and later, torch/_weights_only_unpickler.py): some opcodes, some
// names, and for each opcode that fills or calls something, what that may be.

import { opcodeLabel } from "../../pickle/opcode-names.ts";
import * as op from "../../pickle/opcodes.ts";
import type { Journal } from "./journal.ts";
import type { NameJudgement } from "./names/judge.ts";
import { readWords } from "./names/table.ts";
import { Entries, type Filling, Imported, Items, Made } from "./nodes.ts";
import { render } from "./render.ts";

const OPCODES: ReadonlySet<number> = new Set([
  op.PROTO,
  op.STOP,
  op.MARK,
  op.GLOBAL,
  op.NEWOBJ,
  op.REDUCE,
  op.BUILD,
  op.APPEND,
  op.APPENDS,
  op.SETITEM,
  op.SETITEMS,
  op.TUPLE,
  op.TUPLE1,
  op.TUPLE2,
  op.TUPLE3,
  op.NONE,
  op.NEWTRUE,
  op.NEWFALSE,
  op.EMPTY_TUPLE,
  op.EMPTY_LIST,
  op.EMPTY_DICT,
  op.EMPTY_SET,
  op.BININT,
  op.BININT1,
  op.BININT2,
  op.BINFLOAT,
  op.BINUNICODE,
  op.SHORT_BINSTRING,
  op.BINGET,
  op.LONG_BINGET,
  op.BINPUT,
  op.LONG_BINPUT,
  op.LONG1,
  op.BINPERSID,
]);

const ELEMENTS = "BFloat16 Byte Char Double Float Half Int Long Short";
const ALL_ELEMENTS = `${ELEMENTS} Bool`;

/** What is allowed, by its module. A type is listed by the name that it gives itself: `torch.float32`, not `torch.float`. */
const NAMES: { readonly [module: string]: string } = {
  collections: "OrderedDict Counter",
  builtins: "bytearray set complex",
  __builtin__: "bytearray set complex",
  _codecs: "encode",
  "torch.nn.parameter": "Parameter",
  "torch.serialization": "_get_layout",
  "torch._tensor": "_rebuild_from_type_v2",
  "torch._utils": `_rebuild_parameter _rebuild_parameter_with_state _rebuild_qtensor _rebuild_tensor _rebuild_tensor_v2
    _rebuild_tensor_v3 _rebuild_sparse_tensor _rebuild_sparse_csr_tensor _rebuild_meta_tensor_no_storage
    _rebuild_nested_tensor _rebuild_wrapper_subclass _rebuild_device_tensor_from_numpy
    _rebuild_device_tensor_from_cpu_tensor`,
  torch: `Size Tensor device float16 float32 float64 bfloat16 uint8 uint16 uint32 uint64 int8 int16 int32 int64 bool
    complex32 complex64 complex128 quint8 qint8 qint32 quint4x2 quint2x4 bits1x8 bits2x4 bits4x2 bits8 bits16
    float8_e5m2 float8_e4m3fn float8_e5m2fnuz float8_e4m3fnuz float8_e8m0fnu float4_e2m1fn_x2
    uint1 uint2 uint3 uint4 uint5 uint6 uint7 int1 int2 int3 int4 int5 int6 int7
    per_tensor_affine per_channel_affine per_channel_affine_float_qparams per_channel_symmetric per_tensor_symmetric
    ${named(`${ALL_ELEMENTS} ComplexFloat ComplexDouble QUInt8 QInt8 QInt32 QUInt4x2 QUInt2x4`, "Storage")}
    ${named(ALL_ELEMENTS, "Tensor")}`,
  "torch.sparse": named(ELEMENTS, "Tensor"),
  "torch.cuda": `${named(`${ALL_ELEMENTS} ComplexFloat ComplexDouble`, "Storage")} ${named(ALL_ELEMENTS, "Tensor")}`,
  "torch.cuda.sparse": named(ELEMENTS, "Tensor"),
  "torch.storage": "UntypedStorage TypedStorage",
};

/** By the whole path: that is how PyTorch looks a name up, wherever the module ends. */
const ALLOWED: ReadonlySet<string> = /* @__PURE__ */ new Set(
  Object.entries(NAMES).flatMap(([module, names]) => readWords(names).map((name) => `${module}.${name}`)),
);
const INERT: NameJudgement = { tier: "inert" };
const REFUSED: NameJudgement = { tier: "dangerous", reason: "torch.load refuses it with weights_only=True" };
const TABLES: ReadonlySet<string> = new Set(["collections.OrderedDict", "collections.Counter"]);

/** What a name is to `weights_only`: allowed exactly as listed, or refused. */
export function judgeForWeights(module: string, name: string): NameJudgement {
  return ALLOWED.has(`${module}.${name}`) ? INERT : REFUSED;
}

/** Notes what `torch.load` would refuse besides names. */
export class WeightsOnly {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  opcode(code: number | undefined): void {
    if (code !== undefined && !OPCODES.has(code)) this.#refuse(`the opcode ${opcodeLabel(code)}`);
  }

  call(callable: unknown): void {
    if (!(callable instanceof Imported)) this.#refuse(`a call of ${render(callable)}`);
  }

  rebuild(class_: unknown): void {
    if (!(class_ instanceof Imported) || class_.judgement.tier !== "inert")
      this.#refuse(`an instance of ${render(class_)}`);
  }

  build(target: unknown): void {
    // An instance of a class that is allowed, whether the class or one of PyTorch's own functions made it.
    const isAllowed =
      target instanceof Made && target.callee instanceof Imported && target.callee.judgement.tier === "inert";
    if (!isAllowed) this.#refuse("a state for what may have none");
  }

  fill(target: unknown, filling: Filling): void {
    const isAllowed =
      filling === "append"
        ? target instanceof Items && target.kind === "list"
        : filling === "set" && (target instanceof Entries || isMadeBy(target, TABLES));
    if (!isAllowed) this.#refuse("to fill what is neither list nor dict");
  }

  persistentId(id: unknown): void {
    const isStorage = id instanceof Items && id.kind === "tuple" && id.items[0] === "storage";
    if (!isStorage && typeof id !== "number") this.#refuse("a persistent id that is no storage");
  }

  #refuse(what: string): void {
    this.#journal.find("weights-only", what, () => ({
      message: `torch.load with weights_only=True refuses ${what}`,
    }));
  }
}

function isMadeBy(target: unknown, names: ReadonlySet<string>): boolean {
  return target instanceof Made && target.callee instanceof Imported && names.has(target.callee.path);
}

/** The names of the classes for some kinds of elements. */
function named(elements: string, suffix: string): string {
  return readWords(elements)
    .map((element) => element + suffix)
    .join(" ");
}
