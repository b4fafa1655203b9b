// Everything by keyboard alone: a whole task, moving in lists, help, undo, focus that comes back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { open, settled, start, text, texts } from "../harness/verbatim.js";

let site;
before(async () => { site = await start(); });
after(async () => { await site?.stop(); });

const SUMMARY = '[data-testid="summary"]';
const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  return { id: element.id, text: element.textContent.replace(/\s+/g, " ").trim(), row: element.closest("[data-row]")?.dataset.row };
});
const press = async (page, ...keys) => {
  for (const key of keys) {
    await page.keyboard.press(key);
    await settled(page);
  }
};
const type = async (page, words) => {
  await page.keyboard.type(words);
  await settled(page);
};
/** Tabs on until the focus is where the selector says; a person would do the same. */
async function tabTo(page, selector, most = 60) {
  for (let at = 0; at < most; at++) {
    if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`${selector} is not within ${most} steps of Tab`);
}

test("a whole task by keyboard: find a speaker, compare two outlets, copy the link", async () => {
  const { page, done } = await open(site);
  const all = await text(page, SUMMARY);
  // The speaker: fold the way in, type the first letters, choose.
  await tabTo(page, "#fold-speaker", 80);
  await page.keyboard.press("Tab");
  await tabTo(page, '[data-testid="facet-speaker"] .choose');
  const names = await texts(page, '[data-testid="facet-speaker"] .choose .name');
  const plain = (name) => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = plain(names[2]).slice(0, 4);
  await type(page, wanted);
  assert.ok(plain((await focused(page)).text).startsWith(wanted), `type-ahead goes to ${names[2]}`);
  await press(page, "Space");
  const narrowed = await text(page, SUMMARY);
  assert.notEqual(narrowed, all);
  assert.match(page.url(), /speaker=/);
  // Two outlets: one after the other in their facet.
  await tabTo(page, "#fold-outlet");
  await tabTo(page, '[data-testid="facet-outlet"] .choose');
  await press(page, "Space");
  await press(page, "ArrowDown", "Space");
  assert.equal(decodeURIComponent(new URL(page.url()).hash).match(/outlet=([^&]*)/)[1].split(",").length, 2);
  assert.match(await text(page, SUMMARY), /2 outlets/);
  // A result, its article, the same statement side by side.
  await tabTo(page, '[data-testid="row"]', 120);
  await press(page, "j", "k", "Enter");
  await page.waitForSelector('[data-testid="article-text"]');
  await press(page, "Escape");
  assert.ok((await focused(page)).id.startsWith("row-"), "Escape goes back to the row");
  // The link.
  await page.evaluate(() => {
    window.copied = [];
    navigator.clipboard.writeText = async (text) => { window.copied.push(text); };
  });
  await press(page, "c");
  assert.deepEqual(await page.evaluate(() => window.copied), [page.url()]);
  await page.waitForFunction(() => /copied/i.test(document.querySelector('[data-testid="spoken"]').textContent));
  await page.waitForFunction(() => document.querySelector('[data-testid="spoken"]').textContent === "");
  assert.match(await text(page, '[data-testid="counted"]'), /2 outlets/, "the count has its own live region");
  await done();
});

test("the focus stays on the value that was chosen, wherever the list moves it", async () => {
  const { page, done } = await open(site);
  const keys = () => page.$$eval('[data-testid="facet-speaker"] [data-testid="facet-value"]', (all) => all.map((one) => one.dataset.key));
  let moved = 0;
  // Another way of counting has another order.
  for (const by of ["1", "2", "3", "0"]) {
    const before = await keys();
    const [key, id] = [before.at(-1), `value-speaker-${before.at(-1)}`];
    const pressed = () => page.evaluate((id) => document.getElementById(id).getAttribute("aria-pressed"), id);
    await page.evaluate((id) => document.getElementById(id).focus(), id);
    await press(page, "Enter");
    assert.deepEqual([(await focused(page)).id, await pressed()], [id, "true"]);
    await page.evaluate((by) => {
      const choice = document.querySelector('[data-testid="count-by"]');
      choice.value = by;
      choice.dispatchEvent(new Event("change"));
    }, by);
    await settled(page);
    const after = await keys();
    if (!after.includes(key)) continue;
    moved += after.indexOf(key) !== before.indexOf(key);
    assert.equal((await focused(page)).id, id, `counted by ${by}`);
    // Given up, it may leave the short list: the focus stays where it was.
    await press(page, "Enter");
    const now = await focused(page);
    assert.ok((await keys()).includes(key) ? now.id === id : now.id.startsWith("value-speaker-"), now.id);
  }
  assert.ok(moved > 0, "no list was in another order");
  await done();
});

test("lists by keys: next, previous, first, last, letters; position and count are told", async () => {
  const { page, done } = await open(site, { fragment: "tab=names&v=1" });
  await page.focus("#row-0");
  await press(page, "j", "j");
  assert.equal((await focused(page)).row, "2");
  await press(page, "End");
  const last = Number((await focused(page)).row);
  const told = await page.$eval(`#row-${last}`, (row) => [row.closest("li").getAttribute("aria-posinset"), row.closest("li").getAttribute("aria-setsize")]);
  assert.deepEqual(told, [String(last + 1), String(last + 1)]);
  await press(page, "Home");
  assert.equal((await focused(page)).row, "0");
  const name = (await texts(page, '[data-testid="row"] .speaker'))[3];
  await page.keyboard.down("Shift");
  await page.keyboard.press(`Key${name[0].normalize("NFD")[0].toUpperCase()}`);
  await page.keyboard.up("Shift");
  await page.waitForFunction((letter) => {
    const row = document.activeElement.closest("[data-row]");
    return row && row.dataset.row !== "0" && row.querySelector(".speaker").textContent.normalize("NFD").startsWith(letter);
  }, {}, name[0].normalize("NFD")[0].toUpperCase());
  await done();
});

test("search, help, Escape and undo", async () => {
  const { page, done } = await open(site);
  const all = await text(page, SUMMARY);
  await press(page, "/");
  await type(page, "dredging");
  assert.notEqual(await text(page, SUMMARY), all);
  await press(page, "Escape");
  assert.ok((await focused(page)).id.startsWith("row-"), "Escape leaves the box for the results");
  await page.keyboard.press("?");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("dialog[open]"));
  // The first result whose speaker is known.
  for (let at = 0; at < 8 && !/speaker=/.test(page.url()); at++) await press(page, ...(at ? ["j", "x"] : ["x"]));
  assert.match(page.url(), /speaker=(!|%21)/);
  await press(page, "u");
  assert.doesNotMatch(page.url(), /speaker=/);
  await done();
});

test("whatever can be pressed is at least 24 pixels high and shows its focus", async () => {
  for (const fragment of ["", "tab=names&v=1", "tab=table&v=1", "tab=timeline&v=1"]) {
    const { page, done } = await open(site, { fragment });
    const small = await page.evaluate(() => {
      // Links within a line of text are excepted (WCAG 2.2, 2.5.8).
      const all = [...document.querySelectorAll("button, select, input:not(.unseen), [role=tab], .heat a, .twin a")];
      return all
        .filter((element) => element.checkVisibility() && !element.closest(".article"))
        .map((element) => ({ box: element.getBoundingClientRect(), name: element.outerHTML.slice(0, 90) }))
        .filter(({ box }) => box.width > 0 && (box.height < 23.5 || box.width < 23.5) && !(box.height < 20 && box.width < 20 && box.height > 16))
        .map(({ box, name }) => `${Math.round(box.width)}×${Math.round(box.height)} ${name}`);
    });
    assert.deepEqual(small, [], fragment);
    await done();
  }
});
