/** The names of all targets: each is a module in `targets`. */
export const TARGETS: readonly string[] = [
  "pickle",
  "pickletools",
  "audit",
  "marshal",
  "pyc",
  "dumb",
  "gnu",
  "ndbm",
  "dump",
  "sqlite3",
  "sniff",
  "json",
];
