// Ten thousand text files of about 5 kB, given to a page and read in one of its workers as the page's reading program reads
// them, six files opened ahead. Part of `cargo xtask speed`, which builds the module whose folder is the argument.
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
    const began = performance.now();
    const opened = files.slice(0, ahead).map((file) => file.arrayBuffer());
    let articles = 0, bytes = 0;
    for (let at = 0; at < files.length; at++) {
      const buffer = await opened[at];
      opened[at] = null;
      if (at + ahead < files.length) opened.push(files[at + ahead].arrayBuffer());
      bytes += buffer.byteLength;
      articles += read(files[at].name, new Uint8Array(buffer));
    }
    self.postMessage({ ahead, articles, bytes, seconds: (performance.now() - began) / 1000 });
  }
  self.postMessage(null);
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
  window.told = [];
  const worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => window.told.push(data);
  document.querySelector("input").addEventListener("change", ({ target }) => worker.postMessage([...target.files]));
});
await (await page.$("input")).uploadFile(...paths);
await page.waitForFunction(() => window.told.includes(null), { timeout: 180_000, polling: 200 });
console.log(`\n${FILES} text files read in a worker of Chromium`);
for (const { ahead, articles, bytes, seconds } of (await page.evaluate(() => window.told)).filter(Boolean)) {
  console.log(`${ahead} opened ahead: ${seconds.toFixed(2)} s for ${(bytes / 1e6).toFixed(0)} MB, ${articles} articles`);
}
await site.stop();
await site.server.stop();
rmSync(folder, { recursive: true, force: true });
