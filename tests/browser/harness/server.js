// Serves a built page under a sub-path, as GitHub Pages does.
import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { basename, extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".txt": "text/plain; charset=utf-8",
};

export const SUB_PATH = "/some-repository/";

/**
 * Starts the server; `home` is the page's address. `heads`: what goes before a script, by its name. A function that is set
 * as its `heard` is told every path that is asked for, by workers of workers too; paths that its `lost` is true of are not
 * there.
 */
export async function serve(folder, heads = {}) {
  const served = { heard: null, lost: null };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    served.heard?.(path);
    const fail = async () => {
      const page = await readFile(join(folder, "404.html")).catch(() => "Not found");
      response.writeHead(404, { "content-type": TYPES[".html"] }).end(page);
    };
    if (!path.startsWith(SUB_PATH) || served.lost?.(path)) return fail();
    let file = join(folder, normalize(path.slice(SUB_PATH.length)));
    try {
      if ((await stat(file)).isDirectory()) file = join(file, "index.html");
      const bytes = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" }).write(heads[basename(file)] ?? "");
      response.end(bytes);
    } catch {
      return fail();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  Object.assign(served, { origin, home: origin + SUB_PATH, stop: () => new Promise((done) => server.close(done)) });
  return served;
}
