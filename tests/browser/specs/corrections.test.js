// What a person puts right: names joined, renamed, separated; suggestions; the log and its undoing.
import assert from "node:assert/strict";
import { readFileSync, mkdtempSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { open, picture, settled, start, text, texts } from "../harness/verbatim.js";

let site;
before(async () => { site = await start(); });
after(async () => { await site?.stop(); });

const names = (page) => texts(page, '[data-testid="row"] .speaker');
const steps = async (page) => Number((await text(page, '[data-testid="open-history"]')).match(/\d+/)[0]);
const changed = async (page, number) => {
  await page.waitForFunction((n) => document.querySelector('[data-testid="open-history"]')?.textContent.includes(`(${n})`), {}, number);
  await settled(page);
};

test("a name is renamed, and Ctrl+Z takes it back", async () => {
  const { page, done } = await open(site, { fragment: "tab=names&v=1" });
  const before = await names(page);
  await page.focus("#row-0");
  await page.keyboard.press("m");
  const box = await page.waitForSelector('[data-testid="rename"]');
  await box.click({ count: 3 });
  await page.keyboard.type("Quite Another");
  await picture(page, "mend-name");
  await page.click('[data-testid="rename-do"]');
  await changed(page, 1);
  assert.ok((await names(page)).includes("Quite Another"));
  await page.focus("#row-0");
  await page.keyboard.down("Control");
  await page.keyboard.press("z");
  await page.keyboard.up("Control");
  await changed(page, 0);
  assert.deepEqual(await names(page), before);
  await done();
});

test("two names are joined; the log is saved, taken back and applied again", async () => {
  const { page, done } = await open(site, { fragment: "tab=names&v=1" });
  const folder = mkdtempSync(join(tmpdir(), "verbatim-"));
  const client = await page.createCDPSession();
  await client.send("Page.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
  const total = async () => Number(await page.$eval("#rows li", (row) => row.getAttribute("aria-setsize")));
  const before = await total();
  await page.hover('[data-testid="row"]');
  await page.click('[data-testid="correct-name"]');
  await page.waitForSelector('[data-testid="candidates"] [data-key]');
  await page.click('[data-testid="candidates"] [data-key]');
  await changed(page, 1);
  assert.equal(await total(), before - 1, "two names are one");
  await page.click('[data-testid="open-history"]');
  await page.waitForSelector('[data-testid="step"]');
  assert.match((await texts(page, '[data-testid="step"]'))[0], /is the same as/);
  await picture(page, "history");
  await page.click('[data-testid="save-log"]');
  const saved = join(folder, "verbatim-corrections.ndjson");
  for (let wait = 0; wait < 100 && !existsSync(saved); wait++) await new Promise((done) => setTimeout(done, 100));
  assert.match(readFileSync(saved, "utf8"), /"correction":"merge"/);
  await page.click('[data-testid="undo"]');
  await page.waitForFunction(() => !document.querySelector('[data-testid="step"]'));
  const input = await page.$('[data-testid="replay"]');
  await input.uploadFile(saved);
  await page.waitForSelector('[data-testid="step"]');
  await settled(page);
  await page.click('[data-testid="close-panel"]');
  assert.equal(await total(), before - 1, "applied again");
  await done();
});

test("suggested pairs are judged by key", async (t) => {
  const { page, done } = await open(site, { fragment: "tab=names&v=1" });
  await page.waitForSelector('[data-testid="judge"]');
  await settled(page);
  if (!(await page.$('[data-testid="judge-y"]'))) {
    t.diagnostic("the sample suggests no pair: only the empty state is looked at");
    assert.match(await text(page, '[data-testid="judge"]'), /Correct/);
    await done();
    return;
  }
  const question = await text(page, '[data-testid="judge"] .question');
  const before = await steps(page);
  await page.focus("#row-0");
  await page.keyboard.press("n");
  await changed(page, before + 1);
  const next = await page.$('[data-testid="judge"] .question');
  assert.ok(!next || (await text(page, '[data-testid="judge"] .question')) !== question, "it is not asked again");
  await page.keyboard.press("u");
  await changed(page, before);
  await done();
});

test("a quotation gets another speaker", async () => {
  const { page, done } = await open(site);
  await page.click('[data-testid="row"]');
  await page.waitForSelector('[data-testid="wrong-speaker"]');
  const before = await text(page, '[data-testid="why"] .who');
  await page.click('[data-testid="wrong-speaker"]');
  await page.waitForSelector('[data-testid="candidates"] [data-key]');
  const other = await page.$$eval('[data-testid="candidates"] [data-key]', (all, before) => {
    const other = all.find((one) => one.dataset.name !== before);
    other.click();
    return other.dataset.name;
  }, before);
  await page.waitForFunction((name) => document.querySelector('[data-testid="why"] .who')?.textContent === name, {}, other);
  await settled(page);
  await done();
});

test("an article gets another outlet and date, and all of it can be taken back", async () => {
  const { page, done } = await open(site);
  await page.click('[data-testid="row"]');
  await page.waitForSelector('[data-testid="about-article"]');
  const outlet = await text(page, '[data-testid="reader"] .kicker');
  await page.click('[data-testid="about-article"] summary');
  await page.click('[data-testid="mend-article"]');
  await page.waitForSelector('[data-testid="mend-outlet"]');
  const type = async (field, words) => {
    await page.click(`[data-testid="mend-${field}"]`, { count: 3 });
    await page.keyboard.press("Backspace");
    await page.type(`[data-testid="mend-${field}"]`, words);
  };
  await type("published", "3 February");
  assert.equal(await page.$eval('[data-testid="mend-article-do"]', (button) => button.disabled), true, "that is no date here");
  await type("published", "2031-02");
  await type("outlet", "The Olm Lantern");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector('[data-testid="reader"] .kicker')?.textContent === "The Olm Lantern");
  await page.waitForFunction(() => /^February 2031|^Feb 2031/.test(document.querySelector('[data-testid="article-date"]')?.textContent ?? ""));
  await page.keyboard.press("u");
  await page.keyboard.press("u");
  await page.waitForFunction((outlet) => document.querySelector('[data-testid="reader"] .kicker')?.textContent === outlet, {}, outlet);
  await settled(page);
  await done();
});

test("corrections outlive a worker that dies", async () => {
  const { page, said, done } = await open(site, { fragment: "tab=names&v=1" });
  const before = (await names(page))[0];
  await page.focus("#row-0");
  await page.keyboard.press("m");
  const box = await page.waitForSelector('[data-testid="rename"]');
  await box.click({ count: 3 });
  await page.keyboard.type("Quite Another");
  await page.click('[data-testid="rename-do"]');
  await changed(page, 1);
  const [worker] = page.workers();
  await worker.evaluate(() => { setTimeout(() => { throw new Error("the worker is gone"); }, 0); });
  await page.waitForFunction(() => /worker is gone/.test(document.body.textContent) || document.querySelector('[role="alert"], .banner.warn'));
  await changed(page, 1);
  assert.ok((await names(page)).includes("Quite Another"));
  assert.ok(!(await names(page)).includes(before));
  assert.ok(said.length > 0 && said.every((line) => /gone|stopped/.test(line)), said.join("\n"));
  said.length = 0;
  await done();
});
