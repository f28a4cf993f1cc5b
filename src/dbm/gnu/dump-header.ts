/** What is dumped: a database, or other pairs of bytes. */
export type Entries = Iterable<readonly [key: Uint8Array, value: Uint8Array]>;

/** What a text dump says of the file that it was made from. A binary one says nothing. */
export interface DumpHeader {
  /** The version of the dump's format, as `"1.1"`. It is read only. */
  readonly version?: string;
  /** The file's name. */
  readonly file?: string;
  /** Who it belonged to, as a number. */
  readonly uid?: number;
  /** Who it belonged to, by name. */
  readonly user?: string;
  /** Which group it belonged to, as a number. */
  readonly gid?: number;
  /** Which group it belonged to, by name. */
  readonly group?: string;
  /** Its permissions, as `0o644`. */
  readonly mode?: number;
  /** Whether its header had a counter of syncs. */
  readonly format?: "standard" | "numsync";
}
