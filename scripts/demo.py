"""What a Python does with the shelf that the demo keeps. The arguments are the folders of `shop.py` and of the shelf, and its name."""

import os
import shelve
import sys

sys.dont_write_bytecode = True
classes, folder, name = sys.argv[1:]
sys.path.insert(0, classes)
os.chdir(folder)

SESSION = [
    "shelf = shelve.open(%r)" % name,
    "basket = shelf['basket']",
    "basket['order'], basket['stock']",
    "basket['placed'].year, basket['photo']",
    "basket['order'] is basket['history'][0], basket['self'] is basket",
    "basket['order'].lines.append('milk')",
    "shelf['basket'] = basket",
    "shelf.close()",
]

# As at Python's prompt: each line is compiled alone, and an expression is shown.
scope = {"shelve": shelve}
for line in SESSION:
    print(">>> " + line)
    exec(compile(line, "<demo>", "single"), scope)

basket = scope["basket"]
assert type(basket["order"]).__name__ == "Order" and basket["order"].lines == ["tea", "milk"]
assert basket["stock"] == {"tea": 3, 7: "lucky"} and basket["photo"] == b"\x89PNG"
assert basket["placed"].isoformat() == "2024-02-29T12:00:00+00:00"
assert basket["history"][0] is basket["order"] and basket["self"] is basket
