"""Runs one module of Python's own test suite and tells the outcome of each case: a line of JSON."""

import importlib.util
import json
import os
import sys
import tempfile
import time
import unittest

import far_end
import test.support


class Result(unittest.TestResult):
    def __init__(self, output):
        super().__init__()
        self._output = output

    def startTest(self, test):
        super().startTest(test)
        self._problems = []
        self._skipped = None
        self._started = time.monotonic()
        self._sent = far_end.sent
        self._tell(running=_name(test))

    def addError(self, test, error):
        self._problems.append(self._exc_info_to_string(error, test))

    addFailure = addError

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.addError(subtest, error)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._skipped = reason

    def stopTest(self, test):
        outcome = "failed" if self._problems else "passed" if self._skipped is None else "skipped"
        detail = "\n".join(self._problems) or self._skipped or ""
        seconds = round(time.monotonic() - self._started, 3)
        reached = far_end.sent > self._sent
        self._tell(name=_name(test), outcome=outcome, detail=detail, seconds=seconds, reached=reached)

    def endAll(self):
        """Cases that met Python's own module alone would prove nothing."""
        if self.testsRun > len(self.skipped) and far_end.sent == 0:
            detail = "No case reached the far end."
            self._tell(name=module, outcome="failed", detail=detail, seconds=0, reached=False)

    def _tell(self, **told):
        print(json.dumps(told), file=self._output, flush=True)


def _name(test):
    # Python 3.8 cannot remove a prefix.
    return test.id().split(f"{package}.", 1)[-1]


def _own(tests):
    """The cases of a module, and not those of classes that it imports to derive its own: older ones are cases themselves."""
    for one in tests:
        if isinstance(one, unittest.TestSuite):
            yield from _own(one)
        elif type(one).__module__ in (name, "doctest", "unittest.loader"):
            yield one


test.support.verbose = False
# What tests print is none of the outcome.
output = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
package, module, *patterns = sys.argv[1:]
name = f"{package}.{module}"
# The far end starts in the folder that is current when the tests are found.
with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    # Older versions have fewer of them.
    if importlib.util.find_spec(name) is not None:
        loader = unittest.TestLoader()
        loader.testNamePatterns = patterns or None
        result = Result(output)
        unittest.TestSuite(_own(loader.loadTestsFromName(name))).run(result)
        result.endAll()
    os.chdir("/")
