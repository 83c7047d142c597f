// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "../../output/format.hpp"
#include "address.hpp"
#include "filters.hpp"
#include "frame.hpp"
#include "pages.hpp"
#include "titles.hpp"
#include "video_table.hpp"

namespace tidemark::host {

namespace {

/// The data of a list page.
struct list_content {
  run_news news;
  std::int64_t total = 0;
  std::vector<shown_video> shown;
};

result<list_content> read_content(storage::backend& store, const page_request& asked) {
  const auto& query = asked.query;
  list_content content;
  auto news = read_run_news(store, query.brand_id);
  if (!news) return news.error();
  content.news = std::move(*news);
  auto page = store.list_videos(query);
  if (!page) return page.error();
  content.total = page->total;
  const auto peaks = compare_gmv(store, query, asked.scope.windows, page->videos);
  if (!peaks) return peaks.error();
  for (std::size_t i = 0; i < page->videos.size(); ++i) {
    auto& video = page->videos[i];
    const gmv_comparison own{video.gmv_cents, video.gmv_cents};
    content.shown.push_back({std::move(video), peaks->empty() ? own : (*peaks)[i]});
  }
  return content;
}

std::int64_t pages_of(std::int64_t total, std::int64_t per_page) {
  return std::max<std::int64_t>(1, total / per_page + (total % per_page == 0 ? 0 : 1));
}

html page_link(const page_request& asked, std::string_view id, std::string_view text,
               std::int64_t page, bool usable) {
  html out;
  if (!usable) {
    out << R"(<span aria-hidden="true">)"_html << text << "</span>"_html;
    return out;
  }
  videos::period_query query = asked.query;
  query.page = page;
  out << R"(<a id=")"_html << id << R"(" href=")"_html << list_address(query, asked.scope)
      << R"(">)"_html << text << "</a>"_html;
  return out;
}

html pager(const page_request& asked, std::int64_t total) {
  const std::int64_t page = asked.query.page, last = pages_of(total, asked.query.per_page);
  html out;
  if (last == 1) return out;
  out << R"(<nav class="pager" aria-label="Pages">)"_html
      << page_link(asked, "page-first", "First", 1, page > 1)
      << page_link(asked, "page-previous", "Previous", page - 1, page > 1) << "<span>Page "_html
      << grouped(page) << " of "_html << grouped(last) << "</span>"_html
      << page_link(asked, "page-next", "Next", page + 1, page < last)
      << page_link(asked, "page-last", "Last", last, page < last) << "</nav>"_html;
  return out;
}

/// The message instead of a table without rows.
html nothing_found(const page_request& asked, const list_content& content) {
  html text;
  if (content.total > 0) {
    videos::period_query query = asked.query;
    query.page = pages_of(content.total, query.per_page);
    text << R"(<p>This list has )"_html << grouped(query.page)
         << R"( pages.</p><p><a class="button" href=")"_html << list_address(query, asked.scope)
         << R"(">Go to the last page</a></p>)"_html;
    return notice("There is no such page", text);
  }
  if (videos::is_filtered(asked.query)) {
    text << R"(<p><a class="button" data-clears href=")"_html
         << list_address(without_filters(asked.query), asked.scope)
         << R"(">Clear all filters</a></p>)"_html;
    return notice("No video matches", text);
  }
  text << "<p>They appear after the first run: <code>tidemark sync --brand "_html
       << asked.query.brand_id << "</code></p>"_html;
  return notice("No videos yet", text);
}

/// The list in one sentence, which the script also announces.
std::string summary(const page_request& asked, const list_content& content) {
  std::string text = counted(content.total, "video", "videos");
  if (videos::is_filtered(asked.query)) text += content.total == 1 ? " matches" : " match";
  const std::int64_t last = pages_of(content.total, asked.query.per_page);
  if (last > 1 && !content.shown.empty())
    text += fmt::format(", page {} of {}", grouped(asked.query.page), grouped(last));
  return text;
}

/// The head of a list, or of the message instead: heading, periods and filters.
html list_head(const page_request& asked, std::string_view summary) {
  const auto* brand = find_brand(asked.scope, asked.query.brand_id);
  html out;
  out << R"(<div class="scope" id="scope"><div><h1>)"_html << (brand ? brand->name : "Videos")
      << R"(</h1><p id="summary" tabindex="-1">)"_html << summary << "</p></div>"_html
      << period_switch(asked) << "</div>\n"_html << filter_form(asked)
      << R"(<p id="wrong" class="wrong" role="alert"></p><div id="chips">)"_html
      << filters_in_use(asked)
      << R"(</div><p id="status" role="status" class="unseen"></p>)"_html
      << R"(<p id="failure" role="alert" hidden>The list could not be loaded. <a href="">Try )"
         R"(again</a></p>)"_html;
  return out;
}

html list_main(const page_request& asked, const list_content& content) {
  html out;
  out << list_head(asked, summary(asked, content)) << R"(<div id="results">)"_html;
  if (content.shown.empty()) out << nothing_found(asked, content);
  else out << video_table(asked, content.shown) << pager(asked, content.total);
  out << "</div>\n"_html
      << R"(<p id="footnote" class="footnote">)"_html
      << (asked.query.window_days
              ? html() << "Metrics are those of each video's latest snapshot of the last "_html
                       << *asked.query.window_days << " days that the source reported."_html
              : html() << "All-time values are the best values that tidemark has seen, not "
                          "the full history."_html)
      << "</p>"_html;
  return out;
}

}  // namespace

http_response answer_list_page(reconnecting_storage& reader, const page_request& asked) {
  const auto content =
      reader.read([&](storage::backend& store) { return read_content(store, asked); });
  if (!content)
    return storage_failed_page(asked, content.error(), list_address(asked.query, asked.scope),
                               list_head(asked, failure_heading(content.error())));
  const auto* brand = find_brand(asked.scope, asked.query.brand_id);
  return page_response(200,
                       fmt::format("{}, {}", brand ? brand->name : "Videos",
                                   period_title(asked.query.window_days)),
                       page_top(asked, &content->news), list_main(asked, *content));
}

}  // namespace tidemark::host
