import type { InertNames } from "./judgement.ts";

// What pickles of scikit-learn and PyTorch name. As in `libraries.ts`, the modules of scikit-learn are without underscores.

const ESTIMATORS = `
sklearn.base: BaseEstimator
sklearn.calibration: CalibratedClassifierCV _CalibratedClassifier _SigmoidCalibration
sklearn.cluster.affinity_propagation: AffinityPropagation
sklearn.cluster.agglomerative: AgglomerativeClustering FeatureAgglomeration
sklearn.cluster.bicluster: SpectralBiclustering SpectralCoclustering
sklearn.cluster.birch: Birch _CFNode _CFSubcluster
sklearn.cluster.bisect_k_means: BisectingKMeans _BisectingTree
sklearn.cluster.dbscan: DBSCAN
sklearn.cluster.hdbscan.hdbscan: HDBSCAN
sklearn.cluster.kmeans: KMeans MiniBatchKMeans
sklearn.cluster.mean_shift: MeanShift
sklearn.cluster.optics: OPTICS
sklearn.cluster.spectral: SpectralClustering
sklearn.compose.column_transformer: ColumnTransformer
sklearn.compose.target: TransformedTargetRegressor
sklearn.covariance.elliptic_envelope: EllipticEnvelope
sklearn.covariance.empirical_covariance: EmpiricalCovariance
sklearn.covariance.graph_lasso: GraphicalLasso GraphicalLassoCV
sklearn.covariance.robust_covariance: MinCovDet
sklearn.covariance.shrunk_covariance: LedoitWolf OAS ShrunkCovariance
sklearn.cross_decomposition.pls: CCA PLSCanonical PLSRegression PLSSVD
sklearn.datasets.base: Bunch
sklearn.decomposition.dict_learning: DictionaryLearning MiniBatchDictionaryLearning SparseCoder
sklearn.decomposition.factor_analysis: FactorAnalysis
sklearn.decomposition.fastica: FastICA
sklearn.decomposition.incremental_pca: IncrementalPCA
sklearn.decomposition.kernel_pca: KernelPCA
sklearn.decomposition.lda: LatentDirichletAllocation
sklearn.decomposition.nmf: MiniBatchNMF NMF
sklearn.decomposition.pca: PCA
sklearn.decomposition.sparse_pca: MiniBatchSparsePCA SparsePCA
sklearn.decomposition.truncated_svd: TruncatedSVD
sklearn.discriminant_analysis: LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis
sklearn.dummy: DummyClassifier DummyRegressor
sklearn.ensemble.bagging: BaggingClassifier BaggingRegressor
sklearn.ensemble.base: BaseEnsemble
sklearn.ensemble.forest: ExtraTreesClassifier ExtraTreesRegressor RandomForestClassifier RandomForestRegressor
  RandomTreesEmbedding
sklearn.ensemble.gb: GradientBoostingClassifier GradientBoostingRegressor
sklearn.ensemble.gb_losses: BinomialDeviance ExponentialLoss HuberLossFunction LeastAbsoluteError LeastSquaresError
  MultinomialDeviance QuantileLossFunction
sklearn.ensemble.hist_gradient_boosting.binning: _BinMapper
sklearn.ensemble.hist_gradient_boosting.gradient_boosting: HistGradientBoostingClassifier HistGradientBoostingRegressor
sklearn.ensemble.hist_gradient_boosting.predictor: TreePredictor
sklearn.ensemble.iforest: IsolationForest
sklearn.ensemble.stacking: StackingClassifier StackingRegressor
sklearn.ensemble.voting: VotingClassifier VotingRegressor
sklearn.ensemble.weight_boosting: AdaBoostClassifier AdaBoostRegressor
sklearn.feature_extraction.dict_vectorizer: DictVectorizer
sklearn.feature_extraction.hash: FeatureHasher
sklearn.feature_extraction.image: PatchExtractor
sklearn.feature_extraction.text: CountVectorizer HashingVectorizer TfidfTransformer TfidfVectorizer
sklearn.feature_selection.from_model: SelectFromModel
sklearn.feature_selection.rfe: RFE RFECV
sklearn.feature_selection.sequential: SequentialFeatureSelector
sklearn.feature_selection.univariate_selection: GenericUnivariateSelect SelectFdr SelectFpr SelectFwe SelectKBest
  SelectPercentile
sklearn.feature_selection.variance_threshold: VarianceThreshold
sklearn.frozen.frozen: FrozenEstimator
sklearn.gaussian_process.gpc: GaussianProcessClassifier _BinaryGaussianProcessClassifierLaplace
sklearn.gaussian_process.gpr: GaussianProcessRegressor
sklearn.gaussian_process.kernels: CompoundKernel ConstantKernel DotProduct ExpSineSquared Exponentiation Hyperparameter
  KernelOperator Matern Product RBF RationalQuadratic Sum WhiteKernel
sklearn.impute: MissingIndicator SimpleImputer
sklearn.impute.base: MissingIndicator SimpleImputer
sklearn.impute.iterative: IterativeImputer
sklearn.impute.knn: KNNImputer
sklearn.isotonic: IsotonicRegression
sklearn.kernel_approximation: AdditiveChi2Sampler Nystroem PolynomialCountSketch RBFSampler SkewedChi2Sampler
sklearn.kernel_ridge: KernelRidge
sklearn.linear_model.base: LinearRegression
sklearn.linear_model.bayes: ARDRegression BayesianRidge
sklearn.linear_model.coordinate_descent: ElasticNet ElasticNetCV Lasso LassoCV MultiTaskElasticNet MultiTaskElasticNetCV
  MultiTaskLasso MultiTaskLassoCV
sklearn.linear_model.glm.glm: GammaRegressor PoissonRegressor TweedieRegressor
sklearn.linear_model.huber: HuberRegressor
sklearn.linear_model.least_angle: Lars LarsCV LassoLars LassoLarsCV LassoLarsIC
sklearn.linear_model.logistic: LogisticRegression LogisticRegressionCV
sklearn.linear_model.omp: OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV
sklearn.linear_model.passive_aggressive: PassiveAggressiveClassifier PassiveAggressiveRegressor
sklearn.linear_model.perceptron: Perceptron
sklearn.linear_model.quantile: QuantileRegressor
sklearn.linear_model.ransac: RANSACRegressor
sklearn.linear_model.ridge: Ridge RidgeCV RidgeClassifier RidgeClassifierCV
sklearn.linear_model.stochastic_gradient: SGDClassifier SGDOneClassSVM SGDRegressor
sklearn.linear_model.theil_sen: TheilSenRegressor
sklearn.loss.loss: CyAbsoluteError CyExponentialLoss CyHalfBinomialLoss CyHalfGammaLoss CyHalfMultinomialLoss CyHalfPoissonLoss
  CyHalfSquaredError CyHalfTweedieLoss CyHalfTweedieLossIdentity CyHuberLoss CyPinballLoss
sklearn.loss.link: IdentityLink Interval LogLink LogitLink
sklearn.loss.loss: HalfBinomialLoss HalfGammaLoss HalfPoissonLoss HalfSquaredError HalfTweedieLossIdentity
sklearn.manifold.isomap: Isomap
sklearn.manifold.locally_linear: LocallyLinearEmbedding
sklearn.manifold.mds: MDS
sklearn.manifold.spectral_embedding: SpectralEmbedding
sklearn.manifold.t_sne: TSNE
sklearn.metrics.dist_metrics: EuclideanDistance
sklearn.metrics.scorer: _BaseScorer _PredictScorer _ProbaScorer _Scorer _ThresholdScorer
sklearn.mixture.bayesian_mixture: BayesianGaussianMixture
sklearn.mixture.gaussian_mixture: GaussianMixture
sklearn.model_selection.classification_threshold: FixedThresholdClassifier TunedThresholdClassifierCV
sklearn.model_selection.search: GridSearchCV ParameterGrid ParameterSampler RandomizedSearchCV
sklearn.model_selection.search_successive_halving: HalvingGridSearchCV HalvingRandomSearchCV
sklearn.model_selection.split: GroupKFold GroupShuffleSplit KFold LeaveOneGroupOut LeaveOneOut LeavePGroupsOut LeavePOut
  PredefinedSplit RepeatedKFold RepeatedStratifiedKFold ShuffleSplit StratifiedGroupKFold StratifiedKFold
  StratifiedShuffleSplit TimeSeriesSplit
sklearn.multiclass: OneVsOneClassifier OneVsRestClassifier OutputCodeClassifier _ConstantPredictor
sklearn.multioutput: ClassifierChain MultiOutputClassifier MultiOutputRegressor RegressorChain
sklearn.naive_bayes: BernoulliNB CategoricalNB ComplementNB GaussianNB MultinomialNB
sklearn.neighbors.ball_tree: BallTree
sklearn.neighbors.classification: KNeighborsClassifier RadiusNeighborsClassifier
sklearn.neighbors.graph: KNeighborsTransformer RadiusNeighborsTransformer
sklearn.neighbors.kd_tree: KDTree
sklearn.neighbors.kde: KernelDensity
sklearn.neighbors.lof: LocalOutlierFactor
sklearn.neighbors.nca: NeighborhoodComponentsAnalysis
sklearn.neighbors.nearest_centroid: NearestCentroid
sklearn.neighbors.regression: KNeighborsRegressor RadiusNeighborsRegressor
sklearn.neighbors.unsupervised: NearestNeighbors
sklearn.neural_network.multilayer_perceptron: MLPClassifier MLPRegressor
sklearn.neural_network.rbm: BernoulliRBM
sklearn.neural_network.stochastic_optimizers: AdamOptimizer SGDOptimizer
sklearn.pipeline: FeatureUnion Pipeline
sklearn.preprocessing.data: Binarizer KernelCenterer MaxAbsScaler MinMaxScaler Normalizer PowerTransformer
  QuantileTransformer RobustScaler StandardScaler
sklearn.preprocessing.discretization: KBinsDiscretizer
sklearn.preprocessing.encoders: OneHotEncoder OrdinalEncoder
sklearn.preprocessing.function_transformer: FunctionTransformer
sklearn.preprocessing.imputation: Imputer
sklearn.preprocessing.label: LabelBinarizer LabelEncoder MultiLabelBinarizer
sklearn.preprocessing.polynomial: PolynomialFeatures SplineTransformer
sklearn.preprocessing.target_encoder: TargetEncoder
sklearn.random_projection: GaussianRandomProjection SparseRandomProjection
sklearn.semi_supervised.label_propagation: LabelPropagation LabelSpreading
sklearn.semi_supervised.self_training: SelfTrainingClassifier
sklearn.svm.classes: LinearSVC LinearSVR NuSVC NuSVR OneClassSVM SVC SVR
sklearn.tree.classes: DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor
sklearn.utils: Bunch
sklearn.utils.bunch: Bunch`;

const NETWORKS = `
torch.ao.nn.quantized.modules.linear: Linear LinearPackedParams
torch.nn.modules.activation: CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid LogSoftmax
  Mish MultiheadAttention PReLU RReLU ReLU ReLU6 SELU SiLU Sigmoid Softmax Softmax2d Softmin Softplus Softshrink
  Softsign Tanh Tanhshrink Threshold
torch.nn.modules.adaptive: AdaptiveLogSoftmaxWithLoss
torch.nn.modules.batchnorm: BatchNorm1d BatchNorm2d BatchNorm3d LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d
  SyncBatchNorm
torch.nn.modules.channelshuffle: ChannelShuffle
torch.nn.modules.container: Container ModuleDict ModuleList ParameterDict ParameterList Sequential
torch.nn.modules.conv: Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d LazyConv1d LazyConv2d
  LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d
torch.nn.modules.distance: CosineSimilarity PairwiseDistance
torch.nn.modules.dropout: AlphaDropout Dropout Dropout1d Dropout2d Dropout3d FeatureAlphaDropout
torch.nn.modules.flatten: Flatten Unflatten
torch.nn.modules.fold: Fold Unfold
torch.nn.modules.instancenorm: InstanceNorm1d InstanceNorm2d InstanceNorm3d LazyInstanceNorm1d LazyInstanceNorm2d
  LazyInstanceNorm3d
torch.nn.modules.linear: Bilinear Identity LazyLinear Linear NonDynamicallyQuantizableLinear
torch.nn.modules.loss: BCELoss BCEWithLogitsLoss CTCLoss CosineEmbeddingLoss CrossEntropyLoss GaussianNLLLoss
  HingeEmbeddingLoss HuberLoss KLDivLoss L1Loss MSELoss MarginRankingLoss MultiLabelMarginLoss MultiLabelSoftMarginLoss
  MultiMarginLoss NLLLoss NLLLoss2d PoissonNLLLoss SmoothL1Loss SoftMarginLoss TripletMarginLoss
  TripletMarginWithDistanceLoss
torch.nn.modules.module: Module
torch.nn.modules.normalization: CrossMapLRN2d GroupNorm LayerNorm LocalResponseNorm RMSNorm
torch.nn.modules.padding: CircularPad1d CircularPad2d CircularPad3d ConstantPad1d ConstantPad2d ConstantPad3d
  ReflectionPad1d ReflectionPad2d ReflectionPad3d ReplicationPad1d ReplicationPad2d ReplicationPad3d ZeroPad1d ZeroPad2d
  ZeroPad3d
torch.nn.modules.pixelshuffle: PixelShuffle PixelUnshuffle
torch.nn.modules.pooling: AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d
  AdaptiveMaxPool3d AvgPool1d AvgPool2d AvgPool3d FractionalMaxPool2d FractionalMaxPool3d LPPool1d LPPool2d LPPool3d
  MaxPool1d MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d
torch.nn.modules.rnn: GRU GRUCell LSTM LSTMCell RNN RNNBase RNNCell RNNCellBase
torch.nn.modules.sparse: Embedding EmbeddingBag
torch.nn.modules.transformer: Transformer TransformerDecoder TransformerDecoderLayer TransformerEncoder
  TransformerEncoderLayer
torch.nn.modules.upsampling: Upsample UpsamplingBilinear2d UpsamplingNearest2d
torch.nn.parallel.data_parallel: DataParallel
torch.nn.parameter: Buffer Parameter UninitializedBuffer UninitializedParameter
torch.nn.utils.rnn: PackedSequence
torch.nn.utils.spectral_norm: SpectralNorm SpectralNormLoadStateDictPreHook SpectralNormStateDictHook
torch.nn.utils.weight_norm: WeightNorm
torch.optim.adadelta: Adadelta
torch.optim.adafactor: Adafactor
torch.optim.adagrad: Adagrad
torch.optim.adam: Adam
torch.optim.adamax: Adamax
torch.optim.adamw: AdamW
torch.optim.asgd: ASGD
torch.optim.lbfgs: LBFGS
torch.optim.lr_scheduler: ChainedScheduler ConstantLR CosineAnnealingLR CosineAnnealingWarmRestarts CyclicLR
  ExponentialLR LRScheduler LambdaLR LinearLR MultiStepLR MultiplicativeLR OneCycleLR PolynomialLR ReduceLROnPlateau
  SequentialLR StepLR _LRScheduler
torch.optim.nadam: NAdam
torch.optim.radam: RAdam
torch.optim.rmsprop: RMSprop
torch.optim.rprop: Rprop
torch.optim.sgd: SGD
torch.optim.sparse_adam: SparseAdam
torch.utils.data.dataset: ConcatDataset Dataset Subset TensorDataset
torch.utils.data.sampler: BatchSampler RandomSampler Sampler SequentialSampler SubsetRandomSampler WeightedRandomSampler
torch.utils.hooks: RemovableHandle`;

const BUILT = `
sklearn.linear_model.sgd_fast: EpsilonInsensitive Hinge Huber Log ModifiedHuber SquaredEpsilonInsensitive SquaredHinge
  SquaredLoss
sklearn.tree.tree: Tree
torch: Tensor Size device dtype layout memory_format storage BFloat16Storage BoolStorage ByteStorage CharStorage
  ComplexDoubleStorage ComplexFloatStorage DoubleStorage FloatStorage HalfStorage IntStorage LongStorage QInt32Storage
  QInt8Storage QUInt2x4Storage QUInt4x2Storage QUInt8Storage ShortStorage BFloat16Tensor BoolTensor ByteTensor CharTensor
  DoubleTensor FloatTensor HalfTensor IntTensor LongTensor ShortTensor
torch.cuda: BFloat16Storage BoolStorage ByteStorage CharStorage DoubleStorage FloatStorage HalfStorage IntStorage
  LongStorage ShortStorage FloatTensor HalfTensor LongTensor DoubleTensor IntTensor ByteTensor
torch.storage: UntypedStorage TypedStorage _UntypedStorage _TypedStorage
torch.torch_version: TorchVersion`;

const FUNCTIONS = `
sklearn.cluster.kmeans: _kmeans_single_lloyd _kmeans_single_elkan lloyd_iter_chunked_dense elkan_iter_chunked_dense
sklearn.feature_selection.univariate_selection: chi2 f_classif f_regression f_oneway r_regression
sklearn.feature_selection.mutual_info: mutual_info_classif mutual_info_regression
sklearn.metrics.classification: accuracy_score balanced_accuracy_score f1_score log_loss precision_score recall_score
  jaccard_score
sklearn.metrics.ranking: average_precision_score roc_auc_score
sklearn.metrics.regression: max_error mean_absolute_error mean_squared_error median_absolute_error r2_score
  root_mean_squared_error
sklearn.metrics.scorer: _passthrough_scorer
torch.nn.functional: celu dropout elu gelu glu hardsigmoid hardswish hardtanh leaky_relu log_softmax logsigmoid mish prelu
  relu relu6 selu sigmoid silu softmax softplus tanh
torch._C._nn: gelu
torch.serialization: _get_layout
torch.utils.data._utils.collate: default_collate
torch._utils: _rebuild_parameter _rebuild_parameter_with_state _rebuild_qtensor _rebuild_tensor _rebuild_tensor_v2
  _rebuild_tensor_v3 _rebuild_sparse_tensor _rebuild_sparse_csr_tensor _rebuild_meta_tensor_no_storage
  _rebuild_nested_tensor _rebuild_device_tensor_from_numpy _rebuild_device_tensor_from_cpu_tensor`;

const CONSTANTS = `
torch: bfloat16 bool complex32 complex64 complex128 double float float16 float32 float64 float8_e4m3fn float8_e4m3fnuz
  float8_e5m2 float8_e5m2fnuz half int int8 int16 int32 int64 long short uint8 uint16 uint32 uint64 quint8 qint8 qint32
  quint4x2 quint2x4 per_tensor_affine per_channel_affine per_tensor_symmetric per_channel_symmetric
  per_channel_affine_float_qparams strided sparse_coo sparse_csr sparse_csc contiguous_format preserve_format channels_last
  channels_last_3d`;

const CALLING = `
sklearn.metrics.dist_metrics: newObj
sklearn.neighbors.ball_tree: newObj
sklearn.neighbors.kd_tree: newObj
sklearn.loss.loss: __pyx_unpickle_CyHalfBinomialLoss __pyx_unpickle_CyHalfGammaLoss __pyx_unpickle_CyHalfMultinomialLoss
  __pyx_unpickle_CyHalfPoissonLoss __pyx_unpickle_CyHalfSquaredError __pyx_unpickle_CyHalfTweedieLoss
  __pyx_unpickle_CyHalfTweedieLossIdentity __pyx_unpickle_CyAbsoluteError __pyx_unpickle_CyPinballLoss
  __pyx_unpickle_CyHuberLoss __pyx_unpickle_CyExponentialLoss
torch._utils: _rebuild_wrapper_subclass _rebuild_from_type
torch._tensor: _rebuild_from_type_v2 _rebuild_from_type`;

/** The inert names of scikit-learn and PyTorch. */
export const LEARNING: readonly InertNames[] = [
  { kind: "class", names: BUILT },
  { kind: "class", care: "rebuild", names: ESTIMATORS },
  { kind: "class", care: "rebuild", names: NETWORKS },
  { kind: "function", names: FUNCTIONS },
  { kind: "constant", names: CONSTANTS },
  { kind: "function", care: "callable", names: CALLING },
];
