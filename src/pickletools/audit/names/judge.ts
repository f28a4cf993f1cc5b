import { plainModule } from "./aliases.ts";
import { dangerOfModule, dangerOfName } from "./dangerous.ts";
import { moduleBehind } from "./exposed.ts";
import { inertName } from "./inert.ts";
import type { Danger, NameJudgement } from "./judgement.ts";
import { libraryModule } from "./libraries.ts";
import { readWords } from "./table.ts";
import { reasonForDoubt } from "./unsure.ts";

export type { NameJudgement } from "./judgement.ts";

/** What leads from any object to everything else. */
const REFLECTIVE: ReadonlySet<string> = /* @__PURE__ */ new Set(
  readWords(`__annotate__ __annotations__ __base__ __bases__ __builtins__ __class__ __closure__ __code__ __defaults__ __delattr__
    __delete__ __delitem__ __del__ __dict__ __dir__ __func__ __get__ __getattr__ __getattribute__ __getstate__ __globals__
    __import__ __init_subclass__ __instancecheck__ __kwdefaults__ __loader__ __module__ __mro__ __objclass__ __prepare__
    __reduce__ __reduce_ex__ __self__ __set__ __set_name__ __setattr__ __setitem__ __setstate__ __spec__ __subclasscheck__
    __subclasses__ __subclasshook__ __type_params__ __wrapped__ mro ag_code ag_frame co_code cr_code cr_frame f_back
    f_builtins f_code f_globals f_locals func_closure func_code func_defaults func_dict func_globals gi_code gi_frame
    im_class im_func im_self tb_frame tb_next`),
);

/** No listed name has more parts. */
const MOST_LISTED = 4;

/** No class is nested as deep as that. */
const MOST_PARTS = 64;

/** An empty part, one that begins with a digit, or a character that no identifier of ASCII has. */
const ODD = /^(?![A-Za-z_])|\.(?![A-Za-z_])|[^A-Za-z0-9_.]/;

/**
 * Judges a name as it would be imported: `module` is imported and the attributes of `name` are followed from it. Nothing is known
 * of what `fixImports` makes of it: ask for both names, and take the worse.
 *
 * Names are inert by their exact module and name, and dangerous by their exact name, by what they are in, or by the way they take.
 */
export function judgeName(module: string, name: string): NameJudgement {
  const home = plainModule(libraryModule(module));
  const inert = inertName(home, name);
  if (inert) {
    const { kind, care } = inert;
    return { tier: "inert", kind, ...(care && { care }) };
  }
  const parts = name.split(".", MOST_PARTS + 1);
  const danger = dangerOnTheWay(module, home, parts) ?? dangerOfHome(module, home, parts);
  if (danger) return { tier: "dangerous", family: danger.family, reason: danger.reason };
  return { tier: "unknown", reason: reasonForDoubt(home, name) ?? doubt(module, parts) };
}

/** Whether the name, what it is an attribute of, or a step on the way is dangerous. */
function dangerOnTheWay(module: string, home: string, parts: readonly string[]): Danger | undefined {
  if (parts.length > MOST_PARTS) return { family: "attributes", reason: "goes through too many attributes" };
  let path = "";
  for (const [index, part] of parts.entries()) {
    if (REFLECTIVE.has(part)) return { family: "attributes", reason: `reaches into objects by ${part}` };
    const listed = index < MOST_LISTED;
    const parent = path;
    path = !listed ? "" : index === 0 ? part : `${path}.${part}`;
    const danger =
      listed && (dangerOfName(home, path) ?? dangerOfName(module, path) ?? dangerBelow(home, parent, part));
    if (danger) return danger;
    // The class `datetime` of `datetime` is no module.
    if (listed && inertName(home, path)) continue;
    const behind = moduleBehind(index === 0 ? home : "", part, index === parts.length - 1);
    if (behind !== undefined) return leadingThrough(behind);
  }
  return undefined;
}

/** What is dangerous if an attribute is a module: `sax.saxutils` of `xml`, or `parse` of `etree.ElementTree` of `xml`. */
function dangerBelow(home: string, parent: string, part: string): Danger | undefined {
  const module = plainModule(libraryModule(parent === "" ? home : `${home}.${parent}`));
  const below = plainModule(libraryModule(`${module}.${part}`));
  if (dangerOfModule(below) && !dangerOfModule(module)) return leadingThrough(below);
  return parent === "" ? undefined : dangerOfName(module, part);
}

function leadingThrough(module: string): Danger {
  return { family: "module", reason: `leads through the module ${module}` };
}

function dangerOfHome(module: string, home: string, parts: readonly string[]): Danger | undefined {
  if (module.endsWith(".__main__")) return { family: "code", reason: "runs a program when it is imported" };
  const [first = ""] = parts;
  if (inertName(home, first) || reasonForDoubt(home, first)) return undefined;
  const danger = dangerOfModule(home) ?? dangerOfModule(module);
  return danger && { family: danger.family, reason: `is in a module that ${danger.reason}` };
}

function doubt(module: string, parts: readonly string[]): string {
  if (ODD.test(module)) return "is in a module with an odd name";
  return parts.includes("") ? "has an odd name" : "is on no list";
}
