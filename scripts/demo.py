"""What Python says of the files that the demo wrote. The arguments are the folder with `shop.py`, then the files."""

import pickle
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])


def read(path):
    with open(path, "rb") as file:
        return pickle.load(file)


records, orders, items, made = map(read, sys.argv[2:])
tags = records[0]["tags"]

assert records[0]["score"] == 10 and records[39]["tags"] == ["a", "b", "from TypeScript"]
assert len(records) == 40 and all(record["tags"] is tags for record in records)
assert [(order.number, order.lines) for order in orders] == [(1, ["tea", "milk"]), (0, [])]
assert items[0].name == "tea" and items[1] == ["a"] and items[2] == {"a": 1}
assert made["self"] is made and made["ids"] == {1, 2} and made["when"].isoformat() == "2024-02-29T12:00:00+00:00"

for text in [
    "records[39]['tags']",
    "all(r['tags'] is tags for r in records)",
    "orders",
    "[type(item).__qualname__ for item in items]",
    "made",
]:
    print("%s -> %r" % (text, eval(text)))
