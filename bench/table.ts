/** A table in Markdown, which is also easy to read as it is: the first column to the left, the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...lines.map((line) => width(line[column] ?? ""))));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((length, column) => pad(cells[column] ?? "", length, column > 0)).join(" | ")} |`;
  const rule = widths.map((length, column) =>
    column > 0 ? `${"-".repeat(length + 1)}:` : "-".repeat(length + 2),
  );
  return [line(head), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}

function pad(text: string, length: number, toTheRight: boolean): string {
  const spaces = " ".repeat(length - width(text));
  return toTheRight ? spaces + text : text + spaces;
}

function width(text: string): number {
  return [...text].length;
}
