import type { Journal } from "./journal.ts";
import type { Standard } from "./standard.ts";
import type { ImportTally } from "./tally.ts";

/** Makes findings of the imports that no finding about a call has told of. It is done once all calls are known. */
export function settle(journal: Journal, standard: Standard): void {
  for (const tally of journal.tallies) if (!tally.isTold) tell(journal, standard, tally);
}

function tell(journal: Journal, standard: Standard, tally: ImportTally): void {
  const { record, reason, opcode } = tally;
  const { tier, offset } = record;
  if (tier === "inert") return;
  const name = record.present ?? `${record.module}.${record.name}`;
  const place = { offset, opcode };
  tally.isTold = true;
  if (tier === "dangerous") {
    const message = reason ? `${name} is imported: ${reason}` : `${name} is imported`;
    journal.find("dangerous-import", name, () => ({ message, name }), { place });
  } else {
    const message = `${name} is imported, a name that no list knows`;
    journal.find("unknown-import", name, () => ({ message, name }), { place, severity: standard.unknown });
  }
}
