"""pandas: frames, series and indexes of every kind."""

import pickle

import numpy as np
import pandas as pd

DAYS = pd.date_range("2024-01-01", periods=4)
COLUMNS = {
    "integers": [1, 2, 3, 4],
    "floats": [1.5, np.nan, 2.5, 3.0],
    "texts": ["a", None, "c", "d"],
    "booleans": [True, False, True, False],
    "dates": DAYS,
    "zoned": DAYS.tz_localize("Europe/Paris"),
    "utc": DAYS.tz_localize("UTC"),
    "durations": pd.to_timedelta([1, 2, 3, 4], unit="h"),
    "periods": pd.period_range("2024-01", periods=4, freq="M"),
    "categories": pd.Categorical(["x", "y", "x", None]),
    "ordered": pd.Categorical(["x", "y", "x", "y"], ordered=True),
    "intervals": pd.interval_range(0, 4),
    "nullable-integers": pd.array([1, None, 3, 4], dtype="Int64"),
    "nullable-booleans": pd.array([True, None, True, False], dtype="boolean"),
    "nullable-floats": pd.array([1.5, None, 2, 3], dtype="Float64"),
    "strings": pd.array(["a", None, "c", "d"], dtype="string"),
    "sparse": pd.arrays.SparseArray([0, 0, 1, 2]),
    "lists": [[1], [2, 3], [], None],
    "complexes": [1j, 2j, 3, 4],
}
FRAME = pd.DataFrame({"a": [1, 2, 1, 2], "b": [1.5, 2.5, 3.5, 4.5], "c": list("wxyz")})


def objects():
    for name, values in COLUMNS.items():
        yield "series-" + name, pd.Series(values)
        yield "frame-" + name, pd.DataFrame({name: values})
        if name not in ("sparse", "lists"):
            yield "index-" + name, pd.Index(values)
    yield "frame-mixed", FRAME
    yield "frame-empty", pd.DataFrame()
    yield "frame-indexed", FRAME.set_index("c")
    yield "frame-many-levels", FRAME.set_index(["a", "c"])
    yield "frame-columns-levels", FRAME.pivot_table(index="a", columns="c", values="b")
    yield "frame-attributes", attributed()
    yield "range-index", pd.RangeIndex(5)
    yield "scalars", [
        pd.Timestamp("2024-01-01"),
        pd.Timestamp("2024-01-01", tz="UTC"),
        pd.Timedelta(hours=1),
        pd.Period("2024-01"),
        pd.NaT,
        pd.NA,
        pd.Interval(0, 1),
    ]
    yield "offsets", [pd.offsets.MonthEnd(2), pd.offsets.BDay(), pd.offsets.Week(weekday=1)]
    yield "dtypes", [pd.Int64Dtype(), pd.CategoricalDtype(["a"]), pd.StringDtype(), pd.DatetimeTZDtype(tz="UTC")]
    yield "grouped", FRAME.groupby("a")
    yield "rolling", FRAME["b"].rolling(2)


def attributed():
    frame = FRAME.copy()
    frame.attrs["source"] = "sensor"
    return frame


def files():
    for name, value in objects():
        for protocol in (2, 4, 5):
            try:
                data = pickle.dumps(value, protocol)
            except Exception:
                continue
            yield "%s.%d.pkl" % (name, protocol), data
