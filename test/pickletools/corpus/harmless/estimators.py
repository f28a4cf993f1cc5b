"""scikit-learn: every estimator fitted to a few numbers, and pipelines of them."""

import io
import pickle

import joblib
import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.utils import all_estimators

RANDOM = np.random.RandomState(5)
X = np.abs(RANDOM.randn(24, 3)) + 0.1
Y = np.array([0, 1] * 12)
WORDS = ["tea", "green tea", "black coffee", "milk"] * 6
SMALL = {"n_estimators": 2, "max_iter": 5, "max_depth": 2, "n_components": 2, "random_state": 0, "n_clusters": 2}


def estimators():
    for name, kind in all_estimators():
        try:
            estimator = kind()
            known = estimator.get_params()
            estimator.set_params(**{key: value for key, value in SMALL.items() if key in known})
        except Exception:
            continue
        yield "plain-" + name, estimator
        for arguments in [
            (X, Y),
            (WORDS,),
            (X,),
            (X, np.stack([Y, Y], 1)),
            (np.array(WORDS).reshape(-1, 1),),
            (Y,),
            (X[:, 0], Y),
        ]:
            try:
                yield "fitted-" + name, kind().set_params(**estimator.get_params()).fit(*arguments)
                break
            except Exception:
                continue
    pipeline = Pipeline([("scale", StandardScaler()), ("model", LogisticRegression())])
    yield "pipeline", pipeline.fit(X, Y)
    yield "union", FeatureUnion([("scale", StandardScaler())]).fit(X)
    yield "columns", ColumnTransformer([("scale", StandardScaler(), [0]), ("kinds", OneHotEncoder(), [1])]).fit(X)
    yield "text-pipeline", Pipeline([("words", TfidfVectorizer()), ("model", LogisticRegression())]).fit(WORDS, Y)
    yield "grid", GridSearchCV(LogisticRegression(), {"C": [0.1, 1]}, cv=2).fit(X, Y)
    yield "function", FunctionTransformer(np.log1p).fit(X)
    yield "forest", RandomForestClassifier(3, max_depth=2, random_state=0).fit(X, Y)


def files():
    for name, estimator in estimators():
        for protocol in (2, 5) if name.startswith("fitted") else (4,):
            try:
                data = pickle.dumps(estimator, protocol)
            except Exception:
                continue
            yield "%s.%d.pkl" % (name, protocol), data
        if name.startswith("fitted") or "-" not in name:
            file = io.BytesIO()
            try:
                joblib.dump(estimator, file)
            except Exception:
                continue
            yield name + ".joblib", file.getvalue()
