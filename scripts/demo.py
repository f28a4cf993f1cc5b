"""What Python says of the files that the demo wrote. The arguments are the folder with `shop.py`, then the files."""

import dbm.dumb
import pickle
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])


def read(path):
    with open(path, "rb") as file:
        return pickle.load(file)


records, orders, items, made = map(read, sys.argv[2:-1])
database = dbm.dumb.open(sys.argv[-1], "r")
tags = records[0]["tags"]

assert records[0]["score"] == 10 and records[39]["tags"] == ["a", "b", "from TypeScript"]
assert len(records) == 40 and all(record["tags"] is tags for record in records)
assert [(order.number, order.lines) for order in orders] == [(1, ["tea", "milk"]), (0, [])]
assert items[0].name == "tea" and items[1] == ["a"] and items[2] == {"a": 1}
assert made["self"] is made and made["ids"] == {1, 2} and made["when"].isoformat() == "2024-02-29T12:00:00+00:00"
assert database[b"from"] == b"TypeScript" and len(database) > 300 and "h\u00e9llo" in database

for text in [
    "records[39]['tags']",
    "all(r['tags'] is tags for r in records)",
    "orders",
    "[type(item).__qualname__ for item in items]",
    "made",
    "len(database), database['from']",
]:
    print("%s -> %r" % (text, eval(text)))
