import { Global } from "../python/index.ts";
import type { DumpSettings } from "./dump-options.ts";
import { formerName, type QualifiedName } from "./module-names.ts";
import * as op from "./opcodes.ts";
import { Unwritable } from "./unwritable.ts";
import type { Writing } from "./writing.ts";

/**
 * Names whose strings CPython makes anew, so that they are written although their equals were memoized: of C types that
 * are called what their module is called.
 */
const MADE_ANEW: ReadonlyMap<string, "name" | "both"> = new Map([
  ["datetime datetime", "name"],
  ["array array", "both"],
]);
const ASCII = /^[\0-\x7f]*$/;

/** Writes the names of classes and functions. */
export class Names {
  readonly #settings: DumpSettings;
  readonly #writing: Writing;

  constructor(settings: DumpSettings, writing: Writing) {
    this.#settings = settings;
    this.#writing = writing;
  }

  /** A name, as a code where one is registered. */
  write(global: Global): void {
    if (this.#writing.memo.recall(global)) return;
    const { module, name } = global;
    const { protocol, plain, registry } = this.#settings;
    if (plain) {
      throw new Unwritable(`it needs the name ${module}.${name}, and "plain" allows no names`, "not-plain");
    }
    const code = protocol >= 2 ? registry.extensions.code(module, name) : undefined;
    if (code === undefined) this.#named(global);
    else this.extension(code);
  }

  #named(global: Global): void {
    const { module, name } = global;
    const { protocol } = this.#settings;
    const { memo } = this.#writing;
    const written = this.#written(global);
    const [writtenModule, writtenName] = written;
    if (memo.recallGlobal(writtenModule, writtenName, global)) return;
    if (protocol >= 4) this.#stackGlobal(module, name);
    else if (name.includes(".")) this.#attributes(module, name.split("."));
    else this.#line(op.GLOBAL, written);
    memo.keepGlobal(writtenModule, writtenName, global);
  }

  /** A name as a number of the extension registry. */
  extension(code: number): void {
    const { out } = this.#writing;
    if (this.#settings.protocol < 2)
      throw new Unwritable("an extension code needs protocol 2", "unsupported-value");
    if (code <= 0xff) {
      out.pair(op.EXT1, code);
    } else if (code <= 0xffff) {
      out.u8(op.EXT2);
      out.u16(code);
    } else {
      out.u8(op.EXT4);
      out.u32(code);
    }
  }

  /** The opcode of protocol 0 for an object of an old class. */
  inst(global: Global): void {
    this.#line(op.INST, this.#written(global));
  }

  /** The name as it is written: before protocol 3 as Python 2 knows it. */
  #written({ module, name, former }: Global): QualifiedName {
    if (!this.#settings.fixImports) return [module, name];
    return former ?? formerName(module, name);
  }

  #stackGlobal(module: string, name: string): void {
    const writing = this.#writing;
    const anew = MADE_ANEW.get(`${module} ${name}`);
    // Both are values to CPython: a frame may end before each.
    writing.out.boundary();
    if (anew === "both") writing.freshString(module);
    else writing.simple.string(module);
    writing.out.boundary();
    if (anew) writing.freshString(name);
    else writing.simple.string(name);
    writing.out.u8(op.STACK_GLOBAL);
  }

  /** Before protocol 4 a nested name is looked up step by step: `getattr(getattr(a, "b"), "c")`. */
  #attributes(module: string, [first = "", ...rest]: readonly string[]): void {
    const writing = this.#writing;
    const { protocol } = this.#settings;
    for (const _ of rest) {
      writing.name("builtins", "getattr");
      if (protocol < 2) writing.out.u8(op.MARK);
    }
    this.#line(op.GLOBAL, this.#written(new Global(module, first)));
    for (const attribute of rest) {
      writing.simple.string(attribute);
      writing.out.u8(protocol < 2 ? op.TUPLE : op.TUPLE2);
      writing.out.u8(op.REDUCE);
    }
  }

  #line(opcode: number, [module, name]: QualifiedName): void {
    const text = `${module}\n${name}\n`;
    if (module === "" || name === "")
      throw new Unwritable("an empty name needs protocol 4", "unsupported-value");
    if (text.split("\n").length !== 3)
      throw new Unwritable("a name with a newline in it", "unsupported-value");
    if (this.#settings.protocol < 3 && !ASCII.test(text)) {
      throw new Unwritable(
        `the name ${module}.${name} is not ASCII: it needs protocol 3`,
        "unsupported-value",
      );
    }
    this.#writing.out.u8(opcode);
    this.#writing.out.utf8(text);
  }
}
