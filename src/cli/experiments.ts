import { host } from "./host.ts";

/** Some Nodes warn that their SQLite is an experiment, between the output. */
export function withoutExperiments(): void {
  const { emitWarning } = host;
  host.emitWarning = (warning, type, ...details) => {
    if (type !== "ExperimentalWarning") emitWarning.call(host, warning, type, ...details);
  };
}
