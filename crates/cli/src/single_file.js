// Starts the page from one HTML file: what it would fetch lies compressed in the file's own script elements.
// A page opened from a disk may neither fetch files beside it nor start workers from them, but it may read
// blobs that it made itself.
(async () => {
  "use strict";
  const parts = {};
  const types = { wasm: "application/wasm", json: "application/json", js: "text/javascript" };
  await Promise.all([...document.querySelectorAll("script[data-file]")].map(async (element) => {
    const packed = await fetch("data:application/octet-stream;base64," + element.textContent.trim());
    parts[element.dataset.file] = URL.createObjectURL(await packed.blob());
    element.remove();
  }));

  // Runs in the page and at the head of each worker: `fetch` and `Worker` that know the parts.
  const shim = (parts, scripts, types) => {
    const fetched = self.fetch.bind(self), Started = self.Worker;
    const name = (address) => String(address?.url ?? address).replace(/^.*\/(?=(?:models|sample)\/)|^\.\//, "");
    self.fetch = async (address, options) => {
      const part = parts[name(address)];
      if (!part) return new Response("", { status: 404 });
      const packed = await fetched(part);
      const body = packed.body.pipeThrough(new DecompressionStream("deflate"));
      return new Response(body, { headers: { "content-type": types[name(address).split(".").pop()] ?? "application/octet-stream" } });
    };
    self.Worker = class extends Started {
      constructor(address, options) {
        super(scripts[String(address).split("/").pop()] ?? address, options);
      }
    };
  };
  const scripts = {};
  shim(parts, scripts, types);
  const text = async (name) => (await fetch(name)).text();
  // The last one first: a worker's script holds the addresses of those that it may start itself.
  for (const worker of ["reading", "worker"]) {
    const head = `(${shim})(${JSON.stringify(parts)}, ${JSON.stringify(scripts)}, ${JSON.stringify(types)});\n`;
    const start = `\nawait __wbg_init({ module_or_path: fetch("${worker}_bg.wasm") });`;
    const source = head + (await text(`${worker}.js`)) + start;
    scripts[`${worker}_loader.js`] = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  }
  const app = document.createElement("script");
  app.type = "module";
  app.textContent = (await text("app.js")) + `\nawait __wbg_init({ module_or_path: fetch("app_bg.wasm") });`;
  document.body.append(app);
})();
