// SPDX-License-Identifier: BSL-1.0
#include "frame.hpp"

#include "address.hpp"
#include "assets.hpp"
#include "display_text.hpp"

namespace tidemark::host {

namespace {

using storage::ledger_entry;
using storage::run_status;

html moment(timestamp at, timestamp now) {
  html out;
  out << R"(<time datetime=")"_html << to_rfc3339(at) << R"(" title=")"_html << moment_text(at)
      << R"(">)"_html << ago(at, now) << "</time>"_html;
  return out;
}

html brand_switch(const page_request& asked) {
  html out;
  if (asked.scope.brands.size() < 2) return out;
  out << R"(<nav class="brands" aria-label="Brand">)"_html;
  for (const auto& brand : asked.scope.brands) {
    videos::period_query query = asked.query;
    query.brand_id = brand.id;
    query.page = 1;
    out << R"(<a id="brand-)"_html << brand.id << R"(" href=")"_html
        << list_address(query, asked.scope) << R"(")"_html;
    if (brand.id == asked.query.brand_id) out << R"( aria-current="page")"_html;
    out << ">"_html << brand.name << "</a>"_html;
  }
  out << "</nav>"_html;
  return out;
}

html sync_state(const run_news& news, timestamp now) {
  html out;
  if (!news.latest) {
    out << R"(<p class="sync">Not synced yet</p>)"_html;
    return out;
  }
  const ledger_entry& latest = *news.latest;
  const auto& success = news.latest_success;
  if (latest.status == run_status::running) {
    out << R"(<p class="sync" data-state="running">Syncing, started )"_html
        << moment(latest.start.started_at, now) << "</p>"_html;
  } else if (latest.status == run_status::succeeded) {
    out << R"(<p class="sync" data-state="succeeded">Synced )"_html
        << moment(latest.finished_at.value_or(latest.start.started_at), now) << "</p>"_html;
  } else {
    out << R"(<details class="sync" data-state="failed"><summary>Last sync failed )"_html
        << moment(latest.finished_at.value_or(latest.start.started_at), now) << "</summary><p>"_html
        << latest.error.value_or("It has no error message.") << "</p><p>"_html;
    if (success)
      out << "The figures are from "_html
          << moment(success->finished_at.value_or(success->start.started_at), now) << "."_html;
    else out << "No recent sync has succeeded."_html;
    out << "</p></details>"_html;
  }
  return out;
}

}  // namespace

result<run_news> read_run_news(storage::backend& store, std::int64_t brand_id) {
  constexpr int looked_at_max = 20;
  run_news news;
  int count = 0;
  const auto walked = store.walk_runs(brand_id, [&](const ledger_entry& entry) {
    if (!news.latest) news.latest = entry;
    if (entry.status == run_status::succeeded) news.latest_success = entry;
    return !news.latest_success && ++count < looked_at_max;
  });
  if (!walked) return walked.error();
  return news;
}

html page_top(const page_request& asked, const run_news* news) {
  html out;
  out << R"(<header class="top" id="top"><a class="logo" href="/videos">)"
         R"(<img src="/videos/assets/)"_html
      << icon_asset.name
      << R"(" alt="" width="24" height="24"> tidemark</a>)"_html << brand_switch(asked);
  if (news) out << sync_state(*news, asked.moment);
  if (asked.signed_in)
    out << R"(<form class="sign-out" method="post" action="/videos/-/logout"><button>Sign )"
           R"(out</button></form>)"_html;
  out << "</header>"_html;
  return out;
}

http_response page_response(unsigned status, std::string_view title, const html& top,
                            const html& main) {
  html out;
  out << R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>)"_html << title << R"( – tidemark</title>
<link rel="icon" type="image/svg+xml" href="/videos/assets/)"_html << icon_asset.name << R"(">
<link rel="stylesheet" href="/videos/assets/)"_html << style_asset.name << R"(">
<script src="/videos/assets/)"_html << script_asset.name << R"(" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
)"_html << top << R"(
<main id="main" tabindex="-1">
)"_html << main << R"(
</main>
</body>
</html>
)"_html;
  return {status, html_type, std::move(out).text()};
}

html notice(std::string_view heading, const html& text) {
  html out;
  out << R"(<div class="notice"><h2>)"_html << heading << "</h2>"_html << text << "</div>"_html;
  return out;
}

std::string_view failure_heading(const error& what) {
  return what.kind == error_kind::busy ? "This takes too long right now"
                                       : "The storage does not answer";
}

http_response storage_failed_page(const page_request& asked, const error& what,
                                  const std::string& again, const html& before) {
  html text;
  text << R"(<p>)"_html << what.message << R"(</p><p><a class="button" href=")"_html << again
       << R"(">Try again</a></p>)"_html;
  html main;
  main << before << R"(<div id="results">)"_html << notice(failure_heading(what), text)
       << "</div>"_html;
  auto answer = page_response(503, "Unavailable", page_top(asked, nullptr), main);
  answer.fields.emplace_back("Retry-After", "5");
  return answer;
}

std::string currency_of(const page_request& asked) {
  const auto* brand = find_brand(asked.scope, asked.query.brand_id);
  return brand ? brand->currency : "USD";
}

}  // namespace tidemark::host
