// Looks at a pickle from a stranger before anything believes it, with a policy of one's own.
//
//   node audit-a-download.ts [FILE]
import { readFileSync } from "node:fs";
import { loads } from "pantry/pickle";
import { type AuditReport, audit, type Policy } from "pantry/pickletools";

/** Our own classes are harmless, and of the rest nothing that is not known. */
const policy: Policy = { name: "shop", base: "strict", allow: ["shop.models.*"] };

// A dict with an order of ours, and what somebody put in front of it.
const order =
  "(dS'order'\nccopy_reg\n_reconstructor\n(cshop.models\nOrder\nc__builtin__\nobject\nNtR(dS'id'\nI7\nsbs.";
const trap = `cos\nsystem\n(S'echo caught'\ntR0${order}`;

function tell({ findings, program, status, verdict }: AuditReport): void {
  console.log(`${verdict}${status === "complete" ? "" : ", and could not be read to its end"}`);
  for (const { severity, message, code = "", offset } of findings)
    console.log(`  ${severity}: ${message} ${code} (byte ${offset})`);
  console.log(program.replace(/^/gm, "    "));
}

const file = process.argv[2];
const downloads = file === undefined ? [order, trap].map((text) => Buffer.from(text)) : [readFileSync(file)];
for (const bytes of downloads) {
  const report = audit(bytes, { policy });
  tell(report);
  if (report.verdict === "safe") console.log(loads(bytes, { exact: true, encoding: "latin1" }));
}
