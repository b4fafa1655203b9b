// axe-core finds nothing on any screen, in either theme.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { open, picture, settled, start } from "../harness/verbatim.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const SCREENS = ["", "tab=articles", "tab=same", "tab=names", "tab=context&q=drovna", "tab=timeline", "tab=network", "tab=table"];

let site;
before(async () => { site = await start(); });
after(async () => { await site?.stop(); });

async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate((tags) => axe.run(document, { runOnly: { type: "tag", values: tags } }), RULES);
  return found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(" | ")}`);
}

for (const dark of [false, true]) {
  const theme = dark ? "dark" : "light";
  test(`every tab, and the reader, in the ${theme} theme`, async () => {
    const wrong = [];
    for (const fragment of SCREENS) {
      const { page, done } = await open(site, { fragment, dark });
      for (const rule of await violations(page)) wrong.push(`#${fragment}: ${rule}`);
      if (!fragment) {
        await page.click('[data-testid="row"]');
        await page.waitForSelector('[data-testid="why"]');
        await settled(page);
        for (const rule of await violations(page)) wrong.push(`reader: ${rule}`);
      }
      await picture(page, `screen-${theme}-${fragment.replace(/\W+/g, "-") || "quotes"}`);
      await done();
    }
    assert.deepEqual(wrong, []);
  });

  test(`a narrow window in the ${theme} theme`, async () => {
    const { page, done } = await open(site, { dark, width: 360, height: 740 });
    assert.deepEqual(await violations(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `nothing sticks out of a narrow window: ${wide} px`);
    await picture(page, `narrow-${theme}`);
    await done();
  });
}
