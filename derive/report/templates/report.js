
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const form = document.getElementById("filters");
  const field = (id) => document.getElementById(id);
  const cards = all("details.derivation");
  const shown = field("shown");
  const rows = all("[data-for]").map((row) => [row, row.dataset.for.split(" ")]);
  const groups = [...all(".group"), ...all(".topic")].map((group) => [group, all("[data-for], .derivation", group)]);
  const texts = new Map();
  const textOf = (card) => {
    if (!texts.has(card)) {
      const data = card.dataset;
      const words = [data.search, data.document, data.topic, card.querySelector("summary").textContent];
      texts.set(card, words.join(" ").toLowerCase());
    }
    return texts.get(card);
  };

  const filter = () => {
    const words = field("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = ["verdict", "topic", "document"].map((key) => [key, (field("by-" + key) || { value: "" }).value]);
    const only = field("only").checked;
    const fitting = new Set();
    for (const card of cards) {
      const fits = (!only || card.classList.contains("open"))
        && wanted.every(([key, value]) => !value || card.dataset[key] === value)
        && words.every((word) => textOf(card).includes(word));
      card.hidden = !fits;
      if (fits) fitting.add(card.id);
    }
    const number = fitting.size;
    for (const [row, names] of rows) row.hidden = number < cards.length && !names.some((name) => fitting.has(name));
    for (const [group, members] of groups) group.hidden = members.every((member) => member.hidden);
    shown.textContent = number === cards.length ? "" : number + " of " + cards.length + " shown";
  };

  const follow = () => {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { return; }
    const target = name && document.getElementById(name);
    const card = target && target.closest("details.derivation");
    if (!card) return;
    if (card.hidden) { form.reset(); filter(); }
    card.open = true;
    target.scrollIntoView();
    const focus = target === card ? card.querySelector("summary") : target.querySelector("a.number");
    if (focus) focus.focus({ preventScroll: true });
  };

  const copy = async (button) => {
    const text = button.dataset.latex;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy LaTeX"; }, 1500);
  };

  // What scrolls sideways must be reachable by keyboard; what does not must not be in the way. Only what is near the
  // screen and open is measured: measuring lays out, and a page may hold thousands of derivations.
  const near = new Set();
  const measure = (box) => {
    const parts = all(".scroll", box).filter((part) => !part.closest("details:not([open])"));
    const found = parts.map((part) => [part, part.scrollWidth > part.clientWidth]);
    for (const [part, scrolls] of found) {
      if (scrolls) part.tabIndex = 0; else part.removeAttribute("tabindex");
    }
  };
  const watcher = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) { near.add(target); measure(target); } else near.delete(target);
    }
  }, { rootMargin: "400px" });
  for (const box of [...cards, ...all(".group, .document, .topic > details")]) watcher.observe(box);
  document.addEventListener("toggle", (event) => { if (event.target.open) measure(event.target); }, true);

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:is(.derivation, .group):not([open])");
    for (const part of closed) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of closed) part.open = false; });
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) copy(button);
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) follow();
  });
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  const setAll = (open) => { for (const card of cards) if (!card.hidden) card.open = open; };
  field("expand").addEventListener("click", () => setAll(true));
  field("collapse").addEventListener("click", () => setAll(false));
  for (const part of all(".scripted, button.copy")) part.hidden = false;
  if (field("only").checked || all("#filters input, #filters select").some((part) => part.type !== "checkbox" && part.value)) filter();
  addEventListener("resize", () => near.forEach(measure));
  follow();
})();
