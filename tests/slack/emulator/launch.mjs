// Starts the emulated workspace and, before it, the address that the bot talks to:
//
// - the emulator reads POST bodies only, while Slack's SDK puts the arguments of many methods into the query: they are merged;
// - POST /_test/faults makes the next calls of a method fail as Slack or the network would (see `faulty`);
// - POST /_test/subscribe tells where events go, which the emulator cannot be configured to; GET /_test/state shows what it holds;
//   POST /_test/reset puts back what was seeded; GET /_test/calls counts the calls by method;
// - dnd.info, which the emulator does not have, is answered here; POST /_test/dnd says what of whom;
// - POST /_test/response/… stands for response_url, which the emulator does not have; GET /_test/responses shows what came.
//
// Reads {"seed": …} from standard input and writes {"url": …} as its first line.

import { createServer } from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import path from "node:path";

const [major] = process.versions.node.split(".").map(Number);
if (major < 20) {
  console.error(`Node 20 or newer is needed for the Slack emulator, this is ${process.versions.node}`);
  process.exit(1);
}

const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), "node_modules", "emulate", "dist");
const load = (name) => import(pathToFileURL(path.join(dist, name)));
const chunk = readdirSync(dist).find(
  (name) => name.endsWith(".js") && readFileSync(path.join(dist, name), "utf8").includes("var slackPlugin ="),
);
const { slackPlugin, getSlackStore } = await load(chunk);
const { createEmulator } = await load("api.js");

let inside;
const register = slackPlugin.register.bind(slackPlugin);
slackPlugin.register = (app, store, webhooks, ...rest) => {
  inside = { store, webhooks };
  return register(app, store, webhooks, ...rest);
};

const read = async (stream) => {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
};

const { seed } = JSON.parse(await read(process.stdin));
const emulator = await createEmulator({ service: "slack", port: 0, hostname: "127.0.0.1", seed: { slack: seed } });
const behind = emulator.url.replace("localhost", "127.0.0.1");

let faults = [];
let calls = {};
let responses = [];
let pauses = {};

const collections = () =>
  Object.fromEntries(Object.entries(getSlackStore(inside.store)).map(([name, collection]) => [name, collection.all()]));

const controls = {
  "/_test/faults": ({ faults: wanted }) => ((faults = wanted), {}),
  "/_test/subscribe": ({ url }) => (inside.webhooks.register({ url, events: ["*"], active: true, owner: "slack" }), {}),
  "/_test/reset": () => {
    emulator.reset();
    [faults, calls, responses, pauses] = [[], {}, [], {}];
    return {};
  },
  "/_test/dnd": ({ user, ...pause }) => ((pauses[user] = pause), {}),
  "/_test/state": collections,
  "/_test/calls": () => calls,
  "/_test/responses": () => responses,
  "/_test/deliveries": () => inside.webhooks.getDeliveries(),
  "/_test/change": ({ collection, field, is, to }) => {
    const held = getSlackStore(inside.store)[collection];
    for (const item of held.all().filter((each) => each[field] === is)) held.update(item.id, to);
    return {};
  },
};

function merged(type, query, body) {
  if (type.includes("application/json")) {
    const both = { ...Object.fromEntries(query), ...JSON.parse(body || "{}") };
    return { type: "application/json", body: JSON.stringify(both) };
  }
  const form = new URLSearchParams(type.includes("urlencoded") ? body : "");
  for (const [name, value] of query) if (!form.has(name)) form.set(name, value);
  return { type: "application/x-www-form-urlencoded", body: form.toString() };
}

// A fault is {method, kind, after?, retry_after?, status?, error?}; each is used once, `after` lets the emulator take the call first.
function faulty(method) {
  const index = faults.findIndex((fault) => fault.method === method);
  return index < 0 ? null : faults.splice(index, 1)[0];
}

function fail(fault, request, response) {
  if (fault.kind === "drop") return request.socket.destroy();
  if (fault.kind === "hang") return undefined;
  if (fault.kind === "limited") {
    response.writeHead(429, { "Content-Type": "application/json", "Retry-After": String(fault.retry_after) });
    return response.end(JSON.stringify({ ok: false, error: "ratelimited" }));
  }
  if (fault.kind === "broken") {
    response.writeHead(fault.status, { "Content-Type": fault.type ?? "text/html" });
    return response.end("<html>Something went wrong</html>");
  }
  response.writeHead(200, { "Content-Type": "application/json" });
  return response.end(JSON.stringify({ ok: false, error: fault.error }));
}

const front = createServer(async (request, response) => {
  try {
    const url = new URL(request.url, behind);
    const body = await read(request);
    if (url.pathname in controls) {
      response.writeHead(200, { "Content-Type": "application/json" });
      return response.end(JSON.stringify(controls[url.pathname](body ? JSON.parse(body) : {})));
    }
    if (url.pathname.startsWith("/_test/response/")) {
      responses.push({ to: url.pathname.split("/").pop(), ...JSON.parse(body) });
      return response.end("ok");
    }
    const method = url.pathname.replace("/api/", "");
    calls[method] = (calls[method] ?? 0) + 1;
    const fault = faulty(method);
    if (fault && !fault.after) return fail(fault, request, response);
    const api = url.pathname.startsWith("/api/");
    const sent = api ? merged(request.headers["content-type"] ?? "", url.searchParams, body) : null;
    if (method === "dnd.info") {
      const none = { dnd_enabled: false, next_dnd_start_ts: 1, next_dnd_end_ts: 1 };
      response.writeHead(200, { "Content-Type": "application/json" });
      return response.end(JSON.stringify({ ok: true, ...none, ...pauses[new URLSearchParams(sent.body).get("user")] }));
    }
    const answer = await fetch(new URL(url.pathname, behind), {
      method: api ? "POST" : request.method,
      headers: { ...(sent && { "Content-Type": sent.type }), Authorization: request.headers.authorization ?? "" },
      body: sent?.body,
    });
    const text = await answer.text();
    if (fault) return fail(fault, request, response);
    response.writeHead(answer.status, { "Content-Type": answer.headers.get("content-type") ?? "text/plain" });
    return response.end(text);
  } catch (error) {
    console.error(error);
    response.writeHead(502);
    return response.end();
  }
});

front.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ url: `http://127.0.0.1:${front.address().port}` })));
process.on("SIGTERM", () => process.exit(0));
