// SPDX-License-Identifier: BSL-1.0
// Makes the list of videos faster: links and the form change it without loading a new page, and
// filters apply while typing. Without this script, the same links and form load whole pages.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  // A missing picture keeps its place, even if it failed before this script was loaded.
  const picture = ({type, target}) => {
    if (target.matches?.(".thumb img")) target.classList.toggle("missing", type === "error");
  };
  document.addEventListener("error", picture, true);
  document.addEventListener("load", picture, true);
  for (const target of document.querySelectorAll(".thumb img"))
    if (target.complete && target.naturalWidth === 0) picture({type: "error", target});
  // The Back button may show a page from before signing out.
  addEventListener("pageshow", ({persisted}) => {
    if (persisted && document.querySelector(".sign-out")) location.reload();
  });
  if (!form) return;

  const parts = ["top", "scope", "chips", "results", "footnote"];
  const part = (id) => document.getElementById(id);
  const failure = part("failure");
  const status = part("status");
  const wrong = part("wrong");
  let request = null;
  let timer = 0;
  let released = null;  // a pressed element stays until it is released
  let missed = null;    // the values of a list that could not be loaded
  let typing = 0;
  let typed = false;  // one entry in the history per burst of typing

  // The form has the wanted values, these two have the shown ones. A difference is still loading.
  let here = new URL(location.href);
  const shown = {};

  const fields = () => [...form.elements].filter((field) => field.name);
  /** The value of a field; while that is invalid, the shown one. */
  const value = (field) => field.validity.valid ? field.value : shown[field.name];
  const values = () => Object.fromEntries(fields().map((field) => [field.name, value(field)]));
  const formAddress = () => form.action + "?" + new URLSearchParams(values());
  const fill = (given) => {
    for (const field of fields()) field.value = given[field.name] ?? "";
    judge();
  };

  /** Reports the first field with an invalid value. */
  const judge = () => {
    const bad = fields().find((field) => !field.validity.valid);
    for (const field of fields()) field.ariaInvalid = field === bad ? "true" : null;
    bad?.setAttribute("aria-describedby", "wrong");
    wrong.textContent =
        bad ? `${bad.labels[0].innerText.trim()}: ${bad.title || bad.validationMessage}` : "";
  };

  /** The element of `within` that gets the focus of `gone`, after `within` was replaced. */
  const successor = (gone, within) => {
    const row = (one) => one.closest("tr")?.querySelector(".title")?.pathname;
    const alike = [...within.querySelectorAll(gone.localName)]
        .filter((one) => one.href === gone.href);
    return gone.id && part(gone.id) || alike.find((one) => row(one) === row(gone)) || alike[0] ||
        part("summary");
  };

  /** Shows the content of `page`; keeps the focus, and values that have changed since `sent`. */
  const show = (page, sent) => {
    const focused = document.activeElement;
    const within = parts.map(part).find((one) => one.contains(focused));
    for (const id of parts)
      part(id).replaceChildren(...page.getElementById(id)?.childNodes ?? []);
    for (const field of page.getElementById("filters").elements) {
      const own = field.name && form.elements[field.name];
      if (!own) continue;
      const next = own.value === sent[field.name] ? field.value : own.value;
      shown[field.name] = field.value;
      // An address may add a size to the list; the label of the amount has the currency.
      if (own.options) own.replaceChildren(...field.cloneNode(true).childNodes);
      else if (own.labels?.length) own.labels[0].firstChild.replaceWith(field.labels[0].firstChild);
      if (own.value !== next) own.value = next;
    }
    if (wrong.textContent) judge();
    document.title = page.title;
    if (within) successor(focused, within)?.focus({preventScroll: true});
  };

  /**
   * Loads the list at `address`; resolves to true when it is shown. `how`: "push" or "replace" in
   * the history; otherwise the history does not change.
   */
  const load = async (address, how, quietly) => {
    clearTimeout(timer);
    request?.abort();
    const own = request = new AbortController();
    const sent = quietly ? {...shown} : values();
    if (!quietly) {
      clearTimeout(typing);
      if (failure.contains(document.activeElement)) part("summary").focus({preventScroll: true});
      failure.hidden = true;
      part("results").setAttribute("aria-busy", "true");
    }
    try {
      const answer = await fetch(address, {signal: own.signal, headers: {Accept: "text/html"}});
      if (answer.status === 401) return location.assign(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      await released;
      if (own.signal.aborted) return;
      // An automatic reload that fails keeps the shown list.
      if (!page.getElementById("results") || (quietly && !answer.ok))
        throw new Error(answer.statusText);
      if (how === "push" && answer.url !== location.href) history.pushState(null, "", answer.url);
      else if (how) history.replaceState(null, "", answer.url);
      show(page, sent);
      here = new URL(answer.url);
      history.replaceState({...shown}, "");
      if (!quietly) status.textContent = part("summary").textContent;
      part("results").removeAttribute("aria-busy");
      watch();
      return true;
    } catch (error) {
      if (own.signal.aborted) return;
      watch();
      if (quietly) return;
      missed = sent;
      part("results").removeAttribute("aria-busy");
      failure.querySelector("a").href = address;
      failure.hidden = false;
    }
  };

  /** Reloads the list while a run is in progress. */
  const watch = () => {
    if (document.querySelector("[data-state=running]"))
      timer = setTimeout(() => load(location.href, null, true), 5000);
  };

  /** Applies the change of `link` to the form; returns the address of all wanted values. */
  const follow = (link) => {
    const to = new URL(link.href).searchParams;
    let alone = true;
    for (const field of fields()) {
      const {name, options, type} = field;
      const given = name === "min_amount" ? "min_gmv" : name;
      const clears = link.className === "logo" ||
          ("clears" in link.dataset && !options && type !== "hidden");
      // In an address the amount is in cents; links remove it, or leave it unchanged.
      const changes = name === "min_amount" ? here.searchParams.has(given) && !to.has(given)
          : to.get(given) !== here.searchParams.get(given) || link.id.startsWith(name + "-");
      if (clears || changes) field.value = to.get(given) ?? options?.[0].value ?? "";
      else if (value(field) !== shown[name]) alone = false;
    }
    if (wrong.textContent) judge();
    return alone ? link.href : formAddress();
  };
  const again = (link) =>
    fields().every((field) => value(field) === missed[field.name]) ? link.href : formAddress();
  const isList = (link) => link.origin === location.origin && link.pathname === "/videos";

  let release = () => {};
  addEventListener("pointerdown", () => {
    released = new Promise((done) => {
      release = () => setTimeout(done);  // after the click
      setTimeout(done, 1000);
    });
  }, true);
  for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => release(), true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a");
    if (!link || !isList(link) || link.target || link.hash) return;
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const turns = link.closest(".pager") || link.closest(".logo");
    load(failure.contains(link) ? again(link) : follow(link), "push")
        .then(() => turns && scrollTo(0, 0));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    load(formAddress(), "push");
  });
  form.addEventListener("change", ({target}) => {
    judge();
    if (target.type !== "search" && target.validity.valid) load(formAddress(), "push");
  });
  form.addEventListener("input", () => wrong.textContent && judge());
  form.elements.search.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(async () => {
      const done = await load(formAddress(), typed ? "replace" : "push");
      typed ||= done && document.activeElement === form.elements.search;
    }, 250);
  });
  form.elements.search.addEventListener("blur", () => { typed = false; });
  addEventListener("popstate", ({state}) => {
    if (!state && location.search === here.search) return;  // a link within the page
    typed = false;
    if (state) fill(state);
    load(location.href);
  });
  addEventListener("pageshow", ({persisted}) => {
    if (persisted) fill(shown);
    watch();
  });
  addEventListener("pagehide", () => {
    clearTimeout(timer);
    clearTimeout(typing);
  });

  for (const field of fields())
    shown[field.name] = [...field.options ?? []].find((one) => one.defaultSelected)?.value ??
        field.defaultValue;
  history.replaceState({...shown}, "");
})();
