import type { Danger } from "./judgement.ts";

/** What is dangerous outside the standard library. */
export const LIBRARY_DANGERS: readonly Danger[] = [
  {
    family: "process",
    reason: "runs programs",
    modules: `pexpect ptyprocess psutil sh plumbum fabric execnet multiprocess pathos billiard loky docker win32api
      win32com win32process pythoncom appscript gevent.subprocess gevent.os eventlet.green IPython jupyter_client
      ipykernel pyspark.daemon numpy.distutils numpy.testing torch.multiprocessing torch.distributed.elastic
      torch.distributed.launch torch.distributed.launcher torch.distributed.rpc torch.distributed.run
      torch.utils.bottleneck torch.utils.collect_env`,
    names: "numpy: test",
  },
  {
    family: "code",
    reason: "evaluates text as code",
    modules: `numexpr simpleeval asteval js2py execjs jinja2 mako Cython pyximport numba llvmlite cffi past.translation
      pytest _pytest nose numpy.f2py pandas.core.computation scipy.weave sympy.parsing sympy.plotting
      sympy.utilities.lambdify sympy.utilities.autowrap keras.saving keras.src.saving torch._dynamo torch._export
      torch._functorch torch._inductor torch._jit_internal torch._lazy torch.compile torch.compiler torch.export
      torch.fx torch.jit torch.onnx torch.package torch.testing torch.utils._config_module torch.utils.benchmark
      torch.utils.cpp_extension torch.utils.data.datapipes`,
    names: `
keras.models: load_model model_from_json model_from_yaml
numpy: bmat
numpy.matrixlib.defmatrix: bmat _from_string
pandas: eval
pandas.core.frame: DataFrame.eval DataFrame.query
scipy.stats._distn_infrastructure: rv_generic._attach_argparser_methods rv_generic._construct_argparser
sympy: sympify S lambdify parse_expr preview
sympy.core.sympify: sympify _sympify kernS
sympy.core.singleton: S
torch: compile`,
  },
  {
    family: "import",
    reason: "imports by name",
    modules: "lazy_loader future.standard_library",
    names: `
django.utils.module_loading: import_string
numpy.core: _ufunc_reconstruct
torch._utils: _import_dotted_name
werkzeug.utils: import_string find_modules`,
  },
  {
    family: "native",
    reason: "loads native code",
    modules: "numpy.ctypeslib torch.ops torch._ops torch.classes torch._classes",
  },
  {
    family: "network",
    reason: "reaches the network",
    modules: `requests aiohttp httpx urllib3 boto boto3 botocore paramiko websocket websockets twisted tornado pycurl
      grpc zmq redis pymongo psycopg2 pymysql MySQLdb huggingface_hub fsspec s3fs gcsfs smart_open torch.hub
      torch.utils.model_zoo torch.utils.tensorboard torchvision.datasets.utils`,
    names: "sqlalchemy: create_engine",
  },
  {
    family: "files",
    reason: "reaches the file system",
    modules: `joblib sklearn.externals.joblib h5py netCDF4 numpy.lib.npyio numpy.lib.format numpy.lib._npyio_impl
      numpy.lib._format_impl numpy.lib._datasource pandas.io scipy.io scipy.datasets sklearn.datasets`,
    names: `
dateutil.tz.tz: tzfile
numpy: DataSource fromfile fromregex genfromtxt loadtxt memmap ndarray.dump ndarray.tofile recfromcsv recfromtxt save
  savetxt savez savez_compressed source
numpy.core.memmap: memmap
numpy.core.multiarray: fromfile
numpy.core.records: fromfile
pandas: ExcelFile ExcelWriter HDFStore read_clipboard read_csv read_excel read_feather read_fwf read_gbq read_hdf
  read_html read_json read_orc read_parquet read_sas read_spss read_sql read_sql_query read_sql_table read_stata
  read_table read_xml to_pickle
pandas.core.frame: DataFrame.to_csv DataFrame.to_feather DataFrame.to_parquet DataFrame.to_pickle DataFrame.to_stata
pandas.core.generic: NDFrame.to_csv NDFrame.to_excel NDFrame.to_hdf NDFrame.to_json NDFrame.to_pickle NDFrame.to_sql
torch: from_file save FloatStorage.from_file
torch.storage: UntypedStorage.from_file`,
  },
  {
    family: "unpickling",
    reason: "loads pickles or rebuilds code",
    modules: `dill cloudpickle joblib.externals jsonpickle yaml ruamel hickle klepto ray.cloudpickle pyspark.cloudpickle
      pyspark.serializers pandas.compat.pickle_compat skops.io torch.serialization torch._weights_only_unpickler
      torch.utils.data._utils.serialization`,
    names: `
joblib: load
joblib.numpy_pickle: load
numpy: load
pandas: read_pickle
sklearn.externals.joblib: load
torch: load
torch.storage: _load_from_bytes`,
  },
  {
    family: "packaging",
    reason: "installs or builds packages",
    modules: "wheel conda virtualenv pipenv setuptools_scm",
  },
  {
    family: "scanner",
    reason: "belongs to a scanner of pickles",
    modules: "fickling picklescan modelscan model_unpickler saferpickle modelaudit modelaudit_picklescan",
  },
  {
    family: "module",
    reason: "gives other modules under names of its own",
    modules: "six.moves future.moves future.builtins past.builtins",
  },
];
