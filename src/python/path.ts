import { brand, PythonObject } from "./python-object.ts";

/** The classes of Python's `pathlib`. */
export type PathFlavour = "PurePosixPath" | "PureWindowsPath" | "PosixPath" | "WindowsPath";

/**
 * A path of Python's `pathlib`, of any of its four classes. It is text: nothing looks at a file system.
 *
 * ```ts
 * import { PurePath } from "pantry/python";
 *
 * const path = new PurePath("PurePosixPath", "/srv", "data/./report.csv");
 * if (String(path) !== "/srv/data/report.csv" || path.parts.length !== 4) throw new Error("not that path");
 * ```
 */
export class PurePath extends PythonObject {
  static {
    brand(PurePath.prototype, "PurePath");
  }

  /** The class of the path, which says how its parts are read and joined. */
  readonly flavour: PathFlavour;
  /** The parts as Python has them: the drive and root first (`/`, `C:\`), then a name each. */
  readonly parts: readonly string[];

  /**
   * The parts joined as Python does it: an absolute one replaces those before it, `.` is left out, `..`
   * stays.
   */
  constructor(flavour: PathFlavour, ...parts: string[]) {
    super();
    this.flavour = flavour;
    this.parts = isWindows(flavour) ? windowsParts(parts) : posixParts(parts);
  }

  /** What Python's `str()` gives: the parts joined as the flavour does, `.` for none. */
  override toString(): string {
    const separator = isWindows(this.flavour) ? "\\" : "/";
    const [first, ...rest] = this.parts;
    if (first === undefined) return ".";
    const rooted = first.endsWith(separator) || (isWindows(this.flavour) && first.endsWith(":"));
    return rooted ? first + rest.join(separator) : this.parts.join(separator);
  }
}

function isWindows(flavour: PathFlavour): boolean {
  return flavour === "PureWindowsPath" || flavour === "WindowsPath";
}

function posixParts(parts: readonly string[]): string[] {
  let joined = "";
  for (const part of parts) {
    const isRoot = joined === "/" || joined === "//";
    joined = part.startsWith("/") || joined === "" ? part : joined + (isRoot ? part : `/${part}`);
  }
  // POSIX leaves the meaning of exactly two leading slashes to the system, so Python keeps them.
  const root = /^\/\/(?!\/)/.test(joined) ? "//" : joined.startsWith("/") ? "/" : "";
  return [...(root ? [root] : []), ...names(joined.split("/"))];
}

function windowsParts(parts: readonly string[]): string[] {
  let drive = "";
  let root = "";
  let rest = "";
  for (const part of parts) {
    const [nextDrive, nextRoot, nextRest] = splitRoot(part.replaceAll("/", "\\"));
    if (nextRoot !== "" || (nextDrive !== "" && nextDrive.toLowerCase() !== drive.toLowerCase())) {
      drive = nextDrive || drive;
      root = nextRoot;
      rest = nextRest;
    } else {
      drive = nextDrive || drive;
      rest = rest === "" ? nextRest : `${rest}\\${nextRest}`;
    }
  }
  // A share is absolute even where no root was written.
  if (drive.startsWith("\\\\") && root === "" && !drive.endsWith("\\")) root = "\\";
  return [...(drive + root ? [drive + root] : []), ...names(rest.split("\\"))];
}

/** The drive (`C:`, `\\server\share`), the root and the rest, as Python's `ntpath.splitroot`. */
function splitRoot(path: string): [drive: string, root: string, rest: string] {
  if (path.startsWith("\\\\")) {
    const start = path.slice(0, 8).toUpperCase() === "\\\\?\\UNC\\" ? 8 : 2;
    const server = path.indexOf("\\", start);
    const share = server < 0 ? -1 : path.indexOf("\\", server + 1);
    return share < 0 ? [path, "", ""] : [path.slice(0, share), "\\", path.slice(share + 1)];
  }
  const drive = path[1] === ":" ? path.slice(0, 2) : "";
  const rooted = path[drive.length] === "\\";
  return [drive, rooted ? "\\" : "", path.slice(drive.length + (rooted ? 1 : 0))];
}

function names(parts: readonly string[]): string[] {
  return parts.filter((part) => part !== "" && part !== ".");
}
