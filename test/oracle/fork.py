"""Asks a question about many cases in a process of its own, which may crash: another one goes on with the next case.

WebAssembly has one process only, and limits of its own.
"""

import json
import os
import signal
import sys

MEMORY = 1 << 28
SECONDS = 4


def each(cases, question):
    """The answers to `question(case)`; ["crash", why] where the process ended instead."""
    if sys.platform == "emscripten":
        return [question(case) for case in cases]
    answers = []
    while len(answers) < len(cases):
        answers.extend(some(cases[len(answers) :], question))
    return answers


def some(cases, question):
    """The answers up to the first crash, that included."""
    source, target = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        answer_all(cases, question, target)
    os.close(target)
    with os.fdopen(source, "rb") as stream:
        lines = stream.read().decode("ascii").split("\n")
    status = os.waitpid(child, 0)[1]
    # What comes after the last end of a line was cut short.
    answers = [json.loads(line) for line in lines[:-1]]
    if len(answers) < len(cases):
        answers.append(["crash", "status %d" % status])
    return answers


def answer_all(cases, question, target):
    """Never returns."""
    try:
        import resource

        # What a Python prints on its way out is no answer.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        for case in cases:
            signal.alarm(SECONDS)
            os.write(target, (json.dumps(question(case)) + "\n").encode("ascii"))
    finally:
        os._exit(1)
