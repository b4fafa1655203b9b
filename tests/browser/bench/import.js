// The engine in a real browser: 10,000 articles of about 5 kB are imported, then asked.
//
//     npm run bench                      ARTICLES=1000 npm run bench     (DIST: another built page)
//     TRACE=typing.json npm run bench    what the browser does while words are typed, for its own viewer of traces
//
// The articles are shuffled paragraphs of the sample with invented names and dates put in. As in real news about half of
// the text says nothing of who said what (some 23 quotations in 5 kB), most statements are printed once, and every
// tenth article is a reprint of an earlier one, cut and under another name.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, settled, start } from "../harness/verbatim.js";

const ARTICLES = Number(process.env.ARTICLES ?? 10_000);
const A_FILE = 100;

/** Numbers that are the same in every run. */
function dice(seed) {
  let state = seed >>> 0 || 1;
  return (end) => {
    state ^= state << 13; state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5; state >>>= 0;
    return state % end;
  };
}

const SYLLABLES = ["bar", "dov", "el", "fen", "gar", "hol", "ist", "jor", "kel", "lun", "mar", "nor", "ost", "pel", "quil", "ran", "sol", "tar", "ulm", "ver"];

function name(roll) {
  const word = () => { const made = SYLLABLES[roll(20)] + SYLLABLES[roll(20)]; return made[0].toUpperCase() + made.slice(1); };
  return `${word()} ${word()}`;
}

/** CSV files, a hundred articles each; the answer is their paths. */
function make(folder) {
  const sample = join(ROOT, "sample");
  const paragraphs = readdirSync(sample)
    .filter((file) => file.endsWith(".txt"))
    .flatMap((file) => readFileSync(join(sample, file), "utf8").split(/\n\s*\n/))
    .map((paragraph) => paragraph.trim().replace(/\s+/g, " "))
    .filter((paragraph) => paragraph.length > 120);
  const people = [...new Set(paragraphs.join(" ").match(/\b[A-Z][a-z]+ [A-Z][a-z]+\b/g))];
  const plain = paragraphs
    .flatMap((paragraph) => paragraph.split(/(?<=[.!?]) (?=[A-Z])/))
    .filter((sentence) => !/["“”«»‘’:]|\b(said|says|told|according|claim|den|warn|call|ask|add|urg|promis|argu|report|announc|demand|accus)/.test(sentence));
  const words = [...new Set(paragraphs.join(" ").match(/(?<= )[a-z]{6,}(?= )/g))].filter((word) => !/(ed|ing|ly)$/.test(word));
  const quote = (text) => `"${text.replaceAll('"', '""')}"`;
  const roll = dice(20311);
  const known = Array.from({ length: 1500 }, () => name(roll));
  const one = (list) => list[roll(list.length)];
  // Other nouns in the same sentences: what was said differs.
  const reworded = (text) => text.replace(/(?<= )[a-z]{6,}(?= )/g, (word) => (/(ed|ing|ly)$/.test(word) || roll(3) ? word : one(words)));
  const telling = () => Array.from({ length: 2 + roll(4) }, () => one(plain)).join(" ");
  const paths = [], printed = [];
  for (let file = 0; file * A_FILE < ARTICLES; file++) {
    const rows = ["headline,outlet,date,text"];
    for (let number = 0; number < A_FILE && file * A_FILE + number < ARTICLES; number++) {
      let body = "";
      if (printed.length && !roll(10)) {
        const paragraphs = one(printed).split("\n\n");
        body = paragraphs.filter((_, at) => at < 2 || roll(6)).join("\n\n");
      } else {
        while (body.length < 4700) body += `${reworded(roll(9) < 4 ? one(paragraphs) : telling())}\n\n`;
        for (const person of people) if (body.includes(person) && roll(3)) body = body.replaceAll(person, known[roll(1 + roll(known.length))]);
      }
      if (printed.length < 2000) printed.push(body);
      const date = new Date(Date.UTC(2029, 0, 1 + roll(900))).toISOString().slice(0, 10);
      rows.push([`${name(roll)} ${file * A_FILE + number}: ${body.slice(0, 40)}`, `${SYLLABLES[roll(20)]} Post ${roll(3)}`, date, body].map(quote).join(","));
    }
    const path = join(folder, `articles-${String(file).padStart(3, "0")}.csv`);
    writeFileSync(path, rows.join("\n"));
    paths.push(path);
  }
  return paths;
}

const at = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const ms = (list) => `${at(list, 0.5).toFixed(1)} / ${at(list, 0.95).toFixed(1)} / ${Math.max(...list).toFixed(1)}`;

const folder = mkdtempSync(join(tmpdir(), "verbatim-bench-"));
const paths = make(folder);
const site = await start("chrome");
const page = await site.browser.newPage();
await page.setViewport({ width: 1440, height: 900 });
await page.evaluateOnNewDocument(() => {
  // Round trips to the worker: from the message posted to the next one of more than an event's size.
  window.trips = [];
  const Original = window.Worker;
  window.Worker = class extends Original {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => {
        if (window.asked) { window.trips.push(performance.now() - window.asked); window.asked = 0; }
      });
    }
    postMessage(...given) { window.asked = performance.now(); super.postMessage(...given); }
  };
  window.long = [];
  new PerformanceObserver((list) => window.long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: "longtask", buffered: true });
});
await page.goto(site.server.home, { waitUntil: "load" });
await settled(page);

await page.click('[data-testid="open-import"]');
const input = await page.waitForSelector('[data-testid="pick-files"]');
await page.evaluate(() => {
  window.long.length = 0;
  // Gaps between frames tell of tasks that are too short for the browser to report.
  let last = performance.now();
  window.gaps = [];
  const tick = (now) => { window.gaps.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  document.querySelector('[data-testid="pick-files"]').addEventListener("change", () => { window.began = performance.now(); }, true);
  // A row that the sample does not have.
  const first = () => document.querySelector('[data-testid="row"]')?.textContent;
  const sample = first();
  const watch = new MutationObserver(() => {
    if (window.began && !window.first && !document.querySelector('[data-testid="sample-banner"]') && first() && first() !== sample) window.first = performance.now() - window.began;
  });
  watch.observe(document.body, { childList: true, subtree: true });
});
await input.uploadFile(...paths);
await page.waitForFunction(() => window.first, { timeout: 120_000, polling: 50 });
// Asked again and again: one question that waits for minutes would run into the debugger's own limit.
for (let told = ""; ;) {
  await new Promise((done) => setTimeout(done, 1000));
  const { running, line } = await page.evaluate(() => ({
    running: Boolean(document.querySelector('[data-testid="progress"].running')),
    line: document.querySelector('[data-testid="corpus-size"]')?.textContent ?? "",
  }));
  if (!running) break;
  if (process.env.VERBOSE && line !== told) console.error(`${((await page.evaluate(() => performance.now() - window.began)) / 1000).toFixed(0)} s: ${(told = line)}`);
}
await settled(page);
const imported = await page.evaluate(() => ({
  all: performance.now() - window.began, first: window.first, long: window.long, gap: Math.max(...window.gaps),
  summary: document.querySelector('[data-testid="summary"]').textContent, workers: navigator.hardwareConcurrency,
}));

// Words, as they are typed, about ten letters a second; every letter is a question. A key is held as fingers hold it: the
// browser puts off what workers answer until it has drawn what a key did, and the same again when the key is let go.
const HELD = 80;
const typed = [];
if (process.env.TRACE) {
  const categories = ["devtools.timeline", "blink.user_timing", "toplevel", "input", "v8.execute", "renderer.scheduler", "cc"];
  await page.tracing.start({ path: process.env.TRACE, categories });
}
await page.evaluate(() => { window.trips.length = 0; window.long.length = 0; window.asked = 0; });
for (const words of ["harbour", "the minister", '"the harbour"', "dredging contract", "port near/5 ship", "har*", "verb:deny", "minster~"]) {
  await page.click('[data-testid="search"]', { count: 3 });
  for (const letter of words) {
    // The page listens before the key is pressed.
    await page.evaluate(() => { window.painted = new Promise((done) => {
      document.querySelector('[data-testid="search"]').addEventListener("keydown", (event) => {
        const pressed = event.timeStamp;
        let late;
        // The first task after the frame.
        const painted = () => { changes.disconnect(); clearTimeout(late); done(performance.now() - pressed); };
        const seen = () => requestAnimationFrame(() => scheduler.postTask(painted, { priority: "user-blocking" }));
        const changes = new MutationObserver(seen);
        changes.observe(document.querySelector('[data-testid="summary"]'), { childList: true, subtree: true, characterData: true });
        // The same number of hits as before changes nothing on screen.
        late = setTimeout(() => { changes.disconnect(); done(null); }, 1500);
      }, { once: true, capture: true });
    }); });
    await page.keyboard.press(letter === " " ? "Space" : letter, { delay: HELD });
    const took = await page.evaluate(() => window.painted);
    if (took !== null) typed.push(took);
  }
}
if (process.env.TRACE) await page.tracing.stop();
if (process.env.VERBOSE) console.error(typed.map((one) => one.toFixed(0)).join(" "));
const facets = [];
await page.click('[data-testid="search"]', { count: 3 });
await page.keyboard.press("Backspace");
await settled(page);
const asked = await page.evaluate(() => ({ trips: window.trips.splice(0), long: window.long.splice(0) }));
for (const facet of ["verbfamily", "outlet", "speaker", "type"]) {
  for (let value = 0; value < 3; value++) {
    const chosen = (await page.$$(`[data-testid="facet-${facet}"] [data-testid="facet-value"] .choose`))[value];
    if (!chosen) continue;
    await chosen.click();
    await settled(page);
  }
}
facets.push(...(await page.evaluate(() => window.trips.splice(0))));

const lines = [
  `${ARTICLES} articles, ${imported.workers} processors: ${imported.summary.replace(/\s+/g, " ").trim()}`,
  `import to explorable             ${(imported.all / 1000).toFixed(1)} s`,
  `first rows of it on screen       ${(imported.first / 1000).toFixed(2)} s`,
  `longest main-thread task         ${imported.long.length ? Math.max(...imported.long).toFixed(0) + " ms of " + imported.long.length : "under 50 ms"} (longest gap between frames ${imported.gap.toFixed(0)} ms)`,
  `word asked to answer, ms         ${asked.trips.length ? ms(asked.trips) : "-"}   p50 / p95 / longest, ${asked.trips.length} answers`,
  `facet chosen to answer, ms       ${facets.length ? ms(facets) : "-"}`,
  `key pressed to rows painted, ms  ${typed.length ? ms(typed) : "-"}`,
];
console.log(lines.join("\n"));
await site.stop();
rmSync(folder, { recursive: true, force: true });
