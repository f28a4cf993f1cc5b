import { fileSystem } from "./host.ts";

/** The version of the package. */
export function version(): string {
  const manifest = fileSystem.readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
