/** What is known of a name. */
type Tier = "inert" | "dangerous" | "unknown";

/** What a dangerous name would reach. `module` is a name that leads through a module to something else. */
type Family =
  | "process"
  | "code"
  | "import"
  | "attributes"
  | "interpreter"
  | "native"
  | "network"
  | "files"
  | "unpickling"
  | "packaging"
  | "scanner"
  | "module";

/**
 * In what an inert name depends on its operands. `attribute`: it reaches an attribute that an argument names. `callable`: it calls
 * an argument, or keeps it to be called. `rebuild`: a class that is harmless when it is made without its constructor and given a
 * plain state, and of which nothing is known when it is called.
 */
type Care = "attribute" | "callable" | "rebuild";

type Kind = "class" | "function" | "constant";

/** What is to be said of one name. */
export interface NameJudgement {
  readonly tier: Tier;
  /** Of a dangerous name. */
  readonly family?: Family;
  /** For people, what it does or is: "runs programs". */
  readonly reason?: string;
  /** Of an inert name. */
  readonly kind?: Kind;
  /** Of an inert name that is inert only as far as its operands are. */
  readonly care?: Care;
}

/** Inert names of one kind, as a table (see `readTable`). */
export interface InertNames {
  readonly kind: Kind;
  readonly care?: Care;
  readonly names: string;
}

/** Names that are dangerous for one reason. */
export interface Danger {
  readonly family: Family;
  readonly reason: string;
  /** Whole modules, with all that is below them. */
  readonly modules?: string;
  /** Single names, as a table (see `readTable`). */
  readonly names?: string;
}
