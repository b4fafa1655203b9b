// Starts the page from one HTML file: what it would fetch lies compressed in the file's own script elements.
// A page opened from a disk may neither fetch files beside it nor start workers from them. It may start plain
// scripts from blobs that it made itself (Chromium: no modules), and hand blobs to them.
(async () => {
  "use strict";
  const parts = {};
  await Promise.all([...document.querySelectorAll("script[data-file]")].map(async (element) => {
    const packed = await fetch("data:application/octet-stream;base64," + element.textContent.trim());
    parts[element.dataset.file] = await packed.blob();
    element.remove();
  }));

  // Runs in the page and at the head of each worker: `fetch` and `Worker` that know the parts.
  const shim = (parts, shim) => {
    const Started = self.Worker, types = { wasm: "application/wasm", json: "application/json" };
    const unpacked = (name) => parts[name].stream().pipeThrough(new DecompressionStream("deflate"));
    self.fetch = async (address) => {
      const name = String(address?.url ?? address).replace(/^.*\/(?=(?:models|sample)\/)|^\.\//, "");
      if (!parts[name]) return new Response("", { status: 404 });
      const type = types[name.split(".").pop()] ?? "application/octet-stream";
      return new Response(unpacked(name), { headers: { "content-type": type } });
    };
    // What a program's first view does without, where the program looks for it (src/rest.rs).
    self.rest = {};
    const rest = async (program) => {
      const name = `${program}_rest.wasm`;
      if (parts[name]) self.rest[program] = await new Response(unpacked(name)).arrayBuffer();
    };
    self.Worker = class extends Started {
      constructor(address) {
        const name = String(address).split("/").pop().replace("_loader.js", "");
        // The parts come with the first message, which the script's own listener never sees.
        const start = `const shim = ${shim};
          self.addEventListener("message", async (event) => {
            event.stopImmediatePropagation();
            const parts = event.data;
            await shim(parts, String(shim))("${name}");
            const glue = await (await fetch("${name}.js")).text();
            const plain = glue
              .replace(/^export (?:default [^;]*;|\\{[^}]*\\};?)?/gm, "")
              .replaceAll("import.meta.url", "self.location.href");
            const begin = "\\n__wbg_init({ module_or_path: fetch('${name}_bg.wasm') });";
            (0, eval)("{\\n" + plain + begin + "\\n}");
          }, { once: true });`;
        super(URL.createObjectURL(new Blob([start], { type: "text/javascript" })));
        this.postMessage(parts);
      }
    };
    return rest;
  };
  await shim(parts, String(shim))("app");
  const app = document.createElement("script");
  app.type = "module";
  app.textContent = (await (await fetch("app.js")).text()) + `\nawait __wbg_init({ module_or_path: fetch("app_bg.wasm") });`;
  document.body.append(app);
})();
