import * as copyreg from "pantry/copyreg";
import type { Operations } from "../serve.ts";

/** A name and its code. */
interface Registered {
  readonly module: string;
  readonly name: string;
  readonly code: number;
}

/** Whether what was given can be called; `null` for what was not given. Functions of Python's stay there. */
interface Callables {
  readonly reduce: boolean;
  readonly constructorOf: boolean | null;
}

/** What Python asks of `pantry/copyreg`. */
export const COPYREG_OPERATIONS: Operations = {
  addExtension: ({ module, name, code }: Registered) => {
    copyreg.addExtension(module, name, code);
    return {};
  },
  removeExtension: ({ module, name, code }: Registered) => {
    copyreg.removeExtension(module, name, code);
    return {};
  },
  pickle: ({ reduce, constructorOf }: Callables) => {
    const { pickle } = copyreg;
    pickle(class {}, standIn(reduce) as never, constructorOf === null ? undefined : standIn(constructorOf));
    return {};
  },
  constructor: ({ constructorOf }: Callables) => {
    copyreg.constructor(standIn(constructorOf === true));
    return {};
  },
};

function standIn(isCallable: boolean): unknown {
  return isCallable ? () => "" : "what cannot be called";
}
