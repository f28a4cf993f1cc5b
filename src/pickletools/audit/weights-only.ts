// What `torch.load(weights_only=True)` takes (PyTorch 2.6 and later, torch/_weights_only_unpickler.py): some opcodes, some
// names, and for each opcode that fills or calls something, what that may be.

import { opcodeLabel } from "../../pickle/opcode-names.ts";
import * as op from "../../pickle/opcodes.ts";
import type { Journal } from "./journal.ts";
import type { NameJudgement } from "./names/judge.ts";
import { Entries, Imported, Items, Made } from "./nodes.ts";
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

const NAMES: { readonly [module: string]: string } = {
  collections: "OrderedDict Counter",
  builtins: "bytearray set complex",
  __builtin__: "bytearray set complex",
  _codecs: "encode",
  "torch.nn.parameter": "Parameter",
  "torch.serialization": "_get_layout",
  "torch._tensor": "_rebuild_from_type_v2",
  "torch._utils":
    "_rebuild_parameter _rebuild_parameter_with_state _rebuild_qtensor _rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_sparse_tensor _rebuild_meta_tensor_no_storage _rebuild_nested_tensor _rebuild_wrapper_subclass _rebuild_device_tensor_from_numpy _rebuild_device_tensor_from_cpu_tensor",
  torch:
    "Size Tensor device " +
    "float16 half float32 float float64 double bfloat16 uint8 uint16 uint32 uint64 int8 int16 short int32 int int64 long bool complex32 chalf complex64 cfloat complex128 cdouble quint8 qint8 qint32 quint4x2 quint2x4 bits1x8 bits2x4 bits4x2 bits8 bits16 float8_e5m2 float8_e4m3fn float8_e5m2fnuz float8_e4m3fnuz float8_e8m0fnu float4_e2m1fn_x2 uint1 uint2 uint3 uint4 uint5 uint6 uint7 int1 int2 int3 int4 int5 int6 int7 " +
    "BoolTensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor BFloat16Tensor IntTensor LongTensor ShortTensor " +
    "BoolStorage ByteStorage CharStorage DoubleStorage FloatStorage HalfStorage BFloat16Storage IntStorage LongStorage ShortStorage ComplexFloatStorage ComplexDoubleStorage QUInt8Storage QInt8Storage QInt32Storage QUInt4x2Storage QUInt2x4Storage " +
    "per_tensor_affine per_channel_affine per_channel_affine_float_qparams per_channel_symmetric per_tensor_symmetric",
  "torch.storage": "UntypedStorage TypedStorage",
};

const ALLOWED: ReadonlySet<string> = new Set(
  Object.entries(NAMES).flatMap(([module, names]) => names.split(" ").map((name) => `${module} ${name}`)),
);
const INERT: NameJudgement = { tier: "inert" };
const REFUSED: NameJudgement = { tier: "dangerous", reason: "torch.load refuses it with weights_only=True" };
const TABLES: ReadonlySet<string> = new Set(["collections.OrderedDict", "collections.Counter"]);
const STATEFUL: ReadonlySet<string> = new Set([
  "torch.Tensor",
  "torch.nn.parameter.Parameter",
  "collections.OrderedDict",
]);

/** What a name is to `weights_only`: allowed exactly as listed, or refused. */
export function judgeForWeights(module: string, name: string): NameJudgement {
  return ALLOWED.has(`${module} ${name}`) ? INERT : REFUSED;
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
    if (!isMadeBy(target, STATEFUL) && !isRebuilt(target)) this.#refuse("a state for what may have none");
  }

  fill(target: unknown, filling: "append" | "set" | "add"): void {
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

/** A tensor that one of PyTorch's own functions rebuilt. */
function isRebuilt(target: unknown): boolean {
  return (
    target instanceof Made && target.callee instanceof Imported && target.callee.module === "torch._utils"
  );
}
