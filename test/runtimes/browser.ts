// The smoke checks against `dist` in a real Chromium: the package is served as it was built, an import map stands
// for the package's exports, and a single message in the page's console is a failure.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { chromium, type Page } from "playwright-core";
import { readFixtures } from "./fixtures.ts";
import type { Fixture } from "./smoke.ts";

const root = path.resolve(import.meta.dirname, "../..");
const browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const switches = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const server = await serve(pagesOf(readFixtures()));
try {
  console.log(await runInBrowser(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
} finally {
  server.close();
  server.closeAllConnections();
}

type Pages = ReadonlyMap<string, { readonly type: string; readonly body: () => string }>;

/** What the server answers besides the files of `dist`. */
function pagesOf(fixtures: readonly Fixture[]): Pages {
  const { exports } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const imports = Object.entries<{ default?: string }>(exports).flatMap(([name, target]) =>
    target.default === undefined ? [] : [[name.replace(".", "pantry"), target.default.slice(1)]],
  );
  const html = `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports: Object.fromEntries(imports) })}</script>
<script type="module">
  import { smoke } from "/smoke.js";
  globalThis.outcome = (async () => {
    const fixtures = await (await fetch("/fixtures.json")).json();
    return smoke(fixtures.map((fixture) => ({ ...fixture, pickle: new Uint8Array(fixture.pickle) })));
  })().catch((error) => "failed: " + error.stack);
</script>`;
  const json = JSON.stringify(fixtures.map((fixture) => ({ ...fixture, pickle: [...fixture.pickle] })));
  const smoke = readFileSync(path.join(import.meta.dirname, "smoke.ts"), "utf8");
  return new Map([
    ["/", { type: "text/html", body: () => html }],
    ["/fixtures.json", { type: "application/json", body: () => json }],
    ["/smoke.js", { type: "text/javascript", body: () => stripTypeScriptTypes(smoke) }],
  ]);
}

function serve(pages: Pages): Promise<Server> {
  const { promise, resolve } = Promise.withResolvers<Server>();
  const created = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const page = pages.get(pathname);
    const file = path.join(root, pathname);
    if (page !== undefined) {
      response.writeHead(200, { "content-type": page.type }).end(page.body());
    } else if (pathname.startsWith("/dist/") && existsSync(file)) {
      response.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(file));
    } else {
      response.writeHead(404).end();
    }
  });
  created.listen(0, "127.0.0.1", () => resolve(created));
  return promise;
}

async function runInBrowser(address: string): Promise<string> {
  const executablePath = process.env.CHROMIUM ?? browsers.find((file) => existsSync(file));
  if (executablePath === undefined) {
    throw new Error(
      "Cannot find Chromium: install it (Debian: apt-get install chromium), or name it in CHROMIUM",
    );
  }
  const profile = mkdtempSync(path.join(os.tmpdir(), "pantry-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: switches,
    timeout: 60_000,
  });
  try {
    return await smokeIn(await context.newPage(), address);
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function smokeIn(page: Page, address: string): Promise<string> {
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`));
  await page.goto(address); // ends after the module script has set its promise
  const outcome = (await page.evaluate("globalThis.outcome")) as string | undefined;
  if (outcome?.startsWith("ok") !== true || complaints.length > 0) {
    throw new Error(`Chromium: ${[outcome, ...complaints].join("\n")}`);
  }
  return `Chromium ${page.context().browser()?.version() ?? ""}: ${outcome}`;
}
