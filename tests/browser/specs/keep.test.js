// Articles kept on this computer outlive the browser, also one that is killed while it saves.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serveDist, settled, start, text } from "../harness/verbatim.js";

// One server for all: what is kept belongs to its address.
let server;
before(async () => { server = await serveDist(); });
after(async () => { await server?.stop(); });

/** Opens the page in a profile that lasts. */
async function visit(profile, from = server) {
  const site = await start("chrome", { userDataDir: profile }, from);
  const page = await site.browser.newPage();
  await page.goto(site.server.home, { waitUntil: "load" });
  await settled(page);
  return { site, page };
}

/** Articles of our own invention, about 5 kB each. */
function files(folder, from, to) {
  const names = [];
  for (let number = from; number < to; number++) {
    const said = (day) => `“Pier ${number} will be open on day ${day},” harbour master Orla Fenn said.\nThe ferry to Olm Island waits at pier ${number}.\n`;
    const path = join(folder, `pier-${number}.txt`);
    writeFileSync(path, `Pier ${number} opens\n\n2031-03-02\n\n${Array.from({ length: 40 }, (_, day) => said(day)).join("\n")}`);
    names.push(path);
  }
  return names;
}

async function add(page, paths) {
  await page.click('[data-testid="open-import"]');
  const input = await page.waitForSelector('[data-testid="pick-files"]');
  await input.uploadFile(...paths);
}

async function keep(page) {
  await page.click('[data-testid="open-import"]');
  await page.waitForSelector('[data-testid="keep"]');
  await page.click('[data-testid="keep"]');
  await page.waitForFunction(() => /\d/.test(document.querySelector('[data-testid="kept"]')?.textContent ?? ""), { timeout: 60_000 });
  await page.click('[data-testid="close-panel"]');
}

const articles = async (page) => Number((await text(page, '[data-testid="summary"]')).match(/(\d+) articles?/)[1]);

const folder = () => mkdtempSync(join(tmpdir(), "verbatim-keep-"));

test("kept articles are there again, and gone when they are deleted", async () => {
  const [profile, made] = [folder(), folder()];
  let { site, page } = await visit(profile);
  await add(page, files(made, 0, 30));
  await settled(page);
  await keep(page);
  const before = await text(page, '[data-testid="summary"]');
  await site.stop();

  ({ site, page } = await visit(profile));
  assert.equal(await text(page, '[data-testid="summary"]'), before);
  await page.type('[data-testid="search"]', '"pier 7"');
  await settled(page);
  assert.ok((await page.$$('[data-testid="row"]')).length >= 1, "texts are read from what is kept");
  // What was kept grows.
  await add(page, files(made, 30, 40));
  await settled(page);
  await page.click('[data-testid="open-import"]');
  await page.waitForSelector('[data-testid="keep"]');
  await page.click('[data-testid="keep"]');
  await settled(page);
  await page.click('[data-testid="close-panel"]');
  await page.click('[data-testid="clear-all"]');
  await settled(page);
  assert.equal(await articles(page), 40, "deleting what is kept takes nothing from what is open");
  await site.stop();

  ({ site, page } = await visit(profile));
  await page.waitForSelector('[data-testid="sample-banner"]');
  await site.stop();
  [profile, made].forEach((path) => rmSync(path, { recursive: true, force: true }));
});

test("a browser that is killed while saving loses nothing that was kept", async () => {
  const [profile, made] = [folder(), folder()];
  let { site, page } = await visit(profile);
  await add(page, files(made, 0, 40));
  await settled(page);
  await keep(page);
  await site.stop();
  let known = 40;
  for (let round = 0; round < 6; round++) {
    ({ site, page } = await visit(profile));
    const found = await articles(page);
    assert.ok(found === known || found === known + 40, `round ${round}: ${found} articles after ${known}`);
    known = found;
    await add(page, files(made, known, known + 40));
    // Reading is over when all are counted; saving begins then.
    await page.waitForFunction((all) => new RegExp(`\\b${all} articles`).test(document.querySelector('[data-testid="summary"]')?.textContent ?? ""), { timeout: 60_000, polling: 5 }, known + 40);
    await new Promise((done) => setTimeout(done, round * 12));
    const process = site.browser.process();
    const ended = new Promise((done) => process.once("exit", done));
    process.kill("SIGKILL");
    await ended;
  }
  ({ site, page } = await visit(profile));
  assert.ok((await articles(page)) >= known);
  await site.stop();
  [profile, made].forEach((path) => rmSync(path, { recursive: true, force: true }));
});

test("without the private file system the database keeps them", async () => {
  const [profile, made] = [folder(), folder()];
  // Before it begins, the worker's script is told that there is no such thing.
  const refuse = 'StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException("no", "SecurityError"));\n';
  const poor = await serveDist({ "worker_loader.js": refuse });
  let { site, page } = await visit(profile, poor);
  await add(page, files(made, 0, 12));
  await settled(page);
  await keep(page);
  await site.stop();
  ({ site, page } = await visit(profile, poor));
  assert.equal(await articles(page), 12);
  await page.type('[data-testid="search"]', '"pier 11"');
  await settled(page);
  assert.ok((await page.$$('[data-testid="row"]')).length >= 1);
  await site.stop();
  await poor.stop();
  [profile, made].forEach((path) => rmSync(path, { recursive: true, force: true }));
});
