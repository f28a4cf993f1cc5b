// What only V8 can tell of its memory and objects.

/** Collects garbage, until a condition holds or it has been tried often enough. */
export async function collectGarbage(isDone: () => boolean = () => false): Promise<void> {
  process.getBuiltinModule("node:v8").setFlagsFromString("--expose-gc");
  const gc = process.getBuiltinModule("node:vm").runInNewContext("gc") as () => void;
  for (let i = 0; i < 10 && !isDone(); i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    gc();
  }
}

/** Whether V8 keeps an object's fields as fields, and not as a hash table. */
export function hasFields(object: object): boolean {
  process.getBuiltinModule("node:v8").setFlagsFromString("--allow-natives-syntax");
  const vm = process.getBuiltinModule("node:vm");
  const ask = vm.runInThisContext("(object) => %HasFastProperties(object)") as (object: object) => boolean;
  return ask(object);
}
