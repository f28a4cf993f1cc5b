/** Why a case of Python's own tests cannot pass, by its name. */
export type Exclusions = Readonly<Record<string, string>>;

/** With the helper. */
export const ASSISTED: Exclusions = {};

/** Without the helper, besides those above. */
export const PLAIN: Exclusions = {};
