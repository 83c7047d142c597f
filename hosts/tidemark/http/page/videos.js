// SPDX-License-Identifier: BSL-1.0
// Makes the list of videos quicker to use: links and the form change it without a new page, and the
// filters work while one types. Without this script the same links and form ask for whole pages.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  // A picture that is gone leaves its place, also one that had failed before this script came.
  const picture = ({type, target}) => {
    if (target.matches?.(".thumb img")) target.classList.toggle("missing", type === "error");
  };
  document.addEventListener("error", picture, true);
  document.addEventListener("load", picture, true);
  for (const target of document.querySelectorAll(".thumb img"))
    if (target.complete && target.naturalWidth === 0) picture({type: "error", target});
  if (!form) return;

  const parts = ["top", "scope", "chips", "results"];
  const results = () => document.getElementById("results");
  const failure = document.getElementById("failure");
  const status = document.getElementById("status");
  let request = null;
  let timer = 0;

  /** Takes over what `page` shows; keeps the focus and what is being typed. */
  const show = (page) => {
    const focused = document.activeElement?.id;
    for (const id of parts)
      document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    for (const field of page.getElementById("filters").elements) {
      const own = field.name && form.elements[field.name];
      if (!own || own === document.activeElement) continue;
      // The list of sizes has one more when the address names another.
      if (own.options) own.replaceChildren(...field.cloneNode(true).childNodes);
      own.value = field.value;
    }
    document.title = page.title;
    if (focused) document.getElementById(focused)?.focus({preventScroll: true});
  };

  /** Asks for the list at `address`. `how`: "push" or "replace" in the history; else left alone. */
  const load = async (address, how, quietly) => {
    clearTimeout(timer);
    request?.abort();
    const own = request = new AbortController();
    failure.hidden = true;
    if (!quietly) results().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, {signal: own.signal, headers: {Accept: "text/html"}});
      if (answer.status === 401) return location.assign(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // A list that looks again by itself keeps what it shows.
      if (!page.getElementById("results") || (quietly && !answer.ok))
        throw new Error(answer.statusText);
      if (how === "push" && answer.url !== location.href) history.pushState(null, "", answer.url);
      else if (how) history.replaceState(null, "", answer.url);
      show(page);
      if (!quietly) status.textContent = document.getElementById("summary").textContent;
      results().removeAttribute("aria-busy");
      watch();
    } catch (error) {
      if (own.signal.aborted) return;
      results().removeAttribute("aria-busy");
      failure.querySelector("a").href = address;
      failure.hidden = quietly;
      watch();
    }
  };

  /** Looks again while a run is going on. */
  const watch = () => {
    if (document.querySelector("[data-state=running]"))
      timer = setTimeout(() => load(location.href, null, true), 5000);
  };

  const formAddress = () => {
    const given = new URLSearchParams(new FormData(form));
    return form.action + "?" + given;
  };
  const isList = (link) => link.origin === location.origin && link.pathname === "/videos";

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (!link || !isList(link) || link.target || link.hash) return;
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const turns = link.closest(".pager") || link.closest(".logo");
    load(link.href, "push").then(() => turns && scrollTo(0, 0));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(typing);
    load(formAddress(), "push");
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "search" && form.checkValidity()) load(formAddress(), "push");
  });
  let typing = 0;
  let typed = false;  // one entry in the history for one time of typing
  form.elements.search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      if (form.checkValidity()) load(formAddress(), typed ? "replace" : "push");
      typed = true;
    }, 250);
  });
  form.elements.search.addEventListener("blur", () => { typed = false; });
  addEventListener("popstate", () => load(location.href));
  addEventListener("pageshow", watch);
  addEventListener("pagehide", () => clearTimeout(timer));
})();
