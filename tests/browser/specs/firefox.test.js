// The same page in Firefox: another engine, another WebAssembly compiler, another event loop.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, picture, settled, start, text, texts } from "../harness/verbatim.js";

let site;
before(async () => { site = await start("firefox"); });
after(async () => { await site?.stop(); });

test("the sample opens, a facet narrows, an article is read", async () => {
  const { page, done } = await open(site);
  const all = await text(page, '[data-testid="summary"]');
  await page.click('[data-testid="facet-outlet"] [data-testid="facet-value"] .choose');
  await settled(page);
  assert.notEqual(await text(page, '[data-testid="summary"]'), all);
  assert.ok((await texts(page, '[data-testid="row"]')).length > 3);
  await page.click('[data-testid="row"]');
  await page.waitForSelector('[data-testid="article-text"]');
  await settled(page);
  await picture(page, "firefox-reader");
  await done();
});
