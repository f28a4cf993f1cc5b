// What the programs of this folder measure with: the data, and the CPython that makes it.
import * as copyreg from "pantry/copyreg";
import { findPythons } from "../../test/oracle/oracle.ts";
import { Peer } from "../peer.ts";

/** What a class of the program stands for. */
export class Item {}
copyreg.register(Item, "__main__.Item");

const found = findPythons().at(-1);
if (found === undefined) {
  console.error("Cannot compare: no CPython is on this machine");
  process.exit(2);
}

/** The newest CPython of the machine. */
export const python: NonNullable<typeof found> = found;

/** It holds the data and times its C module. */
export function startPeer(): Peer {
  return new Peer(python, "peer.py");
}
