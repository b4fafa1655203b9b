// The whole path in a real browser: sample, own files, filters, links, privacy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drop, open, picture, seeds, settled, start, text, texts } from "../harness/verbatim.js";

let site;
before(async () => { site = await start(); });
after(async () => { await site?.stop(); });

const SUMMARY = '[data-testid="summary"]';
const rows = (page) => texts(page, '[data-testid="row"]');
const articles = async (page) => {
  await page.click("#tab-articles");
  await settled(page);
  return texts(page, '[data-testid="row"] .row-title');
};

test("the sample opens by itself, with quotations, articles and facets", async () => {
  const { page, done } = await open(site);
  assert.match(await text(page, '[data-testid="sample-banner"]'), /sample/i);
  assert.ok((await rows(page)).length >= 10, "quotations fill the list");
  assert.match(await text(page, SUMMARY), /\d+ quot\w+ .*\d+ articles/);
  assert.ok((await page.$$('[data-testid="facet-outlet"] [data-testid="facet-value"]')).length >= 6, "six outlets");
  const headlines = await articles(page);
  assert.ok(headlines.some((line) => line.startsWith("Ardovia halts dredging deal")), headlines.join("\n"));
  await picture(page, "sample-articles");
  await done();
});

test("the first article is on screen within a second of opening the page", async () => {
  const { page, done } = await open(site, { wait: false });
  await page.waitForSelector('[data-testid="row"]');
  // Measured in the page: from the start of the navigation to the first row.
  const at = await page.evaluate(() => performance.getEntriesByName("first-row")[0]?.startTime);
  console.log(`      first row after ${Math.round(at)} ms`);
  // Shared build machines stutter; the second is asserted where the machine is known to be idle.
  assert.ok(at < (process.env.STRICT_TIMES ? 1000 : 10_000), `${at} ms`);
  await settled(page);
  await done();
});

test("a facet narrows, its chip removes it, Back restores it", async () => {
  const { page, done } = await open(site);
  const all = await text(page, SUMMARY);
  await page.click('[data-testid="facet-outlet"] [data-testid="facet-value"] .choose');
  await settled(page);
  const narrowed = await text(page, SUMMARY);
  assert.notEqual(narrowed, all);
  assert.match(narrowed, /1 outlet\b/);
  assert.match(page.url(), /#.*outlet=/);
  assert.equal((await page.$$('[data-testid="chip"]')).length, 1);
  await page.goBack();
  await settled(page);
  assert.equal(await text(page, SUMMARY), all);
  await page.goForward();
  await settled(page);
  assert.equal(await text(page, SUMMARY), narrowed);
  await page.click('[data-testid="clear-all"]');
  await settled(page);
  assert.equal(await text(page, SUMMARY), all);
  await done();
});

test("search folds accents, lights its hits, and an empty result says what to do", async () => {
  const { page, done } = await open(site);
  await page.type('[data-testid="search"]', "scerbanek");
  await settled(page);
  const found = await rows(page);
  assert.ok(found.length > 0 && found.length < 200);
  await articles(page);
  assert.ok((await texts(page, '[data-testid="row"] mark')).some((word) => word === "Ščerbánek"), "found under its accents");
  await page.click('[data-testid="search"]', { count: 3 });
  await page.keyboard.type("zzzunknownword");
  await settled(page);
  assert.match(await text(page, '[data-testid="empty"]'), /\w+/);
  await done();
});

test("rows that are not in sight follow every letter as well", async () => {
  const { page, done } = await open(site);
  for (const word of ["harbour", "the"]) {
    await page.click('[data-testid="search"]', { count: 3 });
    await page.keyboard.type(word);
    await settled(page);
    const lit = await page.$$eval('[data-testid="row"]', (rows) => rows.map((row) => [...row.querySelectorAll("mark")].map((mark) => mark.textContent.toLowerCase())));
    const height = await page.$eval("#rows", (list) => list.clientHeight / list.querySelector("li").clientHeight);
    assert.ok(lit.length > height + 2, `${lit.length} rows of which ${height} are in sight`);
    assert.ok(lit.every((words) => words.includes(word)), `${word}: ${JSON.stringify(lit)}`);
  }
  await done();
});

test("the reader shows a quotation with its speaker, cue and reason", async () => {
  const { page, done } = await open(site);
  await page.click('[data-testid="row"]');
  await page.waitForSelector('[data-testid="article-text"]');
  await settled(page);
  assert.match(page.url(), /open=[0-9a-f]{16}/);
  await page.waitForSelector('[data-testid="why"]');
  assert.match(await text(page, '[data-testid="why"]'), /\d+ ?%/);
  const shown = await page.$eval('[data-testid="article-text"]', (element) => element.textContent.length);
  assert.ok(shown > 500, "the whole text is there");
  await picture(page, "sample-reader");
  await done();
});

test("a copied link reopens the same view in a fresh profile", async () => {
  const first = await open(site);
  await first.page.click('[data-testid="facet-verbfamily"] [data-testid="facet-value"] .choose');
  await settled(first.page);
  await first.page.click('[data-testid="row"]');
  await first.page.waitForSelector('[data-testid="article-text"]');
  await settled(first.page);
  const link = new URL(first.page.url()).hash.slice(1);
  const seen = [await text(first.page, SUMMARY), await rows(first.page), await text(first.page, '[data-testid="article-text"]')];
  await first.done();
  const second = await open(site, { fragment: link });
  await second.page.waitForSelector('[data-testid="article-text"]');
  await settled(second.page);
  const again = [await text(second.page, SUMMARY), await rows(second.page), await text(second.page, '[data-testid="article-text"]')];
  assert.deepEqual(again, seen);
  await second.done();
});

test("five real articles are dropped, read, searched and linked", async (t) => {
  const files = seeds();
  if (!files) {
    t.skip("SKIPPED OUT LOUD: ../shared/corpora/seeds is not beside this checkout");
    return;
  }
  const { page, done } = await open(site);
  await drop(page, files);
  await page.waitForFunction(() => !document.querySelector('[data-testid="sample-banner"]'));
  await settled(page);
  const headlines = await articles(page);
  assert.equal(headlines.length, 5);
  assert.ok(headlines.includes("Turkish-Ukrainian military cooperation not aimed at Russia, assures official"));
  assert.ok(headlines.includes("Turkey and Russian Federation agree to build Syria mechanism"));
  assert.ok(headlines.includes("Erdoğan, Zelenskyy discuss latest situation in Russia talks"));
  const dates = await texts(page, '[data-testid="row"] .when');
  assert.ok(dates.some((date) => /Feb\w* 3, 2022|3 Feb\w* 2022/.test(date)), dates.join("; "));
  await page.click("#tab-quotes");
  await settled(page);
  const quotes = await rows(page);
  assert.ok(quotes.length >= 12, `${quotes.length} quotations`);
  assert.ok(quotes.some((row) => row.includes("Altun") && row.includes("one of the most active members")), quotes.join("\n"));
  await page.type('[data-testid="search"]', "cavusoglu");
  await settled(page);
  assert.ok((await rows(page)).length >= 1);
  await picture(page, "seeds");
  await done();
});

test("a file that cannot be read is named, and the rest is kept", async () => {
  const { page, done } = await open(site);
  await page.click('[data-testid="open-import"]');
  const input = await page.waitForSelector('[data-testid="pick-files"]');
  await input.uploadFile(...["../fixtures/empty.txt", "../fixtures/harbour.txt"].map((name) => new URL(name, import.meta.url).pathname));
  await page.waitForSelector('[data-testid="open-problems"]');
  await settled(page);
  await page.click('[data-testid="open-problems"]');
  const problems = await texts(page, '[data-testid="problem"]');
  assert.equal(problems.length, 1);
  assert.match(problems[0], /empty\.txt/);
  await page.click('[data-testid="close-panel"]');
  const headlines = await articles(page);
  assert.deepEqual(headlines, ["Ferry to Olm Island runs again"]);
  await done();
});

test("pasted words become an article", async () => {
  const { page, done } = await open(site);
  await page.click('[data-testid="open-import"]');
  await page.waitForSelector('[data-testid="paste"]');
  await page.type('[data-testid="paste"]', "Lamp oil runs out\n\n“There is none left,” keeper Ansa Brul said on Friday.\n");
  await page.click('[data-testid="paste-add"]');
  await page.waitForFunction(() => !document.querySelector('[data-testid="sample-banner"]'));
  await settled(page);
  const found = await rows(page);
  assert.equal(found.length, 1);
  assert.match(found[0], /Ansa Brul/);
  assert.match(found[0], /There is none left/);
  // What has no date can be looked at alone.
  await page.click('[data-testid="undated"]');
  await settled(page);
  assert.equal((await rows(page)).length, 1);
  assert.match(await page.$eval('[data-testid="search"]', (box) => box.value), /is:undated/);
  await page.click('[data-testid="undated"]');
  await settled(page);
  assert.equal(await page.$eval('[data-testid="search"]', (box) => box.value), "");
  await done();
});

test("what is on screen can be printed: rows one below the other, without panels", async () => {
  const { page, done } = await open(site);
  await page.keyboard.press("?");
  await page.waitForSelector("dialog[open]");
  await page.emulateMediaType("print");
  const printed = await page.evaluate(() => ({
    rows: [...document.querySelectorAll(".rows li")].map((row) => row.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]),
    panel: document.querySelector("dialog").checkVisibility(),
  }));
  assert.ok(printed.rows.length > 5 && printed.rows.every(([top, bottom]) => bottom - top > 40));
  assert.ok(printed.rows.every(([top], at) => !at || top >= printed.rows[at - 1][1] - 1), "no row lies over another");
  assert.equal(printed.panel, false);
  await done();
});
