// Ten thousand text files of about 5 kB, given to a page and read in its workers as the page's reading programs read them: six
// files opened ahead, a worker a processor. Part of `cargo xtask speed`, which builds the module whose folder is the argument.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inventedTable } from "../harness/invent.js";
import { serve } from "../harness/server.js";
import { start } from "../harness/verbatim.js";

const FILES = Number(process.env.FILES ?? 10_000);
const module = process.argv[2];

writeFileSync(join(module, "index.html"), '<!doctype html><title>Reading</title><input type="file" multiple>');
writeFileSync(join(module, "worker.js"), `
import init, { read } from "./verbatim_parity.js";
const ready = init();
self.onmessage = async ({ data: files }) => {
  await ready;
  for (const ahead of [1, 6, 6]) {
    const began = performance.timeOrigin + performance.now();
    const opened = files.slice(0, ahead).map((file) => file.arrayBuffer());
    let articles = 0, bytes = 0;
    for (let at = 0; at < files.length; at++) {
      const buffer = await opened[at];
      opened[at] = null;
      if (at + ahead < files.length) opened.push(files[at + ahead].arrayBuffer());
      bytes += buffer.byteLength;
      articles += read(files[at].name, new Uint8Array(buffer));
    }
    self.postMessage({ ahead, articles, bytes, began, ended: performance.timeOrigin + performance.now() });
    await new Promise((next) => { self.onmessage = next; });
  }
};
`);

const folder = mkdtempSync(join(tmpdir(), "verbatim-files-"));
const texts = inventedTable(2000).split("\n\n");
const paths = [];
for (let file = 0, at = 0; file < FILES; file++) {
  let body = `Report ${file} on the harbour\n`;
  while (body.length < 5000) body += `\n${texts[at++ % texts.length].replace(/^"|"$/gm, "")}\n`;
  paths.push(join(folder, `${String(file).padStart(5, "0")}.txt`));
  writeFileSync(paths.at(-1), body);
}
const site = await start("chrome", {}, await serve(module));
const page = await site.browser.newPage();
await page.goto(site.server.home, { waitUntil: "load" });
await page.evaluate(() => {
  window.rounds = [];
  // As many as the page hires.
  const workers = Array.from({ length: Math.min(4, navigator.hardwareConcurrency) }, () => new Worker("worker.js", { type: "module" }));
  let told = [];
  for (const worker of workers) {
    worker.onmessage = ({ data }) => {
      told.push(data);
      if (told.length < workers.length) return;
      window.rounds.push(told);
      told = [];
      for (const other of workers) other.postMessage("on");
    };
  }
  document.querySelector("input").addEventListener("change", ({ target }) => {
    const files = [...target.files];
    workers.forEach((worker, at) => worker.postMessage(files.filter((_, file) => file % workers.length === at)));
  });
});
await (await page.$("input")).uploadFile(...paths);
await page.waitForFunction(() => window.rounds.length === 3, { timeout: 180_000, polling: 200 });
const rounds = await page.evaluate(() => window.rounds);
console.log(`\n${FILES} text files read in ${rounds[0].length} workers of Chromium`);
for (const round of rounds) {
  const sum = (of) => round.reduce((all, one) => all + of(one), 0);
  const seconds = (Math.max(...round.map((one) => one.ended)) - Math.min(...round.map((one) => one.began))) / 1000;
  console.log(`${round[0].ahead} opened ahead: ${seconds.toFixed(2)} s for ${(sum((one) => one.bytes) / 1e6).toFixed(0)} MB, ${sum((one) => one.articles)} articles`);
}
await site.stop();
await site.server.stop();
rmSync(folder, { recursive: true, force: true });
