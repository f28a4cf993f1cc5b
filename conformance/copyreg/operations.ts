import { addExtension, removeExtension } from "pantry/copyreg";
import type { Operations } from "../serve.ts";

/** A name and its code. */
interface Registered {
  readonly module: string;
  readonly name: string;
  readonly code: number;
}

/** What Python asks of `pantry/copyreg`. */
export const COPYREG_OPERATIONS: Operations = {
  addExtension: ({ module, name, code }: Registered) => {
    addExtension(module, name, code);
    return {};
  },
  removeExtension: ({ module, name, code }: Registered) => {
    removeExtension(module, name, code);
    return {};
  },
};
