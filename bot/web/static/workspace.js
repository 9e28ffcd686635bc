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

  const sizes = new WeakMap(); // of each scrolling box: how high it and its content were when last looked at
  const END = 48; // pixels from the end that still count as reading the end
  const NOTHING = { inner: 0, outer: 0 };

  function grown(box) {
    const { inner, outer } = sizes.get(box);
    const wasAtEnd = box.scrollTop + outer >= inner - END;
    if (wasAtEnd && !box.dataset.fromStart) box.scrollTop = box.scrollHeight;
    sizes.set(box, { inner: box.scrollHeight, outer: box.clientHeight });
  }

  function watch(box) {
    if (sizes.has(box)) return;
    sizes.set(box, NOTHING);
    const observer = new ResizeObserver(() => grown(box));
    const observeAll = () => [box, ...box.children].forEach((element) => observer.observe(element));
    new MutationObserver(observeAll).observe(box, { childList: true });
    observeAll();
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
    // Earlier messages come in above: go on reading where one was.
    reveal: (message) =>
      setTimeout(() => document.querySelector(`.middle [data-message="${message}"]`)?.scrollIntoView({ block: "start" }), 100),
    follow: () => document.querySelectorAll(".scroller").forEach((box) => sizes.set(box, NOTHING)),
    toEnd: (selector) => {
      const box = document.querySelector(selector);
      if (box) {
        delete box.dataset.fromStart;
        sizes.set(box, NOTHING);
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
