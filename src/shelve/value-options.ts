import type { DumpOptions, LoadOptions } from "../pickle/index.ts";

/** How values become bytes and come back: what `dumps` and `loads` of `pantry/pickle` are told, or functions in their place. */
export interface ValueOptions
  extends Pick<
      LoadOptions,
      | "exact"
      | "dict"
      | "tuples"
      | "unknown"
      | "registry"
      | "encoding"
      | "errors"
      | "lenient"
      | "fixImports"
      | "limits"
    >,
    Pick<DumpOptions, "protocol" | "plain" | "portable"> {
  /**
   * Makes bytes of a value, in place of `dumps`; `protocol` is that of the shelf. It comes together with a `deserializer`, and what one of them throws is
   * thrown as it is. Default: `dumps`.
   */
  readonly serializer?: (value: unknown, protocol: number) => Uint8Array;
  /** Makes a value of such bytes, in place of `loads`. Default: `loads`. */
  readonly deserializer?: (bytes: Uint8Array) => unknown;
}
