// Reads [{name, where, at, messages or view}] from standard input and writes one page of HTML per picture into a folder.
// Under what notifies stands the text that notifications and screen readers have. Blocks are drawn by slack-blocks-to-jsx; it draws no frame of a modal, so that (title, submit, close) is drawn here.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import React from "react";
import { renderToStaticMarkup } from "react-dom/server";

const require = createRequire(import.meta.url);
const { Message } = require("slack-blocks-to-jsx");
const style = readFileSync(path.join(path.dirname(require.resolve("slack-blocks-to-jsx")), "style.css"), "utf8");
const own = `
  body { margin: 0; padding: 18px; background: #fff; font-family: "Noto Sans", "Noto Sans CJK SC", sans-serif; width: 640px; }
  .where { color: #616061; font-size: 13px; margin-bottom: 10px; }
  .thread { border-left: 3px solid #ddd; margin: 10px 0 0 44px; padding-left: 10px; }
  .fallback { color: #616061; font-size: 12px; border-top: 1px dashed #ccc; margin-top: 14px; padding-top: 8px; }
  .modal { border: 1px solid #bbb; border-radius: 10px; box-shadow: 0 4px 16px #0003; }
  .modal > header { font-weight: 800; font-size: 19px; padding: 14px 20px; border-bottom: 1px solid #ddd; }
  .modal > footer { border-top: 1px solid #ddd; padding: 12px 20px; text-align: right; }
  .modal > footer span { border: 1px solid #bbb; border-radius: 4px; padding: 7px 14px; font-weight: 700; margin-left: 8px; }
  .modal > footer span.submit { background: #007a5a; border-color: #007a5a; color: #fff; }
  .modal .modal-blocks { padding: 12px 20px; }
`;
const logo =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="6" fill="#1d4f8f"/><text x="18" y="25" font-size="19" text-anchor="middle">📞</text></svg>',
  );

const drawn = (blocks, at, withoutWrapper = false) =>
  renderToStaticMarkup(
    React.createElement(Message, { blocks, logo, name: "Callback", time: new Date(at), theme: "light", withoutWrapper }),
  );
const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

const [folder] = process.argv.slice(2);
const parts = [];
for await (const part of process.stdin) parts.push(part);
for (const { name, where, at, messages, view, silent } of JSON.parse(Buffer.concat(parts).toString("utf8"))) {
  const frame = view
    ? `<div class="modal"><header>${escape(view.title.text)}</header><div class="modal-blocks">${drawn(view.blocks, at, true)}</div>
       <footer><span>${escape(view.close.text)}</span><span class="submit">${escape(view.submit.text)}</span></footer></div>`
    : messages.map(({ blocks, at: then, thread }) => `<div class="${thread ? "thread" : ""}">${drawn(blocks, then)}</div>`).join("") +
      (silent ? "" : `<div class="fallback">🔔 ${messages[0].text}</div>`);
  const page = `<!doctype html><meta charset="utf-8"><style>${style}${own}</style><div class="where">${escape(where)}</div>${frame}`;
  writeFileSync(path.join(folder, `${name}.html`), page);
}
