"""`python -m sqlite3`, which is `pantry sqlite` here."""

import json
import os
import subprocess
import sys


def main(args):
    command = json.loads(os.environ["PANTRY_COMMAND"])
    # Python's prompts without a terminal as well.
    done = subprocess.run([*command, "sqlite", "-i", *args], input=sys.stdin.read(), capture_output=True, text=True)
    sys.stdout.write(done.stdout)
    sys.stderr.write(done.stderr)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
