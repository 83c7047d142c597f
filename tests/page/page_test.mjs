// SPDX-License-Identifier: BSL-1.0
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {after, before, test} from "node:test";

import {chromium} from "playwright-core";

import {makeDatabase, serve} from "./served.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const desktop = {width: 1280, height: 860};
const phone = {width: 390, height: 844};

let stored, served, browser;
before(async () => {
  stored = makeDatabase();
  served = await serve(stored.database);
  browser = await chromium.launch({executablePath: process.env.CHROMIUM, args: ["--no-sandbox"]});
});
after(async () => {
  await browser?.close();
  await served?.stop();
  stored?.remove();
});

/** A picture for a thumbnail; number 7 is missing. */
const picture = (route) => {
  const number = Number(/(\d+)\.svg/.exec(route.request().url())[1]);
  if (number === 7) return route.fulfill({status: 404});
  const hue = number * 30;
  return route.fulfill({contentType: "image/svg+xml", body: `<svg xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 42 56"><rect width="42" height="56" fill="hsl(${hue} 35% 72%)"/><circle cx="21"
    cy="${20 + number}" r="11" fill="hsl(${hue} 45% 88%)"/><path d="M0 46l14-12 12 9 16-14v27H0z"
    fill="hsl(${hue} 35% 48%)"/></svg>`});
};

/** Opens a page for one test; any error on it fails the test. */
const visit = async (context, path, {address = served.address, ...options} = {}, look) => {
  const opened = await browser.newContext({viewport: desktop, locale: "en-US", ...options});
  const page = await opened.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => { faults.push(dialog.message()); dialog.dismiss(); });
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) faults.push(message.text());
  });
  page.on("request", (request) => {
    const {origin} = new URL(request.url());
    if (origin !== address && origin !== "https://thumbnails.example") faults.push(request.url());
  });
  await page.route("https://thumbnails.example/**", picture);
  await page.goto(address + path);
  try {
    await look(page);
  } finally {
    await opened.close();
  }
  assert.deepEqual(faults, [], context);
};

const onPage = (name, path, options, look) =>
  test(name, () => visit(name, path, options, look));

const query = (page) => new URL(page.url()).search;
const ids = (page) => page.locator(".videos tbody .title").evaluateAll(
    (links) => links.map((link) => decodeURIComponent(link.pathname.split("/").pop())));
const summary = (page) => page.locator("#summary").innerText();
const urlIs = (page, search) => page.waitForURL((url) => url.search === search, {timeout: 5000});
/** The command's answer to the same query. */
const asked = async (search) =>
  (await (await fetch(`${served.address}/api/videos?brand=1&${search}`)).json());

const shown = (page) => page.locator("#results:not([aria-busy])").waitFor();
const focused = (page) => page.evaluate(() => {
  const {activeElement: one} = document;
  return one.id || one.name || one.className || one.textContent;
});
/** Holds back every list until the function that it gives is called. */
const holdLists = async (page) => {
  let release;
  const released = new Promise((done) => { release = done; });
  await page.route("**/videos?*", async (route) => {
    await released;
    await route.continue().catch(() => {});  // not requested any more
  });
  return release;
};

onPage("the list shows the default view, light enough", "/videos", {}, async (page) => {
  const wanted = await asked("");
  assert.deepEqual(await ids(page), wanted.videos.map((video) => video.tiktok_video_id));
  assert.equal(await summary(page), `${wanted.total.toLocaleString("en-US")} videos, page 1 of 59`
      .replace("59", String(Math.ceil(wanted.total / 24))));
  const sizes = await page.evaluate(() =>
    [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .filter((entry) => entry.name.startsWith(location.origin))
        .reduce((sum, entry) => sum + entry.transferSize, 0));
  assert.ok(sizes < 60_000, `${sizes} bytes`);
  assert.equal(await page.locator("[data-state=succeeded]").count(), 1);
});

onPage("the period is in the address, and the back button leads back", "/videos?brand=1", {},
       async (page) => {
  const all = await ids(page);
  await page.click("#period-30");
  await urlIs(page, "?brand=1&period=30");
  await page.locator("#period-30[aria-current]").waitFor();
  const month = await asked("period=30");
  assert.deepEqual(await ids(page), month.videos.map((video) => video.tiktok_video_id));
  assert.equal(await page.evaluate(() => document.activeElement.id), "period-30");
  assert.ok(await page.locator(".gmv .mark").count() > 0);
  await page.click("#period-90");
  await urlIs(page, "?brand=1&period=90");
  await page.goBack();
  await page.locator("#period-30[aria-current]").waitFor();
  await page.goBack();
  await page.locator("#period-all[aria-current]").waitFor();
  assert.deepEqual(await ids(page), all);
  await page.goForward();
  await page.locator("#period-30[aria-current]").waitFor();
  assert.equal(query(page), "?brand=1&period=30");
  await page.reload();
  assert.deepEqual(await ids(page), month.videos.map((video) => video.tiktok_video_id));
});

onPage("heads sort, and once more the other way round", "/videos?brand=1", {}, async (page) => {
  for (const field of ["posted_at", "gpm", "views", "items_sold", "ctr", "gmv"]) {
    await page.click(`#sort-${field}`);
    await page.locator(`th[aria-sort=descending] #sort-${field}`).waitFor();
    assert.deepEqual(await ids(page), (await asked(`sort=${field}`)).videos
        .map((video) => video.tiktok_video_id), field);
  }
  await page.click("#sort-gmv");
  await page.locator("th[aria-sort=ascending] #sort-gmv").waitFor();
  assert.equal(query(page), "?brand=1&dir=asc");
  assert.equal(await page.locator("[aria-sort]").count(), 1);
});

onPage("a search works while one types and is announced", "/videos?brand=1", {}, async (page) => {
  await page.locator("[name=search]").pressSequentially("tote BAG", {delay: 15});
  await urlIs(page, "?brand=1&search=tote%20BAG");
  const wanted = await asked("search=tote%20BAG");
  await page.locator(".chips", {hasText: "tote BAG"}).waitFor();
  assert.deepEqual(await ids(page), wanted.videos.map((video) => video.tiktok_video_id));
  assert.equal(await page.locator("[name=search]").inputValue(), "tote BAG");
  assert.equal(await page.evaluate(() => document.activeElement.name), "search");
  assert.match(await page.locator("[role=status]").innerText(), /videos match/);
  await page.goBack();
  await urlIs(page, "?brand=1");
  await page.locator(".chips").waitFor({state: "detached"});
});

onPage("what is typed and what is clicked before the answer both count", "/videos?brand=1", {},
       async (page) => {
  const release = await holdLists(page);
  await page.fill("[name=search]", "tote");
  await page.click("#period-30");
  await page.click("#sort-views");
  await page.fill("[name=creator]", "maker.anna.demo");
  await page.click("#period-90");
  release();
  const search = "period=90&sort=views&search=tote&creator=maker.anna.demo";
  await urlIs(page, `?brand=1&${search}`);
  await shown(page);
  assert.deepEqual(await ids(page), (await asked(search)).videos
      .map((video) => video.tiktok_video_id));
  assert.equal(await page.inputValue("[name=search]"), "tote");
  assert.equal(await page.inputValue("[name=creator]"), "maker.anna.demo");
  await page.goBack();
  await urlIs(page, "?brand=1");
});

onPage("the last of two clicks on one switch counts", "/videos?brand=1", {}, async (page) => {
  const release = await holdLists(page);
  await page.click("#period-30");
  await page.click("#period-all");
  await page.click("#sort-views");
  release();
  await urlIs(page, "?brand=1&sort=views");
});

onPage("a link takes away what it clears, and no more of what is typed",
       "/videos?brand=1&search=bag", {}, async (page) => {
  await page.fill("[name=creator]", "maker.anna.demo");
  await page.click(".chips a:has-text('Contains')");
  await urlIs(page, "?brand=1&creator=maker.anna.demo");
  await shown(page);
  await page.fill("[name=search]", "tote");
  await page.fill("[name=hashtag]", "haul");
  await page.click("#clear");
  await urlIs(page, "?brand=1");
  await shown(page);
  for (const name of ["search", "creator", "hashtag"])
    assert.equal(await page.inputValue(`[name=${name}]`), "", name);
  await page.fill("[name=search]", "tote");
  await page.click(".logo");
  await urlIs(page, "");
  await shown(page);
  assert.equal(await page.inputValue("[name=search]"), "");
});

onPage("an answer takes away no link that is being pressed", "/videos?brand=1", {},
       async (page) => {
  await page.fill("[name=creator]", "maker.anna.demo");
  const box = await page.locator("#period-30").boundingBox();
  await page.mouse.move(box.x + 10, box.y + 10);
  const answered = page.waitForResponse((answer) => answer.ok());
  await page.mouse.down();
  await (await answered).finished();
  await page.evaluate(() => new Promise(requestAnimationFrame));
  await page.mouse.up();
  await urlIs(page, "?brand=1&period=30&creator=maker.anna.demo");
});

onPage("the fields follow the address back, and a form that was left is empty",
       "/videos?brand=1&period=30", {}, async (page) => {
  await page.locator("[name=search]").pressSequentially("tote");
  await urlIs(page, "?brand=1&period=30&search=tote");
  await page.goBack();
  await urlIs(page, "?brand=1&period=30");
  assert.equal(await page.inputValue("[name=search]"), "");
  await page.locator(".chips").waitFor({state: "detached"});
  await page.goForward();
  await urlIs(page, "?brand=1&period=30&search=tote");
  assert.equal(await page.inputValue("[name=search]"), "tote");
  await page.locator(".chips").waitFor();
  await page.evaluate(() => { document.forms.filters.elements.creator.value = "nobody"; });
  await page.locator(".videos tbody .title").first().click();
  await page.locator("h1", {hasText: "tote"}).waitFor();
  await page.goBack();
  await urlIs(page, "?brand=1&period=30&search=tote");
  await shown(page);
  assert.equal(await page.inputValue("[name=creator]"), "");
});

onPage("an amount that is none is told of, and keeps nothing else from working",
       "/videos?brand=1", {}, async (page) => {
  await page.fill("[name=min_amount]", "abc");
  await page.keyboard.press("Tab");
  const wrong = page.locator("#wrong");
  await wrong.filter({hasText: "Minimum GMV, USD: An amount such as 1,250.50"}).waitFor();
  const amount = page.locator("[name=min_amount]");
  assert.equal(await amount.getAttribute("aria-invalid"), "true");
  await page.click("#period-30");
  await urlIs(page, "?brand=1&period=30");
  await shown(page);
  assert.equal(await amount.inputValue(), "abc");
  await amount.pressSequentially("");
  await amount.fill("12");
  assert.equal(await wrong.innerText(), "");
  assert.equal(await amount.getAttribute("aria-invalid"), null);
  await amount.blur();
  await urlIs(page, "?brand=1&period=30&min_gmv=1200");
});

onPage("the focus stays, or goes to what is said of the list", "/videos?brand=1", {},
       async (page) => {
  for (const [id, place, next] of [["page-next", /page 2 of/, "page-next"],
                                   ["page-last", /page (\d+) of \1$/, "summary"]]) {
    await page.focus(`#${id}`);
    await page.keyboard.press("Enter");
    await page.locator("#summary", {hasText: place}).waitFor();
    await shown(page);
    assert.equal(await focused(page), next);
  }
  await page.goto(`${new URL(page.url()).origin}/videos?brand=1&search=bag`);
  const tag = page.locator(".videos tbody .about a", {hasText: "#"}).nth(4);
  const name = await tag.innerText();
  await tag.focus();
  await page.keyboard.press("Enter");
  await page.locator(".chips", {hasText: "Hashtag"}).waitFor();
  await shown(page);
  assert.equal(await focused(page), name);
  await page.focus("#clear");
  await page.keyboard.press("Enter");
  await urlIs(page, "?brand=1");
  await shown(page);
  assert.equal(await focused(page), "summary");
});

onPage("every filter narrows the list and can be taken away", "/videos?brand=1", {},
       async (page) => {
  const steps = [
    ["creator", "@Maker.Anna.demo", "creator=%40Maker.Anna.demo"],
    ["min_amount", "1,000.5", "min_gmv=100050&creator=%40Maker.Anna.demo"],
    ["hashtag", "#totebag", "min_gmv=100050&creator=%40Maker.Anna.demo&hashtag=%23totebag"],
    ["posted_after", "2025-08-01", "min_gmv=100050&posted_after=2025-08-01" +
      "&creator=%40Maker.Anna.demo&hashtag=%23totebag"],
    ["posted_before", "2025-08-31", "min_gmv=100050&posted_after=2025-08-01" +
      "&posted_before=2025-08-31&creator=%40Maker.Anna.demo&hashtag=%23totebag"],
  ];
  for (const [name, value, search] of steps) {
    await page.fill(`[name=${name}]`, value);
    await page.locator(`[name=${name}]`).blur();
    await urlIs(page, `?brand=1&${search}`);
    await page.locator("#results:not([aria-busy])").waitFor();
    assert.deepEqual(await ids(page), (await asked(search)).videos
        .map((video) => video.tiktok_video_id), name);
  }
  assert.deepEqual(await ids(page), ["7535909487669005581"]);
  assert.equal(await page.inputValue("[name=min_amount]"), "1000.50");
  await page.click(".chips a:has-text('Hashtag')");
  await urlIs(page, `?brand=1&${steps[4][2].replace("&hashtag=%23totebag", "")}`);
  assert.equal(await page.inputValue("[name=hashtag]"), "");
  await page.click("#clear");
  await urlIs(page, "?brand=1");
  await page.locator(".chips").waitFor({state: "detached"});
  assert.equal(await page.inputValue("[name=posted_after]"), "");
  await page.selectOption("[name=per_page]", "48");
  await urlIs(page, "?brand=1&per_page=48");
  await page.waitForFunction(() => document.querySelectorAll(".videos tbody tr").length === 48);
});

onPage("links of a row ask for its creator and its hashtags", "/videos?brand=1", {},
       async (page) => {
  await page.click(".videos tbody tr:first-child a:has-text('@maker.anna.demo')");
  await urlIs(page, "?brand=1&creator=maker.anna.demo");
  await page.click("#clear");
  await urlIs(page, "?brand=1");
  await page.click(".videos tbody tr:first-child a:has-text('#totebag')");
  await urlIs(page, "?brand=1&hashtag=totebag");
});

onPage("pages lead on and back", "/videos?brand=1&period=90&sort=views", {}, async (page) => {
  await page.click("#page-next");
  await urlIs(page, "?brand=1&period=90&sort=views&page=2");
  await page.waitForFunction(() => scrollY === 0);
  assert.deepEqual(await ids(page), (await asked("period=90&sort=views&page=2")).videos
      .map((video) => video.tiktok_video_id));
  await page.click("#page-last");
  await page.locator("#page-next").waitFor({state: "detached"});
  await page.click("#page-first");
  await urlIs(page, "?brand=1&period=90&sort=views");
  await page.goBack();
  await page.goBack();
  await urlIs(page, "?brand=1&period=90&sort=views&page=2");
});

onPage("the brands are switched, and a brand without videos says so", "/videos?brand=1&page=2", {},
       async (page) => {
  await page.click("#brand-2");
  await urlIs(page, "?brand=2");
  await page.locator(".notice", {hasText: "No videos yet"}).waitFor();
  assert.equal(await page.locator("h1").innerText(), "Tea & <Co>");
  assert.match(await page.title(), /^Tea & <Co>/);
});

onPage("what a source delivers is text", "/videos?brand=1&search=%3Cscript%3E", {},
       async (page) => {
  await page.locator(".title", {hasText: "<script>alert('title')</script>"}).waitFor();
  await page.click(".title");
  await page.locator("h1", {hasText: "<script>"}).waitFor();
  assert.equal(await page.locator("main script, main img[src=x], main i").count(), 0);
});

onPage("a missing picture keeps its place, an invalid address is not loaded",
       "/videos?brand=1&per_page=96", {}, async (page) => {
  // Pictures load when they come near; a jump to the end would skip most of them.
  const places = page.locator(".thumb");
  for (let row = 0; row < await places.count(); row += 8)
    await places.nth(row).scrollIntoViewIfNeeded();
  await page.locator(".thumb img.missing").first().waitFor({state: "attached"});
  assert.equal(await page.locator("img[src^=javascript]").count(), 0);
  const sizes = await places.evaluateAll(
      (all) => [...new Set(all.map((one) => `${one.offsetWidth}x${one.offsetHeight}`))]);
  assert.deepEqual(sizes, ["42x56"]);
});

test("a picture that is gone before the script is there leaves its place too", async () => {
  const opened = await browser.newContext({viewport: desktop});
  const page = await opened.newPage();
  await page.route("https://thumbnails.example/**", (route) => route.fulfill({status: 404}));
  await page.route("**/assets/*.js", async (route) => {
    await page.waitForFunction(
        () => [...document.images].some((one) => one.complete && one.naturalWidth === 0));
    await route.continue();
  });
  await page.goto(`${served.address}/videos?brand=1`);
  const first = page.locator(".thumb img").first();
  await first.scrollIntoViewIfNeeded();
  await page.locator(".thumb img.missing").first().waitFor({state: "attached"});
  assert.match(await first.getAttribute("class") ?? "", /missing/);
  await opened.close();
});

onPage("a list that cannot be loaded says so and can be tried again", "/videos?brand=1", {},
       async (page) => {
  await page.route("**/videos?*", (route) => route.abort());
  await page.click("#period-30");
  await page.locator("#failure:not([hidden])").waitFor();
  assert.equal(await page.locator("#results[aria-busy]").count(), 0);
  await page.unroute("**/videos?*");
  await page.evaluate(() => { document.forms.filters.elements.hashtag.value = "haul"; });
  await page.focus("#failure a");
  await page.keyboard.press("Enter");
  await urlIs(page, "?brand=1&period=30&hashtag=haul");
  await page.locator("#failure").waitFor({state: "hidden"});
  assert.equal(await focused(page), "summary");
});

onPage("an answer that says why there is no list takes the list's place", "/videos?brand=1", {},
       async (page) => {
  await page.route("**/videos?*", async (route) => {
    const whole = await (await route.fetch()).text();
    await route.fulfill({status: 503, contentType: "text/html; charset=utf-8", body: whole.replace(
        /<div id="results">[^]*<\/main>/, '<div id="results">too slow, narrow it</div></main>')});
  });
  await page.fill("[name=search]", "bag");
  await page.locator("#results", {hasText: "too slow, narrow it"}).waitFor();
  assert.ok(await page.locator("#failure").isHidden());
  await page.unroute("**/videos?*");
  await page.fill("[name=search]", "bag haul");
  await page.locator(".videos tbody tr").first().waitFor();
});

test("while a run is going on the page looks again", async () => {
  const end = stored.sql("SELECT finished_at FROM sync_runs ORDER BY id DESC LIMIT 1");
  const set = (status, finished) => stored.sql(`UPDATE sync_runs SET status = '${status}',
    finished_at = ${finished} WHERE id = (SELECT max(id) FROM sync_runs)`);
  set("running", "NULL");
  try {
    await visit("", "/videos?brand=1", {}, async (page) => {
      await page.clock.install();
      await page.goto(`${served.address}/videos?brand=1`);
      await page.locator("[data-state=running]").waitFor();
      // The link of a row; another row above has the same link.
      const place = () => page.evaluate(() => document.activeElement.textContent + " of " +
          document.activeElement.closest("tr")?.querySelector(".title").pathname);
      await page.evaluate(() => { document.forms.filters.elements.creator.value = "not yet"; });
      await page.locator(".videos .about a").evaluateAll((all) => all.findLast(
          (one) => all.find(({href}) => href === one.href) !== one).focus());
      const before = await place();
      set("succeeded", `'${end}'`);
      await page.clock.fastForward(6000);
      await page.locator("[data-state=succeeded]").waitFor();
      assert.equal(await place(), before);
      assert.equal(await page.inputValue("[name=creator]"), "not yet");
    });
  } finally {
    set("succeeded", `'${end}'`);
  }
});

onPage("a video has its metrics, its charts and the way back", "/videos?brand=1&period=30", {},
       async (page) => {
  await page.click(".videos tbody tr:first-child .title");
  await page.locator("h1", {hasText: "Linen tote bag haul"}).waitFor();
  assert.equal(await page.locator("svg polyline").count(), 4);
  assert.equal(await page.locator(".snapshots tbody tr").count(), 10);
  assert.equal(await page.locator(".subject .mark").count(), 1);
  await page.click(".back a");
  await urlIs(page, "?brand=1&period=30");
  await page.locator("#period-30[aria-current]").waitFor();
});

onPage("everything works without the script", "/videos?brand=1", {javaScriptEnabled: false},
       async (page) => {
  await page.fill("[name=search]", "bag");
  await page.fill("[name=min_amount]", "1,000.50");
  await page.click(".apply");
  assert.equal(query(page), "?brand=1&min_gmv=100050&search=bag");
  assert.deepEqual(await ids(page), (await asked("min_gmv=100050&search=bag")).videos
      .map((video) => video.tiktok_video_id));
  await page.click("#period-30");
  await page.click("#sort-views");
  assert.equal(query(page), "?brand=1&period=30&sort=views&min_gmv=100050&search=bag");
  await page.click(".chips a:has-text('GMV from')");
  await page.click("#page-next");
  assert.equal(query(page), "?brand=1&period=30&sort=views&search=bag&page=2");
  await page.goBack();
  await page.click(".videos tbody tr:first-child .title");
  assert.equal(await page.locator("svg polyline").count(), 4);
  await page.click(".back a");
  assert.equal(query(page), "?brand=1&period=30&sort=views&search=bag");
});

onPage("on a phone without the script filters unfold", "/videos?brand=1",
       {javaScriptEnabled: false, viewport: phone}, async (page) => {
  assert.ok(!await page.isVisible("[name=creator]"));
  await page.click("summary:has-text('Filters')");
  await page.selectOption("[name=sort]", "views");
  await page.fill("[name=creator]", "maker.anna.demo");
  await page.click(".apply");
  assert.equal(query(page), "?brand=1&sort=views&creator=maker.anna.demo");
  assert.ok(await page.isVisible("[name=creator]"));
});

onPage("the keyboard is enough", "/videos?brand=1", {}, async (page) => {
  const outlined = () => page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "skip");
  assert.ok(await page.locator(".skip").boundingBox().then((box) => box.width > 50));
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "main");
  const order = [];
  for (let i = 0; i < 11; ++i) {
    await page.keyboard.press("Tab");
    order.push(await focused(page));
    assert.equal(await outlined(), "solid", order.at(-1));
  }
  assert.deepEqual(order.slice(0, 7), ["period-all", "period-90", "period-30", "search", "creator",
                                       "hashtag", "min_amount"]);
  await page.focus("[name=search]");
  await page.keyboard.type("mug");
  await page.keyboard.press("Enter");
  await urlIs(page, "?brand=1&search=mug");
  await page.focus("#sort-ctr");
  await page.keyboard.press("Enter");
  await urlIs(page, "?brand=1&sort=ctr&search=mug");
  await page.locator("th[aria-sort] #sort-ctr").waitFor();
  assert.equal(await focused(page), "sort-ctr");
});

onPage("what has the focus is not under the head of the table", "/videos?brand=1", {},
       async (page) => {
  await page.locator(".videos tbody tr:nth-child(20) .title").focus();
  for (let i = 0; i < 40; ++i) {
    await page.keyboard.press("Shift+Tab");
    assert.ok(await page.evaluate(() => {
      const one = document.activeElement;
      return !one.closest("tbody") || one.getBoundingClientRect().top >=
          document.querySelector(".videos thead th").getBoundingClientRect().bottom;
    }), `${i} back`);
  }
});

test("one signs in once and can sign out", async () => {
  const locked = await serve(stored.database, "s3cret");
  try {
    await visit("", "/videos?brand=1&period=30", {address: locked.address}, async (page) => {
      await page.fill("[name=token]", "wrong");
      await page.click("button");
      await page.locator("[role=alert]", {hasText: "Wrong token"}).waitFor();
      await page.fill("[name=token]", "s3cret");
      await page.click("button");
      await page.locator("#period-30[aria-current]").waitFor();
      assert.equal(query(page), "?brand=1&period=30");
      await page.click("#period-90");
      await page.locator("#period-90[aria-current]").waitFor();
      const [cookie] = await page.context().cookies();
      assert.ok(cookie.httpOnly && cookie.sameSite === "Strict");
      assert.ok(!cookie.value.includes("s3cret"));
      await page.click("text=Sign out");
      await page.locator("[name=token]").waitFor();
    });
  } finally {
    await locked.stop();
  }
});

test("after signing out the back button shows no list", async () => {
  const locked = await serve(stored.database, "s3cret");
  // With a cache and a back-forward cache, as users have them.
  const usual = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--host-resolver-rules=MAP shop.example 127.0.0.1"],
    ignoreDefaultArgs: ["--disable-back-forward-cache"]});
  try {
    // With a host name the browser does not trust connections without TLS.
    for (const address of [locked.address, locked.address.replace("127.0.0.1", "shop.example")]) {
      const page = await usual.newPage();
      await page.goto(`${address}/videos?brand=1`);
      await page.fill("[name=token]", "s3cret");
      await page.click("button");
      await page.locator(".videos tbody tr").first().waitFor();
      await page.locator(".videos tbody .title").first().click();
      await page.locator(".snapshots").waitFor();
      await page.click("text=Sign out");
      await page.locator("[name=token]").waitFor();
      for (const left of ["a video", "the list"]) {
        await page.goBack({waitUntil: "commit"});
        await page.locator("[name=token]").waitFor({timeout: 5000});
        assert.equal(await page.locator("td").count(), 0, left);
      }
      await page.close();
    }
  } finally {
    await usual.close();
    await locked.stop();
  }
});

const views = {
  list: "/videos?brand=1&period=30",
  filtered: "/videos?brand=1&search=bag&creator=maker.anna.demo&min_gmv=100",
  empty: "/videos?brand=1&search=nowhere",
  video: "/videos/7535909487669005581?brand=1&period=30",
};
for (const colorScheme of ["light", "dark"])
  for (const viewport of [desktop, phone])
    test(`axe and screenshots: ${colorScheme}, ${viewport.width} px`, async () => {
      for (const [name, path] of Object.entries(views))
        await visit(name, path, {colorScheme, viewport}, async (page) => {
          await page.screenshot({path: `${name}-${viewport.width}-${colorScheme}.png`});
          await page.evaluate(axe);
          const {violations} = await page.evaluate(() => axe.run());
          assert.deepEqual(violations.filter(({impact}) => impact !== "minor")
              .map(({id, nodes}) => `${id}: ${nodes[0].html}`), [], name);
        });
    });

// The picture in README.md is a copy of this one.
onPage("the picture for the document", views.list, {}, async (page) => {
  await page.waitForFunction(() => [...document.querySelectorAll(".thumb img")].slice(0, 8)
      .every((one) => one.complete));
  await page.screenshot({path: "videos.png", clip: {x: 0, y: 0, width: 1280, height: 650}});
});

test("nothing is wider than a small phone, and no number lies on another", async () => {
  const of = "FROM creator_videos WHERE tiktok_video_id = '7535909487669005581'";
  const [cents, count] = stored.sql(`SELECT gmv_cents, impressions ${of}`).split("|");
  const set = (gmv, impressions) => stored.sql(`UPDATE creator_videos SET gmv_cents = ${gmv},
    impressions = ${impressions} ${of.slice(of.indexOf("WHERE"))}`);
  set("9223372036854775807", "9223372036854775807");
  try {
    await visit("", "/videos?brand=1", {viewport: {width: 360, height: 740}}, async (page) => {
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      assert.deepEqual(await page.locator(".videos td").evaluateAll((cells) => cells
          .filter((cell) => cell.scrollWidth > cell.clientWidth)
          .map((cell) => cell.innerText)), []);
    });
  } finally {
    set(cents, count);
  }
  for (const width of [320, 360])
    for (const path of Object.values(views))
      await visit(path, path, {viewport: {width, height: 740}}, async (page) => {
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, path);
        assert.ok(await page.locator(".metrics .scrolls").evaluateAll(
            (all) => all.every((one) => one.scrollWidth <= one.clientWidth)), path);
      });
});

for (const most of ["9223372036854775807", "99999999999"])
  test(`numbers as ${most} and the longest texts keep to their places`, async () => {
    const where = "WHERE tiktok_video_id = '7535909487669005581'";
    stored.sql(`CREATE TABLE kept AS SELECT * FROM creator_videos ${where};
      CREATE TABLE kept_snapshots AS SELECT * FROM creator_video_metric_snapshots ${where};
      UPDATE creator_videos SET gmv_cents = ${most}, gpm_cents = ${most}, impressions = ${most},
        items_sold = ${most}, affiliate_orders = ${most}, likes = ${most}, comments = ${most},
        shares = ${most}, est_commission_cents = -${most}, ctr = 99999.9999,
        title = '${"long title ".repeat(273)}', hash_tags = '["${"x".repeat(500)}"]' ${where};
      UPDATE creator_video_metric_snapshots SET gmv_cents = -${most}, gpm_cents = ${most},
        views = ${most}, items_sold = ${most}, ctr = 99999.9999 ${where}`);
    try {
      for (const width of [320, 390, 768, 1024, 1280])
        for (const path of ["/videos?brand=1", "/videos/7535909487669005581?brand=1"])
          await visit(path, path, {viewport: {width, height: 860}}, async (page) => {
            const seen = `${path} at ${width}`;
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width,
                         seen);
            for (const cut of await page.locator(".what, h1, .title, .about a").all()) {
              const {width: wide, height} = await cut.boundingBox();
              assert.ok(wide < width && height < 160, `${seen}: ${await cut.innerText()}`);
            }
            if (width >= 768) assert.ok(await page.locator(".what").evaluateAll(
                (all) => all.every((one) => one.offsetWidth >= 128)), seen);
            const first = page.locator(".title").first();
            if (await first.count() === 0) return;
            await first.focus();
            assert.ok(await first.evaluate((one) => getComputedStyle(one).overflow === "hidden"));
          });
    } finally {
      stored.sql(`DELETE FROM creator_videos ${where};
        INSERT INTO creator_videos SELECT * FROM kept;
        DELETE FROM creator_video_metric_snapshots ${where};
        INSERT INTO creator_video_metric_snapshots SELECT * FROM kept_snapshots;
        DROP TABLE kept; DROP TABLE kept_snapshots`);
    }
  });

test("the way in is accessible", async () => {
  const locked = await serve(stored.database, "s3cret");
  try {
    for (const colorScheme of ["light", "dark"])
      await visit("", "/videos", {address: locked.address, colorScheme}, async (page) => {
        await page.evaluate(axe);
        const {violations} = await page.evaluate(() => axe.run());
        assert.deepEqual(violations.map(({id}) => id), []);
      });
  } finally {
    await locked.stop();
  }
});
