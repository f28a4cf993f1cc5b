/** What SQLite is told to open: a URI, as Python's module has it, for a path of any characters. */
export function uriOf(path: string, mode: "ro" | "rw" | "rwc", immutable: boolean = false): string {
  if (!path.isWellFormed() || path.includes("\0"))
    throw new TypeError("a path cannot have lone surrogates, nor NUL");
  const isAbsolute = /^(?:[A-Za-z]:)?[\\/]/.test(path);
  // Without it, `:memory:` would be no file. Two slashes would be followed by a host.
  const safe = isAbsolute ? path.replace(/^\/+/, "/") : `./${path}`;
  const escaped = encodeURI(safe).replace(/[?#]/g, encodeURIComponent);
  return `file:${escaped}?mode=${mode}${immutable ? "&immutable=1" : ""}`;
}
