"""numpy, scipy and sympy: arrays, sparse matrices, expressions; also as .npy, .npz and joblib files."""

import io
import pickle

import joblib
import numpy as np
import scipy.interpolate
import scipy.sparse
import scipy.spatial
import scipy.stats
import sympy

x, y = sympy.symbols("x y")
RECORDS = np.array([(1, 2.5, b"a")], dtype=[("a", "i4"), ("b", "f8"), ("c", "S3")])

ARRAYS = {
    **{
        "dtype-" + name: np.arange(4).astype(name)
        for name in ["bool", "i1", "u1", "i2", "i4", "i8", "u8", "f2", "f4", "f8", "c8", "c16", ">i4", ">f8"]
    },
    "empty": np.zeros((0, 3)),
    "scalar-array": np.array(5),
    "fortran": np.asfortranarray(np.ones((2, 3))),
    "texts": np.array(["a", "bc"]),
    "bytes": np.array([b"a", b"bc"]),
    "objects": np.array([1, "a", None, [2]], dtype=object),
    "dates": np.array(["2024-01-01", "NaT"], dtype="M8[D]"),
    "durations": np.array([1, 2], dtype="m8[s]"),
    "records": RECORDS,
    "recarray": RECORDS.view(np.recarray),
    "masked": np.ma.array([1.0, 2.0], mask=[0, 1]),
    "matrix": np.matrix([[1, 2]]),
    "large": np.arange(5000.0),
}
OBJECTS = {
    "scalars": [
        np.float64(1.5),
        np.int32(3),
        np.bool_(True),
        np.datetime64("2024-01-01"),
        np.str_("a"),
        np.void(b"ab"),
    ],
    "dtypes": [np.dtype("f8"), np.dtype([("a", "i4")]), np.float32],
    "functions": [np.add, np.sin, np.mean],
    "poly": np.polynomial.Polynomial([1, 2, 3]),
    "poly1d": np.poly1d([1, 2]),
    "random-generator": np.random.default_rng(5),
    "random-pcg": np.random.PCG64(5),
    "random-state": np.random.RandomState(5),
    "random-sequence": np.random.SeedSequence(5),
    **{
        "sparse-" + kind: scipy.sparse.random(5, 5, 0.3, kind, random_state=5)
        for kind in ["csr", "csc", "coo", "lil", "dok", "dia", "bsr"]
    },
    "interpolation": scipy.interpolate.interp1d([1, 2, 3], [4, 5, 6]),
    "spline": scipy.interpolate.UnivariateSpline([1, 2, 3, 4, 5], [1, 4, 9, 16, 25]),
    "kdtree": scipy.spatial.cKDTree([[0, 0], [1, 1]]),
    "rotation": scipy.spatial.transform.Rotation.from_euler("x", 90, True),
    "distribution": scipy.stats.norm(1, 2),
    "distribution-class": scipy.stats.gamma,
    "test-result": scipy.stats.ttest_ind([1, 2, 3], [2, 3, 5]),
    "sympy-expression": x**2 + sympy.sin(y) / 3,
    "sympy-matrix": sympy.Matrix([[1, x], [y, 2]]),
    "sympy-numbers": [sympy.Rational(1, 3), sympy.pi, sympy.oo, sympy.I],
    "sympy-poly": sympy.Poly(x**2 + 1, x),
    "sympy-set": sympy.Interval(0, 1),
}


def files():
    for name, value in {**ARRAYS, **OBJECTS}.items():
        for protocol in (0, 2, 4, 5):
            try:
                data = pickle.dumps(value, protocol)
            except Exception:
                continue
            yield "%s.%d.pkl" % (name, protocol), data
    for name, value in ARRAYS.items():
        yield name + ".npy", saved(np.save, value)
    yield "arrays.npz", saved(np.savez, ARRAYS["dtype-f8"], named=ARRAYS["objects"])
    yield "compressed.npz", saved(np.savez_compressed, ARRAYS["dtype-f8"], ARRAYS["texts"])
    yield "sparse.npz", saved(scipy.sparse.save_npz, OBJECTS["sparse-csr"])
    mixed = {
        "weights": ARRAYS["dtype-f8"],
        "names": ARRAYS["objects"],
        "more": [ARRAYS["fortran"], RECORDS],
        "steps": 3,
    }
    for name, value in {**ARRAYS, "mixed": mixed}.items():
        yield name + ".joblib", saved(joblib.dump, value, flipped=True)
    for kind in ["zlib", "gzip", "bz2", "xz", "lzma"]:
        yield "mixed-%s.joblib" % kind, saved(joblib.dump, mixed, flipped=True, compress=(kind, 3))


def saved(save, *values, flipped=False, **more):
    file = io.BytesIO()
    save(*values, file, **more) if flipped else save(file, *values, **more)
    return file.getvalue()
