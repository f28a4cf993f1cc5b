import * as copyreg from "pantry/copyreg";
import { dumps, type LoadOptions, loads } from "pantry/pickle";
import { Global, type Instance, kindOf, type PersistentId, type PythonException } from "pantry/python";
import { afterEach, describe, expect, it } from "vitest";
import { NAMES, pictureOfPrototypes } from "../../hostile/prototypes.ts";
import { joined, refusal } from "./attack.ts";

const ORIGINAL = pictureOfPrototypes();

afterEach(() => {
  expect(pictureOfPrototypes()).toEqual(ORIGINAL);
});

const text = (value: string): string => `\x8c${String.fromCharCode(value.length)}${value}`;
/** What is harmful as a prototype: it has a field. */
const EVIL = "}\x8c\x04evilK\x01s";
const evil = { evil: 1 };

function ownValue(target: unknown, name: string): unknown {
  expect((target as { readonly evil?: unknown }).evil).toBeUndefined();
  expect(Object.hasOwn(target as object, name)).toBe(true);
  return Object.getOwnPropertyDescriptor(target, name)?.value;
}

describe("a name that JavaScript knows", () => {
  const dict = (name: string): Uint8Array => joined("\x80\x04}", text(name), EVIL, "s.");

  for (const name of NAMES) {
    it(`is an ordinary key of an object: ${name}`, () => {
      for (const options of [{}, { dict: "object" }] as const) {
        const value = loads<object>(dict(name), options);
        expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
        expect(ownValue(value, name)).toEqual(evil);
        expect(Object.keys(value)).toEqual([name]);
        const copy = loads<object>(dumps(value), options);
        expect(ownValue(copy, name)).toEqual(evil);
      }
    });

    it(`is an ordinary key of a Map: ${name}`, () => {
      for (const options of [{ dict: "map" }, { exact: true }] satisfies LoadOptions[]) {
        const value = loads<Map<string, unknown>>(dict(name), options);
        expect(value.get(name)).toBeInstanceOf(Map);
        expect(loads(dumps(value, options), options)).toEqual(value);
      }
      const mixed = loads<Map<unknown, unknown>>(joined("\x80\x04}", text(name), EVIL, "sK\x01Ns."));
      expect([...mixed.keys()]).toEqual([name, 1]);
    });

    it(`is an ordinary attribute in a state: ${name}`, () => {
      const state = joined("}", text(name), EVIL, "s");
      const instance = loads<Instance>(joined("cshop\nOrder\n)\x81", state, "b."));
      expect(instance.get(name)).toEqual(evil);
      expect(loads<Instance>(dumps(instance)).get(name)).toEqual(evil);
      expect(loads<Instance>(joined("cshop\nOrder\n)\x81N", state, "\x86b.")).get(name)).toEqual(evil);

      const namespace = loads(joined("ctypes\nSimpleNamespace\n)R", state, "b."));
      expect(ownValue(namespace, name)).toEqual(evil);
      expect(ownValue(loads(dumps(namespace)), name)).toEqual(evil);

      const error = loads<PythonException>(joined("cbuiltins\nValueError\n)R", state, "b."));
      expect(ownValue(error.state, name)).toEqual(evil);
      expect(ownValue(loads<PythonException>(dumps(error)).state, name)).toEqual(evil);

      const marked = joined("}", text("javascript"), text("Error"), "s", text(name), EVIL, "s");
      const native = loads<Error>(joined("cbuiltins\nException\n", text("oops"), "\x85R", marked, "b."));
      expect(native).toBeInstanceOf(Error);
      expect(ownValue(native, name)).toEqual(evil);
    });

    it(`is an ordinary field of a registered class: ${name}`, () => {
      const registry = registryOf(Guarded, Frozen, Sealed);
      const state = joined("}", text(name), EVIL, "s");
      const guarded = loads<Guarded>(joined("cshop\nGuarded\n)\x81", state, "b."), { registry });
      expect(guarded).toBeInstanceOf(Guarded);
      expect(ownValue(guarded, name)).toEqual(evil);
      const slots = loads<Guarded>(joined("cshop\nGuarded\n)\x81N", state, "\x86b."), { registry });
      expect(ownValue(slots, name)).toEqual(evil);
      const copy = loads<Guarded>(dumps(guarded, { registry }), { registry });
      expect(copy).toBeInstanceOf(Guarded);
      expect(ownValue(copy, name)).toEqual(evil);
      for (const kind of ["Frozen", "Sealed"])
        expect(refusal(joined(`cshop\n${kind}\n)\x81`, state, "b."), { registry }).code).toBe("bad-argument");
    });

    it(`is an ordinary keyword argument: ${name}`, () => {
      const call = joined("\x80\x04cshop\nOrder\n)}", text(name), EVIL, "s\x92.");
      const instance = loads<Instance>(call);
      expect(instance.kwargs?.get(name)).toEqual(evil);
      expect(loads<Instance>(dumps(instance)).kwargs?.get(name)).toEqual(evil);
      const seen: object[] = [];
      const registry = new copyreg.Registry();
      registry.register(Guarded, "shop.Order", {
        construct: (keywords: object) => {
          seen.push(keywords);
          return new Guarded();
        },
      });
      loads(call, { registry });
      expect(ownValue(seen[0], name)).toEqual(evil);
    });

    it(`is an ordinary name of a module and of a class: ${name}`, () => {
      for (const [module, class_] of [
        [name, name],
        ["builtins", name],
        [name, "set"],
      ] as const)
        for (const registry of [new copyreg.Registry(), registryOf(Guarded)])
          for (const bytes of [
            `c${module}\n${class_}\n.`,
            `${text(module)}${text(class_)}\x93.`,
            `(i${module}\n${class_}\n.`,
          ]) {
            const value = loads<Global | Instance>(joined(bytes), { registry });
            const global = value instanceof Global ? value : (value.class as Global);
            expect([global.module, global.name]).toEqual([module, class_]);
          }
      expect(refusal(joined(`c${name}\n${name}\n.`), { unknown: "error" }).code).toBe("unknown-name");
    });

    it(`is an ordinary persistent id, and an ordinary key of other tables: ${name}`, () => {
      expect(loads<PersistentId>(joined(`P${name}\n.`)).id).toBe(name);
      const counter = loads<Map<string, number>>(
        joined("ccollections\nCounter\n}", text(name), "K\x01s\x85R."),
      );
      expect([...counter]).toEqual([[name, 1]]);
      expect(loads(dumps(counter))).toEqual(counter);
      const ordered = loads<Map<string, unknown>>(
        joined("ccollections\nOrderedDict\n)R", text(name), EVIL, "s."),
      );
      expect(ordered.get(name)).toEqual(evil);
    });
  }

  it("is no error class, and no encoding", () => {
    for (const name of NAMES) {
      const marked = joined("}", text("javascript"), text(name), "s");
      expect(loads(joined("cbuiltins\nException\n)R", marked, "b."))).toSatisfy(isException);
      const encoded = loads(joined("c_codecs\nencode\n", text("a"), text(name), "\x86R."));
      expect(encoded).not.toBeInstanceOf(Uint8Array);
    }
  });
});

function isException(value: unknown): boolean {
  return kindOf(value) === "PythonException";
}

/** Setters that must not run, one of them in a class above. */
class Above {
  set valueOf(_value: never) {
    throw new Error("a setter was called");
  }
  set toString(_value: never) {
    throw new Error("a setter was called");
  }
}

class Guarded extends Above {
  set evil(_value: unknown) {
    throw new Error("a setter was called");
  }
  get evil(): unknown {
    return undefined;
  }
}

class Frozen {
  constructor() {
    Object.freeze(this);
  }
}

class Sealed {
  constructor() {
    Object.seal(this);
  }
}

function registryOf(...classes: readonly (new () => object)[]): copyreg.Registry {
  const registry = new copyreg.Registry();
  for (const class_ of classes)
    registry.register(
      class_,
      `shop.${class_.name}`,
      class_ === Guarded ? {} : { construct: () => new class_() },
    );
  return registry;
}

describe("a field with a setter", () => {
  it("becomes an own property, and the setter is not called", () => {
    const guarded = loads(joined("cshop\nGuarded\n)\x81}\x8c\x04evilK\x01sb."), {
      registry: registryOf(Guarded),
    });
    expect(Object.getOwnPropertyDescriptor(guarded, "evil")?.value).toBe(1);
  });
});

describe("a list class that is registered", () => {
  class Lines extends Array<unknown> {}
  const registry = new copyreg.Registry();
  registry.register(Lines, "shop.Lines");
  const state = (name: string): Uint8Array => joined("cshop\nLines\n)\x81K\x01a}", text(name), "K\x07sb.");

  it("gets neither items nor a length from its state", () => {
    for (const name of ["length", "0", "1", "4294967294"])
      expect([name, refusal(state(name), { registry }).code]).toEqual([name, "bad-argument"]);
    expect(loads<Lines>(state("-1"), { registry })).toHaveLength(1);
  });
});
