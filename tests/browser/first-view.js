// Which functions first views run: `cargo xtask first-view` serves programs of which every function leaves a mark, in a
// memory of its own (xtask/src/split/mark.rs). Printed is a line a program: its name, and the numbers of what ran.
import { open, serveDist, settled, start } from "./harness/verbatim.js";

// Runs before anything else, in the page and in its worker: keeps what is made of modules.
const KEEP = `{
  const made = (self.marked = []);
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const result = await real.apply(WebAssembly, given);
      made.push(result.instance ?? result);
      return result;
    };
  }
}
`;
const marks = () => self.marked.flatMap(({ exports }) => {
  const bytes = new Uint8Array(exports["marks.wasm"]?.buffer ?? []);
  return [...bytes.keys()].filter((at) => bytes[at]);
});

// Over a slow network a first view says that it is waiting.
const LATE = `{
  const real = self.fetch;
  self.fetch = async (...given) => {
    await new Promise((next) => setTimeout(next, 1500));
    return real(...given);
  };
}
`;

const VIEWS = [
  { language: "en-GB", width: 1440 },
  { language: "en-GB", width: 1440, late: true },
  { language: "de-DE", width: 1024, dark: true },
  { language: "tr-TR", width: 360, dark: true },
  { language: "uk-UA", width: 360 },
];

const sites = [];
for (const head of [KEEP, KEEP + LATE]) sites.push(await start("chrome", {}, await serveDist({ "worker_loader.js": head })));
const ran = { app: new Set(), worker: new Set() };
for (const { language, late = false, ...view } of VIEWS) {
  const site = sites[Number(late)];
  const { page } = await open(site, { ...view, address: "about:blank", wait: false });
  await page.evaluateOnNewDocument(`${KEEP} Object.defineProperty(navigator, "languages", { get: () => ["${language}"] }); Object.defineProperty(navigator, "language", { get: () => "${language}" });`);
  await page.goto(site.server.home, { waitUntil: "load" });
  await settled(page);
  // What fetches the rest belongs to the first view.
  await page.keyboard.press("Shift");
  await settled(page);
  for (const number of await page.evaluate(marks)) ran.app.add(number);
  for (const worker of page.workers()) for (const number of await worker.evaluate(marks)) ran.worker.add(number);
  await page.close();
}
for (const [program, numbers] of Object.entries(ran)) console.log(program, [...numbers].sort((a, b) => a - b).join(" "));
for (const site of sites) {
  await site.stop();
  await site.server.stop();
}
