import { plainModule } from "./aliases.ts";
import { libraryModule } from "./libraries.ts";
import { keyOf, readTable } from "./table.ts";

/** Names that are neither, and why: most are in modules that are dangerous as a whole. */
const REASONS: readonly (readonly [reason: string, names: string])[] = [
  [
    "takes as long as its operands say",
    `
builtins: pow
operator: mul imul pow ipow lshift ilshift concat iconcat`,
  ],
  [
    "writes to the standard output",
    `
builtins: print`,
  ],
  [
    "keeps what it is given to call it later",
    `
functools: lru_cache _lru_cache_wrapper cached_property total_ordering cache
types: MethodType
logging: Handler NullHandler Logger RootLogger LoggerAdapter Manager PlaceHolder`,
  ],
  [
    "wraps what it is given as a file",
    `
urllib.error: HTTPError`,
  ],
  [
    "is data that a program would look into",
    `
types: ModuleType CellType
inspect: _empty _void
difflib: SequenceMatcher Differ HtmlDiff unified_diff context_diff ndiff get_close_matches`,
  ],
  [
    "has a state that is run as source when it is set",
    `
scipy.stats.distn_infrastructure: rv_generic rv_continuous rv_discrete rv_sample rv_histogram
scipy.stats.continuous_distns: norm_gen beta_gen gamma_gen expon_gen uniform_gen lognorm_gen t_gen chi2_gen f_gen rv_histogram
scipy.stats.discrete_distns: poisson_gen binom_gen randint_gen bernoulli_gen geom_gen`,
  ],
  [
    "evaluates operands that are text",
    `
sympy.core.add: Add
sympy.core.mul: Mul
sympy.core.power: Pow
sympy.core.containers: Tuple Dict
sympy.core.function: Function AppliedUndef Derivative Lambda
sympy.core.relational: Equality Unequality StrictLessThan StrictGreaterThan LessThan GreaterThan
sympy.concrete.summations: Sum
sympy.functions.elementary.complexes: Abs
sympy.functions.elementary.exponential: exp log
sympy.functions.elementary.piecewise: ExprCondPair Piecewise
sympy.functions.elementary.trigonometric: sin cos tan asin acos atan atan2
sympy.integrals.integrals: Integral
sympy.logic.boolalg: And Or Not
sympy.matrices.dense: MutableDenseMatrix
sympy.matrices.immutable: ImmutableDenseMatrix
sympy.polys.polytools: Poly
sympy.sets.sets: FiniteSet Interval`,
  ],
  [
    "opens a file that its state names",
    `
joblib.numpy_pickle_compat: NDArrayWrapper ZNDArrayWrapper
joblib.numpy_pickle: NDArrayWrapper ZNDArrayWrapper
sklearn.externals.joblib.numpy_pickle: NDArrayWrapper ZNDArrayWrapper`,
  ],
];

const NAMES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  REASONS.flatMap(([reason, names]) =>
    readTable(names).map(
      ([module, name]) => [keyOf(plainModule(libraryModule(module)), name), reason] as const,
    ),
  ),
);

/** Why nothing better can be said of exactly this name, where it is listed. */
export function reasonForDoubt(module: string, name: string): string | undefined {
  return NAMES.get(keyOf(module, name));
}
