import type { PythonArray } from "./array.ts";
import type { ByteArray } from "./byte-array.ts";
import type { CodeObject } from "./code-object.ts";
import type { DateOnly, DateTime, TimeOnly } from "./datetime.ts";
import type { Decimal } from "./decimal.ts";
import type { Deque } from "./deque.ts";
import type { PythonException } from "./exception.ts";
import type { Fraction } from "./fraction.ts";
import type { FrozenDict } from "./frozen-dict.ts";
import type { FrozenSet } from "./frozen-set.ts";
import type { Global } from "./global.ts";
import type { Instance } from "./instance.ts";
import type { Counter, DefaultDict, OrderedDict } from "./mappings.ts";
import type { SimpleNamespace } from "./namespace.ts";
import type { Complex, Float, Int, Long } from "./numbers.ts";
import type { PurePath } from "./path.ts";
import type { Range } from "./range.ts";
import type { Extension, PersistentId } from "./references.ts";
import type { EllipsisType, NotImplementedType } from "./singletons.ts";
import type { Slice } from "./slice.ts";
import type { CodePointString, Python2String } from "./strings.ts";
import type { TimeDelta, TimeZone } from "./timedelta.ts";
import type { Tuple } from "./tuple.ts";
import type { UUID } from "./uuid.ts";

/** The typed arrays that stand for Python's `array.array`. (A `Uint8Array` is `bytes`.) */
export type NumberArray =
  | Int8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** Every value that stands for a Python value, natural or exact. */
export type PythonValue =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | NumberArray
  | Date
  | Error
  | PythonValue[]
  | { [key: string]: PythonValue }
  | Map<PythonValue, PythonValue>
  | Set<PythonValue>
  | ByteArray
  | CodeObject
  | CodePointString
  | Complex
  | Counter<PythonValue, PythonValue>
  | DateOnly
  | DateTime
  | Decimal
  | DefaultDict<PythonValue, PythonValue>
  | Deque<PythonValue>
  | EllipsisType
  | Extension
  | Float
  | Fraction
  | FrozenDict<PythonValue, PythonValue>
  | FrozenSet<PythonValue>
  | Global
  | Instance
  | Int
  | Long
  | NotImplementedType
  | OrderedDict<PythonValue, PythonValue>
  | PersistentId
  | PurePath
  | Python2String
  | PythonArray
  | PythonException
  | Range
  | SimpleNamespace
  | Slice
  | TimeDelta
  | TimeOnly
  | TimeZone
  | Tuple<PythonValue>
  | UUID;
