"""Runs a command on a pseudo-terminal and types what it is told, each time once it has seen something, whatever the cursor did.

The standard input is JSON: {"command": [...], "env": {...}, "steps": [[wanted, keys], ...]}. What the terminal showed comes as
JSON in the end, for each step what was new, and after the last one the rest; and how the command ended.
"""
import json
import os
import pty
import re
import select
import sys
import time

request = json.load(sys.stdin)
pid, terminal = pty.fork()
if pid == 0:
    os.execvpe(request["command"][0], request["command"], dict(os.environ, **request["env"]))

shown = b""
# What moves the cursor, or clears a line.
CODES = re.compile(rb"\x1b\[[\d;?]*[A-Za-z]")


def read(seconds):
    """What is shown within that time, or nothing."""
    try:
        return os.read(terminal, 65536) if select.select([terminal], [], [], seconds)[0] else b""
    except OSError:
        return None


screens = []
deadline = time.time() + 50
for wanted, keys in request["steps"]:
    while wanted.encode() not in CODES.sub(b"", shown):
        data = read(1)
        if data is None or time.time() > deadline:
            break
        shown += data
    screens.append(shown.decode("utf-8", "replace"))
    shown = b""
    try:
        os.write(terminal, keys.encode())
    except OSError:
        break
while time.time() < deadline:
    data = read(1)
    if data is None:
        break
    shown += data
else:
    os.kill(pid, 9)
screens.append(shown.decode("utf-8", "replace"))
status = os.waitpid(pid, 0)[1]
print(json.dumps({"screens": screens, "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)}))
