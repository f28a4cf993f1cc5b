declare module "jpickle" {
  /** The classes that pickles may name. */
  export const emulated: Record<string, new () => object>;
  /** What a pickle holds; its bytes are given as latin-1. */
  export function loads(text: string): unknown;
}
