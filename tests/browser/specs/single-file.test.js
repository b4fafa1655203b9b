// A site as one HTML file, opened from the disk: no server, no folder beside it, no network.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { DIST, ROOT, open, settled, start, text, texts } from "../harness/verbatim.js";

let folder, address;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "verbatim-"));
  const file = join(folder, "drovna.html");
  const sample = join(ROOT, "sample");
  const articles = readdirSync(sample).filter((name) => name.startsWith("2025-")).map((name) => join(sample, name));
  execFileSync("cargo", ["run", "-q", "-p", "verbatim-cli", "--", "site", "--page", DIST, "--title", "Drovna", "--out", file, ...articles], { cwd: ROOT });
  address = pathToFileURL(file).href;
});
after(() => rmSync(folder, { recursive: true, force: true }));

for (const kind of ["chrome", "firefox"]) {
  test(`one file opens by a double click and reads pasted articles (${kind})`, async () => {
    const site = await start(kind);
    try {
      const { page, done } = await open(site, { address });
      assert.match(await text(page, '[data-testid="summary"]'), /\d+ quot\w+ .*23 articles/);
      await page.click('[data-testid="open-import"]');
      await page.waitForSelector('[data-testid="paste"]');
      await page.type('[data-testid="paste"]', "Lamp oil runs out\n\n“There is none left,” keeper Ansa Brul said on Friday.\n");
      await page.click('[data-testid="paste-add"]');
      // A published collection is added to; only the sample makes room.
      await page.waitForFunction(() => /\b24 articles\b/.test(document.querySelector('[data-testid="corpus-size"]')?.textContent));
      await settled(page);
      await page.click("#tab-articles");
      await page.type('[data-testid="search"]', "Brul");
      await settled(page);
      assert.ok((await texts(page, '[data-testid="row"] .row-title')).includes("Lamp oil runs out"));
      await done();
    } finally {
      await site.stop();
    }
  });
}
