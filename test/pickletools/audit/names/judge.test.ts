import { describe, expect, it } from "vitest";
import { judgeName, type NameJudgement } from "../../../../src/pickletools/audit/names/judge.ts";
import { readTable, readWords } from "../../../../src/pickletools/audit/names/table.ts";
import { DENIED_MODULES, DENIED_NAMES, GADGETS } from "./denied.ts";

/** What is said of a name written as "module/name". */
function judge(path: string): NameJudgement {
  const [module = "", name = ""] = path.split("/");
  return judgeName(module, name);
}

/** The paths that are not of a tier. */
function notOf(tier: NameJudgement["tier"], paths: readonly string[]): string[] {
  return paths.filter((path) => judge(path).tier !== tier);
}

const paths = (table: string) => readTable(table).map(([module, name]) => `${module}/${name}`);

describe("judgeName()", () => {
  it("says what a dangerous name would reach, and why", () => {
    const process = { tier: "dangerous", family: "process", reason: "runs programs" };
    expect(judge("os/system")).toEqual(process);
    expect(judge("builtins/eval")).toMatchObject({ family: "code", reason: "evaluates Python source" });
    expect(judge("importlib/import_module")).toMatchObject({ family: "import" });
    expect(judge("builtins/setattr")).toMatchObject({ family: "attributes" });
    expect(judge("sys/modules")).toMatchObject({ family: "interpreter" });
    expect(judge("ctypes/CDLL")).toMatchObject({ family: "native" });
    expect(judge("urllib.request/urlopen")).toMatchObject({ family: "network" });
    expect(judge("builtins/open")).toMatchObject({ family: "files" });
    expect(judge("pickle/loads")).toMatchObject({ family: "unpickling" });
    expect(judge("pip/main")).toMatchObject({ family: "packaging" });
    expect(judge("fickling/always_check_safety")).toMatchObject({ family: "scanner" });
    expect(judge("shutil/anything")).toMatchObject({
      family: "files",
      reason: "is in a module that reaches the file system",
    });
  });

  it("calls every name dangerous that scanners deny", () => {
    expect(notOf("dangerous", paths(DENIED_NAMES))).toEqual([]);
  });

  it("calls every module dangerous that scanners deny, and what is below it", () => {
    const modules = readWords(DENIED_MODULES);
    expect(modules.length).toBeGreaterThan(90);
    for (const form of ["%/some_name", "%.below/some_name", "%/Some.name"])
      expect(
        notOf(
          "dangerous",
          modules.map((module) => form.replace("%", module)),
        ),
      ).toEqual([]);
  });

  it("calls every function of the standard library dangerous that runs what it is given", () => {
    expect(notOf("dangerous", paths(GADGETS))).toEqual([]);
  });

  it("knows modules under their other names", () => {
    const others = ["posix/system", "nt/system", "__builtin__/eval", "__builtins__/eval", "_io/FileIO"];
    expect(
      notOf("dangerous", [...others, "cPickle/loads", "_pickle/loads", "_socket/socket", "_io/open_code"]),
    ).toEqual([]);
    const harmless = ["_io/BytesIO", "_codecs/encode", "posix/stat_result", "copy_reg/_reconstructor"];
    expect(notOf("inert", [...harmless, "exceptions/ValueError", "pathlib._local/PosixPath"])).toEqual([]);
  });

  it("sees the way through a module", () => {
    for (const path of [
      "random/_os.system",
      "pathlib/os.system",
      "mine/os.system",
      "mine/_sys.modules",
      "mine/os",
    ])
      expect(judge(path)).toMatchObject({ tier: "dangerous", family: "module" });
    expect(judge("random/_os.system").reason).toBe("leads through the module os");
    expect(judge("enum/bltns.eval").reason).toBe("leads through the module builtins");
    expect(judge("torch/hub.load").reason).toBe("leads through the module torch.hub");
    expect(judge("mine/Outer.Inner.operator.attrgetter")).toMatchObject({ family: "module" });
    expect(judge("xml/etree.ElementTree.parse")).toMatchObject({ tier: "dangerous" });
  });

  it("sees what an attribute is an attribute of", () => {
    expect(judge("builtins/eval.__call__")).toMatchObject({ tier: "dangerous", family: "code" });
    expect(judge("pathlib/PosixPath.unlink")).toMatchObject({ tier: "dangerous", family: "files" });
    expect(judge("subprocess/Popen.communicate.x")).toMatchObject({ tier: "dangerous" });
  });

  it("refuses what leads from any object to everything else", () => {
    const ways = [
      "builtins/object.__subclasses__",
      "mine/Class.__init__.__globals__",
      "datetime/date.__class__",
    ];
    for (const path of [...ways, "mine/f.func_globals", "builtins/dict.__reduce_ex__", "mine/__dict__"])
      expect(judge(path)).toMatchObject({ tier: "dangerous", family: "attributes" });
  });

  it("knows classes with the name of a module", () => {
    const names = [
      "datetime/datetime.fromtimestamp",
      "datetime/time.isoformat",
      "array/array",
      "time/struct_time",
    ];
    expect(notOf("inert", names)).toEqual([]);
    expect(judge("datetime/datetime.other")).toMatchObject({ tier: "unknown" });
  });

  it("says nothing of the rest", () => {
    const unlisted = [
      "mine/Class",
      "pkg.mod/Outer.Inner",
      "__main__/main",
      "builtins/str.format",
      "time/sleep",
    ];
    const inDangerous = [
      "subprocess/CompletedProcess.check_returncode",
      "os/stat_result.mine",
      "builtins/pow",
    ];
    expect(notOf("unknown", [...unlisted, ...inDangerous])).toEqual([]);
    expect(judge("mine/Class")).toEqual({ tier: "unknown", reason: "is on no list" });
    expect(judge("builtins/pow").reason).toBe("takes as long as its operands say");
    expect(judge("sympy.core.add/Add").reason).toBe("evaluates operands that are text");
    expect(judge("scipy.stats._continuous_distns/norm_gen").reason).toMatch(/^has a state that is run/);
  });

  it("says of what kind an inert name is, and what it depends on", () => {
    expect(judge("builtins/list")).toEqual({ tier: "inert", kind: "class" });
    expect(judge("operator/itemgetter")).toEqual({ tier: "inert", kind: "function" });
    expect(judge("builtins/Ellipsis")).toEqual({ tier: "inert", kind: "constant" });
    expect(judge("builtins/getattr")).toEqual({ tier: "inert", kind: "function", care: "attribute" });
    expect(judge("collections/defaultdict")).toEqual({ tier: "inert", kind: "class", care: "callable" });
    expect(judge("copyreg/_reconstructor")).toMatchObject({ care: "callable" });
    expect(judge("pandas.core.frame/DataFrame")).toEqual({ tier: "inert", kind: "class", care: "rebuild" });
  });

  it("takes what Pantry itself writes for inert", () => {
    const forms = [
      "builtins/dict",
      "builtins/sum",
      "datetime/datetime",
      "datetime/timezone",
      "datetime/timedelta",
    ];
    const arrays = ["array/array", "array/_array_reconstructor", "__builtin__/dict", "__builtin__/sum"];
    const errors = ["Exception", "TypeError", "ValueError", "SyntaxError", "NameError", "RuntimeError"];
    expect(
      notOf("inert", [
        ...forms,
        ...arrays,
        ...errors.flatMap((name) => [`builtins/${name}`, `exceptions/${name}`]),
      ]),
    ).toEqual([]);
  });

  it("knows the modules of libraries before and after they moved", () => {
    const moved = ["numpy.core.multiarray/_reconstruct", "numpy._core.multiarray/_reconstruct"];
    const scipy = ["scipy.sparse.csr/csr_matrix", "scipy.sparse._csr/csr_matrix"];
    const sklearn = [
      "sklearn.tree.tree/DecisionTreeClassifier",
      "sklearn.tree._classes/DecisionTreeClassifier",
    ];
    expect(notOf("inert", [...moved, ...scipy, ...sklearn, "sklearn.tree._tree/Tree"])).toEqual([]);
    expect(notOf("dangerous", ["numpy._core.memmap/memmap", "numpy.core/_ufunc_reconstruct"])).toEqual([]);
  });

  it("takes no odd name for a listed one", () => {
    const modules = [
      "",
      ".",
      "..",
      "builtins.",
      ".builtins",
      "builtins ",
      "Builtins",
      "os/path",
      "builtins\n",
      "ｂuiltins",
    ];
    for (const module of modules) expect(judgeName(module, "list").tier).not.toBe("inert");
    for (const name of ["", ".", "list.", ".list", " list", "list\0", "ℓist", "list list"])
      expect(judgeName("builtins", name).tier).not.toBe("inert");
    for (const word of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
      expect(judgeName(word, word).tier).not.toBe("inert");
      expect(judgeName("builtins", word).tier).not.toBe("inert");
      expect(judgeName("mine", `Class.${word}`).tier).toBe("unknown");
    }
    expect(judgeName("mine.\u202Egnp", "Class").reason).toBe("is in a module with an odd name");
    expect(judgeName("mine", "Class..x").reason).toBe("has an odd name");
  });

  it("takes a moment for a long name", () => {
    const start = performance.now();
    const long = "a.".repeat(500_000);
    for (const text of [long, `numpy.${long}`, `os.${long}`, "a".repeat(1_000_000), "_".repeat(1_000_000)]) {
      judgeName(text, "x");
      judgeName("x", text);
      judgeName(text, text);
    }
    expect(judgeName("mine", long)).toMatchObject({ tier: "dangerous", family: "attributes" });
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it("refuses a module that runs a program when it is imported", () => {
    expect(judge("mine.__main__/main")).toMatchObject({ tier: "dangerous", family: "code" });
  });
});
