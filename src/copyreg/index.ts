/**
 * Which class of this program stands for which name in Python, and how its instances are taken apart and built
 * again: Python's `copyreg`, and the allow-list of everything that reads pickles.
 *
 * @module
 */
export type { Extensions } from "./extensions.ts";
export {
  addExtension,
  clearExtensionCache,
  defaultRegistry,
  pickle,
  register,
  removeExtension,
} from "./functions.ts";
export type { Class, Reduced, RegisterOptions, Registration, State } from "./registration.ts";
export {
  checkConstructor as constructor,
  type ReduceFunction,
  type ReduceValue,
  Registry,
} from "./registry.ts";
