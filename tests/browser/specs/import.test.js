// A single file is looked into before it is read: its articles, and the columns of a table.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { drop, open, picture, settled, start, text, texts } from "../harness/verbatim.js";

let site;
const folder = mkdtempSync(join(tmpdir(), "verbatim-"));
before(async () => { site = await start(); });
after(async () => { await site?.stop(); });

const TABLE = [
  "Kop;Krant;Dag;Verhaal",
  "Ferry stays in dock;Olm Courier;2031-02-03;“It will stay until its engine is mended,” harbour master Ansa Brul said on Monday. Nobody in the harbour office knew for how long.",
  "Quay is full;Olm Post;2031-02-04;“We have waited since the morning,” Tarn Veld said on the quay. Two hundred people stood there with him until the evening came.",
  ";Olm Post;2031-02-05;The harbour office gave no answer on Wednesday. The ferry lay where it had lain, and the rain went on over all of the harbour.",
].join("\n");

async function pick(page, name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  await page.click('[data-testid="open-import"]');
  const input = await page.waitForSelector('[data-testid="pick-files"]');
  await input.uploadFile(path);
}

test("columns are matched by hand, articles are left out, and no row is blank", async () => {
  const { page, done } = await open(site);
  await pick(page, "harbour.csv", TABLE);
  await page.waitForSelector('[data-testid="mapping"]');
  for (const [field, column] of [["headline", "Kop"], ["text", "Verhaal"], ["outlet", "Krant"], ["published", "Dag"]]) {
    await page.select(`[data-testid="column-${field}"]`, column);
    await page.waitForFunction((f, c) => document.querySelector(`[data-testid="column-${f}"]`)?.value === c, {}, field, column);
    await settled(page);
  }
  assert.deepEqual((await texts(page, '[data-testid="preview"] .headline')).slice(0, 2), ["Ferry stays in dock", "Quay is full"]);
  await picture(page, "import-columns");
  await page.click('[data-testid="preview"] li:nth-child(2) input');
  assert.match(await text(page, '[data-testid="preview-take"]'), /2 articles/);
  await page.click('[data-testid="preview-take"]');
  await page.waitForFunction(() => !document.querySelector('[data-testid="sample-banner"]'));
  await settled(page);
  await page.click("#tab-articles");
  await settled(page);
  const rows = await texts(page, '[data-testid="row"]');
  assert.equal(rows.length, 2);
  assert.ok(rows.some((row) => row.startsWith("Ferry stays in dock")));
  assert.ok(rows.some((row) => /^The harbour office gave no answer.*no headline/.test(row)), rows.join("\n"));
  assert.ok(rows.every((row) => /Feb\w* 2031/.test(row)), "dates are read from their column");
  await done();
});

test("a file of one article is read at once; dates that only others can tell are settled", async () => {
  const { page, done } = await open(site);
  const article = (what, date) => `${what}\n${date}\n\nThe harbour office said that the ferry would stay in dock.\n\nThe mayor agreed.\n`;
  await pick(page, "one.txt", article("Ferry stays in dock", "23.02.2031"));
  await page.waitForFunction(() => !document.querySelector('[data-testid="sample-banner"]'));
  await settled(page);
  await page.click('[data-testid="open-import"]');
  const paths = [["two.txt", article("Quay is full", "03.02.2031")], ["three.txt", article("Engine is mended", "24.02.2031")]].map(([name, words]) => {
    writeFileSync(join(folder, name), words);
    return join(folder, name);
  });
  await (await page.waitForSelector('[data-testid="pick-files"]')).uploadFile(...paths);
  await page.waitForFunction(() => /3 articles/.test(document.querySelector('[data-testid="corpus-size"]').textContent));
  await settled(page);
  await page.click("#tab-articles");
  await settled(page);
  const rows = await texts(page, '[data-testid="row"]');
  assert.ok(rows.some((row) => row.startsWith("Quay is full") && row.includes("3 Feb 2031")), rows.join("\n"));
  await done();
});

test("many files, and others while they are read", async () => {
  const { page, done } = await open(site);
  const files = (from, to, paragraphs = 1) => Array.from({ length: to - from }, (_, at) => {
    const path = join(folder, `report-${from + at}.txt`);
    const said = (paragraph) => `The harbour office said on day ${paragraph} that ferry ${from + at} would stay in dock until its engine was mended.\n`;
    writeFileSync(path, [`Ferry ${from + at} stays in dock`, "24 February 2031\n", ...Array.from({ length: paragraphs }, (_, paragraph) => said(paragraph))].join("\n"));
    return path;
  });
  await drop(page, files(0, 130));
  await page.waitForFunction(() => !document.querySelector('[data-testid="sample-banner"]'));
  await drop(page, files(130, 190));
  await page.waitForFunction(() => document.querySelector('[data-testid="corpus-size"]')?.textContent.startsWith("190 articles"));
  await settled(page);
  assert.match(await text(page, '[data-testid="corpus-size"]'), /^190 articles/);
  // Stopped in the middle nothing more comes, and what is there stays.
  await drop(page, files(200, 700, 50));
  await page.waitForFunction(() => Number.parseInt(document.querySelector('[data-testid="corpus-size"]').textContent, 10) > 192);
  await page.click('[data-testid="cancel"]');
  await settled(page);
  const stopped = Number.parseInt(await text(page, '[data-testid="corpus-size"]'), 10);
  assert.ok(stopped >= 190 && stopped < 690, `${stopped} articles`);
  await new Promise((later) => setTimeout(later, 1000));
  assert.equal(Number.parseInt(await text(page, '[data-testid="corpus-size"]'), 10), stopped);
  await done();
});

test("what was mended on the way is told apart from problems", async () => {
  const { page, done } = await open(site);
  // UTF-8 that somebody once read as Windows-1252: mended, and told.
  const words = "The minister of ports, Jelena Å\u00a0karo, said: \u00e2\u20ac\u0153The ferry stays in dock until the second engine is mended.\u00e2\u20ac\u009d\n\n" +
    "Nobody in the caf\u00c3\u00a9 at the quay had expected anything else, and the two hundred people who waited went home.\n";
  await pick(page, "mended.txt", words);
  await page.waitForSelector('[data-testid="open-problems"]');
  await settled(page);
  assert.match(await page.$eval('[data-testid="open-problems"]', (button) => button.textContent), /note/);
  await page.click('[data-testid="open-problems"]');
  assert.equal((await texts(page, '[data-testid="problem"]')).length, 0);
  const notes = await texts(page, '[data-testid="note"]');
  assert.equal(notes.length, 1);
  assert.match(notes[0], /mended\.txt/);
  await done();
});

test("PDF files are read by a program that comes when one is brought", async () => {
  const { page, done } = await open(site);
  const asked = [];
  site.server.heard = (path) => asked.push(path);
  const pdf = (name) => new URL(`../../../crates/ingest/tests/fixtures/pdf/${name}.pdf`, import.meta.url).pathname;
  const add = async (...names) => {
    await page.click('[data-testid="open-import"]');
    await (await page.waitForSelector('[data-testid="pick-files"]')).uploadFile(...names.map(pdf));
    await page.waitForFunction(() => !document.querySelector('[data-testid="sample-banner"]'));
    await settled(page);
  };
  assert.ok(!asked.some((path) => path.includes("pdf")), "nothing of it comes before");
  await add("one");
  assert.ok(asked.some((path) => path.endsWith("pdf_bg.wasm")), asked.join("\n"));
  assert.match((await texts(page, '[data-testid="row"]')).join("\n"), /Ida Kvam/);
  await page.click("#tab-articles");
  await settled(page);
  assert.match((await texts(page, '[data-testid="row"]')).join("\n"), /Ferry to Hafnar stays in dock/);
  await add("scanned", "broken");
  await page.waitForSelector('[data-testid="open-problems"]');
  await page.click('[data-testid="open-problems"]');
  const problems = await texts(page, '[data-testid="problem"]');
  assert.equal(problems.length, 2, problems.join("\n"));
  assert.ok(problems.some((row) => /scanned\.pdf/.test(row) && /text recognition/.test(row)), problems.join("\n"));
  assert.ok(problems.some((row) => /broken\.pdf/.test(row)), problems.join("\n"));
  await done();
});

test("PDF files inside an archive and attached to a mail are read", async () => {
  const { page, done } = await open(site);
  const packed = (name) => new URL(`../../../crates/ingest/tests/fixtures/packed/${name}`, import.meta.url).pathname;
  await page.click('[data-testid="open-import"]');
  await (await page.waitForSelector('[data-testid="pick-files"]')).uploadFile(packed("with-pdf.zip"), packed("attached.eml"));
  await page.waitForFunction(() => !document.querySelector('[data-testid="sample-banner"]'));
  await settled(page);
  await page.click("#tab-articles");
  await settled(page);
  const articles = (await texts(page, '[data-testid="row"]')).join("\n");
  for (const headline of ["Bridge over the Narrow Sound opens", "Ferry to Hafnar stays in dock", "Lighthouse keeps its keeper", "Two papers for tomorrow", "A note on the ferry"]) {
    assert.ok(articles.includes(headline), articles);
  }
  await page.waitForSelector('[data-testid="open-problems"]');
  await page.click('[data-testid="open-problems"]');
  const problems = await texts(page, '[data-testid="problem"]');
  assert.equal(problems.length, 2, problems.join("\n"));
  assert.ok(problems.some((row) => /with-pdf\.zip\/c-broken\.pdf/.test(row)), problems.join("\n"));
  assert.ok(problems.some((row) => /winmail\.dat/.test(row)), problems.join("\n"));
  await done();
});
