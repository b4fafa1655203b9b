// The README's pictures, made from the sample by the page itself: `npm run pictures` in this folder, after
// `cargo xtask build`. They are small, and committed.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT, open, settled, start } from "./harness/verbatim.js";

const FOLDER = join(ROOT, "docs/pictures");

/** Fragment, theme, size, and what to do before the picture is taken. */
const PICTURES = {
  quotes: { fragment: "speaker=scerbanek&v=1", act: async (page) => page.click('[data-testid="row"][data-row="1"]') },
  "same-quote": { fragment: "tab=same&v=1", dark: true, act: async (page) => page.click('[data-testid="wording"]') },
  table: { fragment: "columns=verbfamily&tab=table&v=1", width: 1100, height: 640 },
};

mkdirSync(FOLDER, { recursive: true });
const site = await start();
for (const [name, { fragment, dark = false, width = 1440, height = 820, act }] of Object.entries(PICTURES)) {
  const { page, done } = await open(site, { fragment, dark, width, height });
  await settled(page);
  await act?.(page);
  await settled(page);
  await page.screenshot({ path: join(FOLDER, `${name}.webp`), type: "webp", quality: 82 });
  await done();
  console.log(`docs/pictures/${name}.webp`);
}
await site.stop();
