"""Writes the files beside it, with joblib: python3 generate.py"""

import os

import joblib
import numpy

FOLDER = os.path.dirname(os.path.abspath(__file__))
FILES = {
    "arrays.joblib": {"numbers": numpy.arange(5), "texts": numpy.array(["a", "bc"])},
    "objects.joblib": [numpy.array([None, {"a": 1}], dtype=object), numpy.arange(3.0)],
}

for name, value in FILES.items():
    joblib.dump(value, os.path.join(FOLDER, name), protocol=4)
