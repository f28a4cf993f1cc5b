// Keeps a graph of objects in a file with one line, and gets the same graph back: classes, cycles, a Map, a Date.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as copyreg from "pantry/copyreg";
import { open } from "pantry/shelve";

class Person {
  readonly friends = new Set<Person>();
  readonly visits = new Map<string, Date>();
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  meet(other: Person): void {
    this.friends.add(other);
    other.friends.add(this);
  }
}

// The name is what Python would call the class. Only what is registered is ever made.
copyreg.register(Person, "people.Person");

const folder = mkdtempSync(path.join(os.tmpdir(), "pantry-example-"));
const file = path.join(folder, "state");

{
  using shelf = open<Person>(file); // it is created
  const ada = new Person("Ada");
  ada.meet(new Person("Grace"));
  ada.visits.set("London", new Date("1842-10-01"));
  shelf.set("ada", ada);
}

// Another day, another process.
{
  using shelf = open<Person>(file);
  shelf.update("ada", (ada = new Person("Ada")) => {
    ada.visits.set("Paris", new Date());
    return ada;
  });

  const ada = shelf.get("ada");
  const [grace] = ada?.friends ?? [];
  console.log(
    `${ada?.name} knows ${grace?.name}, and was in ${[...(ada?.visits.keys() ?? [])].join(" and ")}`,
  );
  if (!(ada instanceof Person && grace?.friends.has(ada))) throw new Error("not the same graph");
}
rmSync(folder, { recursive: true });
