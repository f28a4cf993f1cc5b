/** One name of a table. */
export type Entry = readonly [module: string, name: string];

/** What a table is looked up by. No listed name has a space, so none is met by accident. */
export function keyOf(module: string, name: string): string {
  return `${module} ${name}`;
}

/** Reads a table of names: a line `module: name name …` for each module, longer ones go on in lines that are indented. */
export function readTable(text: string): Entry[] {
  const entries: Entry[] = [];
  let module = "";
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon >= 0) module = line.slice(0, colon);
    for (const name of readWords(line.slice(colon + 1))) entries.push([module, name]);
  }
  return entries;
}

/** Reads words with spaces or newlines between them. */
export function readWords(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
