// The first view downloads what it runs and no more; the rest of the programs comes when somebody does something.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, serveDist, settled, start, text } from "../harness/verbatim.js";

const isRest = (path) => /_rest-[0-9a-f]+\.wasm$/.test(path);

for (const kind of ["chrome", "firefox"]) {
  test(`what is first done brings the rest of the programs (${kind})`, async () => {
    const server = await serveDist();
    const site = await start(kind, {}, server);
    const heard = [];
    server.heard = (path) => heard.push(path);
    try {
      const { page, done } = await open(site);
      assert.match(await text(page, '[data-testid="summary"]'), /\d+ quot/);
      assert.deepEqual(heard.filter(isRest), [], "the first view does without");
      await page.keyboard.press("Tab");
      for (let wait = 0; wait < 100 && heard.filter(isRest).length < 2; wait++) await new Promise((next) => setTimeout(next, 50));
      assert.equal(heard.filter(isRest).length, 2, "both programs fetch theirs, once");
      await page.type('[data-testid="search"]', "harbour");
      await settled(page);
      await page.click("#tab-network");
      await settled(page);
      assert.ok(await page.$("svg"));
      await done();
    } finally {
      await site.stop();
      await server.stop();
    }
  });
}

test("what is needed before it has come is waited for", async () => {
  // Fetched ahead the rest never arrives: what needs it has to ask for it again.
  const never = `{
    const real = self.fetch;
    self.fetch = (address, ...more) => (/_rest-/.test(String(address)) ? new Promise(() => {}) : real(address, ...more));
  }
`;
  const server = await serveDist({ "worker_loader.js": never });
  const site = await start("chrome", {}, server);
  const heard = [];
  server.heard = (path) => heard.push(path);
  try {
    const { page, done } = await open(site, { address: "about:blank", wait: false });
    await page.evaluateOnNewDocument(never);
    await page.goto(server.home, { waitUntil: "load" });
    await settled(page);
    await page.click("#tab-network");
    await settled(page);
    await page.click("#tab-table");
    await settled(page);
    await page.type('[data-testid="search"]', "harbour near/9 council");
    await settled(page);
    assert.equal(heard.filter(isRest).length, 2, "each program asked once");
    await done();
  } finally {
    await site.stop();
    await server.stop();
  }
});

test("over a slow network the first view does without the rest, too", async () => {
  // Model and sample come late: the page says meanwhile that it waits.
  const late = `{
    const real = self.fetch;
    self.fetch = async (...given) => {
      await new Promise((next) => setTimeout(next, 1500));
      return real(...given);
    };
  }
`;
  const server = await serveDist({ "worker_loader.js": late });
  const site = await start("chrome", {}, server);
  const heard = [];
  server.heard = (path) => heard.push(path);
  try {
    const { page, done } = await open(site);
    assert.match(await text(page, '[data-testid="summary"]'), /\d+ quot/);
    assert.deepEqual(heard.filter(isRest), []);
    await done();
  } finally {
    await site.stop();
    await server.stop();
  }
});

test("where the rest cannot be fetched the page says so", async () => {
  const server = await serveDist();
  const site = await start("chrome", {}, server);
  try {
    const { page } = await open(site);
    server.lost = isRest;
    const said = [];
    page.on("dialog", async (dialog) => {
      said.push(dialog.message());
      await dialog.accept();
    });
    for (const tab of ["network", "table", "network"]) await page.click(`#tab-${tab}`);
    assert.equal(said.length, 1, "once, not for everything that needs it");
    assert.match(said[0], /could not be loaded.*reload/);
  } finally {
    await site.stop();
    await server.stop();
  }
});
