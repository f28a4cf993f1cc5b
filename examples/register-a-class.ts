// Gives a Python class a class of ours: its objects arrive with our methods, and go back as Python's.
import { readFileSync } from "node:fs";
import path from "node:path";
import { Registry } from "pantry/copyreg";
import { dumps, loads } from "pantry/pickle";

class Order {
  number = 0;
  lines: string[] = [];

  summary(): string {
    return `order ${this.number}: ${this.lines.join(", ") || "nothing"}`;
  }
}

// The allow-list: objects of this class are made, those of any other stay inert data.
const registry = new Registry();
registry.register(Order, "shop.Order");

// Two objects of a dataclass, pickled by CPython 3.13.
const file = path.join(import.meta.dirname, "../test/fixtures/pickle/3.13/dataclass.5.pickle");
const orders = loads<Order[]>(readFileSync(file), { registry });
orders[1]?.lines.push("milk");

const data = dumps(orders, { registry }); // in Python: pickle.loads(data)[1].lines == ["milk"]
for (const order of loads<Order[]>(data, { registry })) console.log(order.summary());
