import type { DumpSettings } from "./dump-options.ts";

/** What is shared can unfold without end in the members of sets. */
const LONGEST_MEMBERS = 2 ** 28;

type Marshal = { marshal(value: unknown): Uint8Array };
/** Makes what marshals as these settings say. */
type Make = (settings: DumpSettings) => Marshal;

/** Marshals each member of a set on its own: what has an index elsewhere must not change its place. */
export class MemberMarshaller {
  readonly #settings: DumpSettings;
  readonly #make: Make;
  readonly #fail: (reason: string) => Error;
  /** What marshals members that refer to nothing. */
  #plain: Marshal | undefined;
  /** How many bytes the members took that are containers: each has all that they share. */
  #bytes = 0;

  constructor(settings: DumpSettings, make: Make, fail: (reason: string) => Error) {
    this.#settings = settings;
    this.#make = make;
    this.#fail = fail;
  }

  /** The bytes of a member. */
  marshal(member: unknown): Uint8Array {
    const { refs } = this.#settings;
    if (typeof member !== "object") {
      this.#plain ??= this.#make({ ...this.#settings, refs: "none" });
      return this.#plain.marshal(member);
    }
    const bytes = this.#make({ ...this.#settings, refs: refs === "all" ? "shared" : refs }).marshal(member);
    this.#bytes += bytes.length;
    if (this.#bytes <= LONGEST_MEMBERS) return bytes;
    throw this.#fail(`members of sets take more than ${LONGEST_MEMBERS} bytes`);
  }
}
