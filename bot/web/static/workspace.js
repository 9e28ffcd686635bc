// What only the browser can do: keep what is half-typed, send on Enter, and stay at the end of a list that grows.
"use strict";

const workspace = (() => {
  const drafts = {
    get: (name) => sessionStorage.getItem(`draft:${name}`) ?? "",
    set: (name, text) => {
      if (text) sessionStorage.setItem(`draft:${name}`, text);
      else sessionStorage.removeItem(`draft:${name}`);
    },
  };
  let last = "";

  function put(field, text) {
    field.value = text;
    if (field.dataset.draft) drafts.set(field.dataset.draft, text);
  }

  // Elements arrive over the web socket a moment after the code that names them.
  function whenThere(id, act, tries = 40) {
    const field = document.getElementById(id);
    if (field) act(field);
    else if (tries > 0) setTimeout(() => whenThere(id, act, tries - 1), 50);
  }

  function take(field) {
    const text = field.value;
    if (!text.trim()) return "";
    last = text;
    put(field, "");
    field.focus();
    return text;
  }

  function typed(event) {
    const field = event.target;
    if (event.key === "ArrowUp" && field.value === "" && last) {
      event.preventDefault();
      put(field, last);
      return "";
    }
    // While an input method composes, Enter chooses a word and must not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return "";
    event.preventDefault();
    return take(field);
  }

  const pinned = new WeakMap();
  const END = 48; // pixels from the end that still count as reading the end
  const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < END;

  function watch(box) {
    if (pinned.has(box)) return;
    pinned.set(box, true);
    box.addEventListener("scroll", () => pinned.set(box, atEnd(box)), { passive: true });
    const grown = new ResizeObserver(() => {
      if (pinned.get(box) && !box.dataset.fromStart) box.scrollTop = box.scrollHeight;
    });
    grown.observe(box);
    new MutationObserver(() => {
      for (const child of box.children) grown.observe(child);
    }).observe(box, { childList: true });
    for (const child of box.children) grown.observe(child);
  }

  document.addEventListener("input", (event) => {
    const name = event.target.dataset?.draft;
    if (name) drafts.set(name, event.target.value);
  });
  document.addEventListener("visibilitychange", () => emitEvent("workspace-visible", !document.hidden));
  new MutationObserver(() => document.querySelectorAll(".scroller").forEach(watch)).observe(document, {
    childList: true,
    subtree: true,
  });

  return {
    typed,
    take: (id) => take(document.getElementById(id)),
    fill: (id, text) =>
      whenThere(id, (field) => {
        put(field, text);
        field.focus();
        field.setSelectionRange(text.length, text.length);
      }),
    recall: (id, name) => whenThere(id, (field) => { field.value = drafts.get(name); }),
    follow: () => document.querySelectorAll(".scroller").forEach((box) => pinned.set(box, true)),
    toEnd: (selector) => {
      const box = document.querySelector(selector);
      if (box) {
        delete box.dataset.fromStart;
        pinned.set(box, true);
        box.scrollTop = box.scrollHeight;
      }
    },
    toStart: (selector) => {
      const box = document.querySelector(selector);
      if (box) {
        box.dataset.fromStart = "1";
        box.scrollTop = 0;
      }
    },
  };
})();
