import type { InertNames } from "./judgement.ts";
import { LEARNING } from "./learning.ts";

// What ordinary pickles of the scientific libraries name. Modules of numpy, scipy and scikit-learn are written without the
// underscores that their parts begin with: those came and went (`scipy.sparse.csr`, `scipy.sparse._csr`).

/** Classes that are called, and only keep or convert what they are given. */
const BUILT = `
dateutil.relativedelta: relativedelta
dateutil.tz.tz: tzutc tzlocal tzoffset
numpy: dtype bool_ bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 intc uintc longlong ulonglong intp uintp float16
  float32 float64 float128 longdouble complex64 complex128 complex256 clongdouble str_ bytes_ unicode_ string_ object_ void
  datetime64 timedelta64 generic number integer signedinteger unsignedinteger inexact floating complexfloating flexible
  character half single double byte ubyte short ushort int_ uint float_ complex_ matrix record
  poly1d finfo iinfo
numpy.core.records: record
numpy.matrixlib.defmatrix: matrix
numpy.ma.core: MaskedArray
numpy.random.mtrand: RandomState
numpy.random.bit_generator: SeedSequence
numpy.rec: record
numpy.linalg: LinAlgError
numpy.linalg.linalg: LinAlgError
pandas._libs.missing: NAType
pandas._libs.tslibs.nattype: NaTType
pandas._libs.tslibs.timedeltas: Timedelta
pandas._libs.interval: Interval
pandas.core.internals.managers: BlockManager SingleBlockManager
pandas._libs.sparse: IntIndex
pandas._libs.tslibs.offsets: BQuarterBegin BQuarterEnd BYearBegin BYearEnd BaseOffset BusinessDay BusinessHour
  BusinessMonthBegin BusinessMonthEnd CustomBusinessDay CustomBusinessHour CustomBusinessMonthBegin
  CustomBusinessMonthEnd DateOffset Day Easter FY5253 FY5253Quarter Hour LastWeekOfMonth Micro Milli Minute MonthBegin
  MonthEnd Nano QuarterBegin QuarterEnd Second SemiMonthBegin SemiMonthEnd Tick Week WeekOfMonth YearBegin YearEnd
pandas._libs.tslibs.period: Period
pytz.tzinfo: StaticTzInfo DstTzInfo BaseTzInfo`;

/** Arrays, which can be laid over bytes that they are given, as if those were objects. */
const ARRAYS = `
numpy: ndarray chararray recarray
numpy.core.records: recarray
numpy.rec: recarray`;

/** Classes that may open a file for a time zone. */
const ZONED = `
pandas._libs.tslibs.timestamps: Timestamp
pandas.tslib: Timestamp`;

/** Classes that are rebuilt with a state. What a call of them does is another matter. */
const REBUILT = `
joblib.numpy_pickle: NumpyArrayWrapper
sklearn.externals.joblib.numpy_pickle: NumpyArrayWrapper
networkx.classes.graph: Graph
networkx.classes.digraph: DiGraph
networkx.classes.multigraph: MultiGraph
networkx.classes.multidigraph: MultiDiGraph
numpy.core.getlimits: MachArLike
numpy.ma.core: MaskedConstant mvoid
numpy.polynomial.chebyshev: Chebyshev
numpy.polynomial.hermite: Hermite
numpy.polynomial.hermite_e: HermiteE
numpy.polynomial.laguerre: Laguerre
numpy.polynomial.legendre: Legendre
numpy.polynomial.polynomial: Polynomial
pandas.core.arrays.boolean: BooleanArray BooleanDtype
pandas.core.arrays.categorical: Categorical
pandas.core.arrays.datetimes: DatetimeArray
pandas.core.arrays.floating: Float32Dtype Float64Dtype FloatingArray
pandas.core.arrays.integer: Int16Dtype Int32Dtype Int64Dtype Int8Dtype IntegerArray UInt16Dtype UInt32Dtype UInt64Dtype
  UInt8Dtype
pandas.core.arrays.interval: IntervalArray
pandas.core.arrays.numpy_: NumpyExtensionArray PandasArray
pandas.core.arrays.period: PeriodArray
pandas.core.arrays.sparse.array: SparseArray
pandas.core.arrays.sparse.dtype: SparseDtype
pandas.core.arrays.string_: StringArray StringDtype
pandas.core.arrays.timedeltas: TimedeltaArray
pandas.core.dtypes.dtypes: CategoricalDtype DatetimeTZDtype IntervalDtype NumpyEADtype PandasDtype PeriodDtype
  SparseDtype
pandas.core.flags: Flags
pandas.core.frame: DataFrame
pandas.core.groupby.generic: DataFrameGroupBy NamedAgg SeriesGroupBy
pandas.core.groupby.grouper: Grouping
pandas.core.groupby.ops: BaseGrouper
pandas.core.indexes.base: Index
pandas.core.indexes.category: CategoricalIndex
pandas.core.indexes.datetimes: DatetimeIndex
pandas.core.indexes.frozen: FrozenList
pandas.core.indexes.interval: IntervalIndex
pandas.core.indexes.multi: MultiIndex
pandas.core.indexes.numeric: Float64Index Int64Index UInt64Index
pandas.core.indexes.period: PeriodIndex
pandas.core.indexes.range: RangeIndex
pandas.core.indexes.timedeltas: TimedeltaIndex
pandas.core.internals.blocks: Block
pandas.core.resample: TimeGrouper
pandas.core.series: Series
pandas.core.window.rolling: Rolling
pandas.errors: ParserError
scipy.interpolate.bsplines: BSpline
scipy.interpolate.cubic: Akima1DInterpolator CubicHermiteSpline CubicSpline PchipInterpolator
scipy.interpolate.fitpack2: InterpolatedUnivariateSpline LSQUnivariateSpline RectBivariateSpline UnivariateSpline
scipy.interpolate.interpolate: BPoly PPoly interp1d
scipy.interpolate.polyint: BarycentricInterpolator KroghInterpolator
scipy.interpolate.rbfinterp: RBFInterpolator
scipy.interpolate.rgi: RegularGridInterpolator
scipy.optimize.optimize: OptimizeResult
scipy.sparse.arrays: bsr_array coo_array csc_array csr_array dia_array dok_array lil_array
scipy.sparse.bsr: bsr_matrix
scipy.sparse.coo: coo_matrix
scipy.sparse.csc: csc_matrix
scipy.sparse.csr: csr_matrix
scipy.sparse.dia: dia_matrix
scipy.sparse.dok: dok_matrix
scipy.sparse.lil: lil_matrix
scipy.spatial.ckdtree: cKDTree cKDTreeNode
scipy.spatial.kdtree: KDTree
scipy.spatial.transform.rotation: Rotation
scipy.stats.covariance: CovViaPSD
scipy.stats.distn_infrastructure: rv_continuous_frozen rv_discrete_frozen rv_frozen
scipy.stats.kde: gaussian_kde
scipy.stats.multivariate: _PSD multivariate_normal_frozen multivariate_normal_gen
scipy.stats.stats_mstats_common: LinregressResult
scipy.stats.stats_py: Ttest_indResult
sympy.core.numbers: Integer Rational Float Zero One NegativeOne Half NaN Infinity NegativeInfinity ComplexInfinity Exp1 Pi
  ImaginaryUnit GoldenRatio EulerGamma Catalan
sympy.core.symbol: Symbol Dummy
sympy.logic.boolalg: BooleanTrue BooleanFalse`;

/** Functions that rebuild values, and functions of numbers, which are kept by name. */
const FUNCTIONS = `
numpy.core.multiarray: _reconstruct scalar
numpy.core.numeric: _frombuffer
numpy.core: _DType_reconstruct
pandas._libs.internals: _unpickle_block
pandas._libs.tslibs.nattype: __nat_unpickle
pandas._libs.tslibs.timedeltas: _timedelta_unpickle
pandas._libs.tslibs.timestamps: _unpickle_timestamp
pandas.tslib: _unpickle_timestamp __nat_unpickle
pytz: _UTC _p UTC
numpy: abs absolute add all amax amin any argmax argmin average ceil clip cos divide exp expm1 floor isnan log log10 log1p
  log2 max maximum mean median min minimum multiply negative percentile power prod quantile round sign sin sort sqrt
  square std subtract sum tan tanh var
numpy.core.multiarray_umath: absolute add ceil cos cosh divide exp exp2 expm1 floor greater hypot less log log10 log1p log2
  maximum minimum multiply negative power reciprocal rint sign sin sinh sqrt square subtract tan tanh true_divide
scipy.special.ufuncs: erf erfc expit gamma gammaln logit`;

/** Names of values. */
const CONSTANTS = `
pandas._libs.lib: _NoDefault no_default
pandas._libs.missing: NA`;

/** What calls a class that it is given. */
const CALLING = `
numpy: vectorize
numpy.ma.core: _mareconstruct
numpy.random.bit_generator: __pyx_unpickle_SeedSequence
numpy.random.pickle: __bit_generator_ctor __generator_ctor __randomstate_ctor
pandas._libs.arrays: __pyx_unpickle_NDArrayBacked
pandas._libs.interval: __pyx_unpickle_IntervalMixin
pandas.core.indexes.base: _new_Index
pandas.core.indexes.datetimes: _new_DatetimeIndex
pandas.core.indexes.interval: _new_IntervalIndex
pandas.core.indexes.period: _new_PeriodIndex`;

/** The inert names outside the standard library. */
export const LIBRARIES: readonly InertNames[] = [
  { kind: "class", names: BUILT },
  { kind: "class", care: "callable", names: ARRAYS },
  { kind: "class", care: "callable", names: ZONED },
  { kind: "class", care: "rebuild", names: REBUILT },
  { kind: "function", names: FUNCTIONS },
  { kind: "constant", names: CONSTANTS },
  { kind: "function", care: "callable", names: CALLING },
  ...LEARNING,
];

const BARE_PARTS: ReadonlySet<string> = /* @__PURE__ */ new Set(["numpy", "scipy", "sklearn"]);

/** Where modules were before, or are now. */
const MOVED: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  Object.entries({
    "pandas.core.index": "pandas.core.indexes.base",
    "pandas.core.internals": "pandas.core.internals.managers",
    "pandas.indexes.base": "pandas.core.indexes.base",
    "pandas.indexes.multi": "pandas.core.indexes.multi",
    "pandas.indexes.numeric": "pandas.core.indexes.numeric",
    "pandas.indexes.range": "pandas.core.indexes.range",
    "pandas.tseries.index": "pandas.core.indexes.datetimes",
    "pandas.tseries.offsets": "pandas._libs.tslibs.offsets",
    "sklearn.cluster.affinity_propagation_": "sklearn.cluster.affinity_propagation",
    "sklearn.cluster.dbscan_": "sklearn.cluster.dbscan",
    "sklearn.cluster.hierarchical": "sklearn.cluster.agglomerative",
    "sklearn.cluster.k_means_": "sklearn.cluster.kmeans",
    "sklearn.cluster.mean_shift_": "sklearn.cluster.mean_shift",
    "sklearn.cluster.optics_": "sklearn.cluster.optics",
    "sklearn.decomposition.online_lda": "sklearn.decomposition.lda",
    "sklearn.ensemble.gradient_boosting": "sklearn.ensemble.gb",
    "sklearn.ensemble.voting_classifier": "sklearn.ensemble.voting",
    "sklearn.feature_extraction.hashing": "sklearn.feature_extraction.hash",
    "sklearn.neighbors.dist_metrics": "sklearn.metrics.dist_metrics",
    "sklearn.tree.tree": "sklearn.tree.classes",
  }),
);

/** No listed module has as many parts. */
const MOST_PARTS = 8;

/** The one name that the tables have for a module of a library. */
export function libraryModule(module: string): string {
  const [head = "", ...parts] = module.split(".", MOST_PARTS);
  const bare = BARE_PARTS.has(head)
    ? [head, ...parts.map((part) => part.replace(/^_+/, ""))].join(".")
    : module;
  return MOVED.get(bare) ?? bare;
}
