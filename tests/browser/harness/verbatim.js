// Opens the built page in a real browser with a fresh profile and watches it: the console must
// stay empty and no request may leave the page's own origin.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { serve } from "./server.js";

const here = dirname(fileURLToPath(import.meta.url));
export const ROOT = resolve(here, "../../..");
export const ARTIFACTS = resolve(here, "../artifacts");
export const DIST = process.env.DIST ?? join(ROOT, "dist");
const SEEDS = resolve(ROOT, "../shared/corpora/seeds");

/** The five real articles, or null where they are not beside the checkout. */
export function seeds() {
  if (!existsSync(SEEDS)) return null;
  return readdirSync(SEEDS).sort().map((name) => join(SEEDS, name));
}

const LAUNCH = {
  chrome: () => ({
    browser: "chrome",
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ],
  }),
  firefox: () => ({ browser: "firefox", executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr" }),
};

/** The built page, served. */
export const serveDist = (heads) => serve(DIST, heads);

/**
 * A server and a browser for the tests of one file; `more` goes to the browser's launch. A server that is given is
 * used and not stopped: what a browser keeps belongs to its address.
 */
export async function start(kind = "chrome", more = {}, given = null) {
  assert.ok(existsSync(join(DIST, "index.html")), `no built page at ${DIST}: run cargo xtask build`);
  const server = given ?? (await serve(DIST));
  const browser = await puppeteer.launch({ headless: true, ...LAUNCH[kind](), ...more });
  return {
    server,
    browser,
    kind,
    async stop() {
      await browser.close();
      if (!given) await server.stop();
    },
  };
}

/**
 * A page in a profile of its own. `fragment` is what follows "#" in its address.
 * `address` is another page than the served one: a file on this disk.
 * Close it with `done()`, which also checks what was watched.
 */
export async function open(site, { address, fragment = "", width = 1440, height = 900, dark = false, wait = true } = {}) {
  const context = await site.browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height });
  const features = [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }, { name: "prefers-reduced-motion", value: "reduce" }];
  if (site.kind === "chrome") await page.emulateMediaFeatures(features);
  const said = [], strangers = [], failed = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!/^(data|blob|about):/.test(url) && url !== address && !url.startsWith(site.server.origin + "/")) strangers.push(url);
  });
  page.on("requestfailed", (request) => failed.push(`${request.url()} ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400) failed.push(`${response.url()} ${response.status()}`);
  });
  await page.goto((address ?? site.server.home) + (fragment ? "#" + fragment : ""), { waitUntil: "load" });
  if (wait) await settled(page);
  return {
    page,
    /** What the console said so far, to be taken away where it is meant. */
    said,
    async done() {
      assert.deepEqual(said, [], "the console stays empty");
      assert.deepEqual(strangers, [], "no request leaves the page's own origin");
      assert.deepEqual(failed, [], "every request is answered");
      await context.close();
    },
  };
}

/**
 * Waits until the page has nothing under way: it says so on its root element. What was just
 * clicked or typed needs a frame to begin, so two frames pass first, and the answer must last.
 */
export async function settled(page) {
  const frames = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  for (let calm = 0; calm < 2; calm++) {
    await frames();
    await page.waitForSelector('[data-state="idle"]', { timeout: 60_000 });
  }
  await frames();
}

/** Drops real files on the window, as a file manager does. */
export async function drop(page, paths) {
  const client = await page.createCDPSession();
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await client.send("Input.dispatchDragEvent", { type, x: 600, y: 400, data });
  }
  await client.detach();
}

/** Text of the first element that fits, white space folded. */
export async function text(page, selector) {
  return page.$eval(selector, (element) => element.textContent.replace(/\s+/g, " ").trim());
}

/** Texts of all elements that fit. */
export async function texts(page, selector) {
  return page.$$eval(selector, (all) => all.map((element) => element.textContent.replace(/\s+/g, " ").trim()));
}

/** Keeps a picture of the page among the run's artefacts. */
export async function picture(page, name) {
  mkdirSync(ARTIFACTS, { recursive: true });
  await page.screenshot({ path: join(ARTIFACTS, `${name}.png`) });
}
