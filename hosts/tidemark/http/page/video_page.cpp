// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "../../output/format.hpp"
#include "address.hpp"
#include "chart.hpp"
#include "display_text.hpp"
#include "frame.hpp"
#include "pages.hpp"
#include "titles.hpp"
#include "video_table.hpp"

namespace tidemark::host {

namespace {

using videos::metric_snapshot;

constexpr std::size_t charted_max = 400;  // the newest snapshots of each window
constexpr std::size_t listed_max = 60;    // the newest rows of the table

/// The newest of a video's snapshots, in the order of their days, without their payloads.
class newest_snapshots {
 public:
  explicit newest_snapshots(std::size_t kept_max) : kept_max_(kept_max) {}

  /// Adds the next one in that order.
  void add(const metric_snapshot& snapshot) {
    ++count_;
    kept_.push_back(snapshot);
    kept_.back().raw_payload.reset();
    if (kept_.size() > kept_max_) kept_.pop_front();
  }

  std::size_t count() const { return count_; }  ///< including those that are not kept
  const std::deque<metric_snapshot>& kept() const { return kept_; }

 private:
  std::size_t kept_max_;
  std::size_t count_ = 0;
  std::deque<metric_snapshot> kept_;
};

struct video_content {
  run_news news;
  std::optional<storage::stored_video> stored;
  newest_snapshots listed{listed_max};               ///< of all windows together
  std::map<std::int32_t, newest_snapshots> charted;  ///< by window
};

result<video_content> read_content(storage::backend& store, const page_request& asked,
                                   const std::string& id) {
  video_content content;
  auto news = read_run_news(store, asked.query.brand_id);
  if (!news) return news.error();
  content.news = std::move(*news);
  auto found = store.find_videos(asked.query.brand_id, std::span(&id, 1));
  if (!found) return found.error();
  content.stored = std::move(found->front());
  const auto walked =
      store.walk_snapshots(asked.query.brand_id, id, [&](const storage::stored_snapshot& snapshot) {
        content.listed.add(snapshot.record);
        content.charted.try_emplace(snapshot.record.window_days, charted_max)
            .first->second.add(snapshot.record);
        return true;
      });
  if (!walked) return walked.error();
  return content;
}

const metric_snapshot* latest_of(const video_content& content, std::int32_t window) {
  const auto found = content.charted.find(window);
  return found == content.charted.end() ? nullptr : &found->second.kept().back();
}

/// A table of metrics: all-time values and the latest of every window.
class comparison {
 public:
  comparison(const page_request& asked, const video_content& content)
      : asked_(asked), content_(content), currency_(currency_of(asked)) {}

  html table() const {
    html out;
    out << R"(<section class="metrics"><div class="scrolls" role="region" )"
           R"(aria-label="Metrics" tabindex="0"><table><thead><tr><td></td><th )"
           R"(scope="col">All time</th>)"_html;
    for (const auto window : asked_.scope.windows)
      out << R"(<th scope="col">)"_html << period_title(window) << "</th>"_html;
    out << "</tr></thead><tbody>"_html;
    const auto* record = content_.stored ? &content_.stored->record : nullptr;
    out << row("GMV", record ? money_of(record->gmv_cents.known) : "–",
               [&](const auto& snapshot) { return money_of(snapshot.gmv_cents.known); })
        << row("GPM", record ? money_of(record->gpm_cents) : "–",
               [&](const auto& snapshot) { return money_of(snapshot.gpm_cents); })
        << row("Views", record ? count_of(record->impressions.known) : "–",
               [](const auto& snapshot) { return count_of(snapshot.views.known); })
        << row("Items", record ? count_of(record->items_sold.known) : "–",
               [](const auto& snapshot) { return count_of(snapshot.items_sold.known); })
        << row("CTR", record && record->ctr ? percent_text(*record->ctr) : "–",
               [](const auto& snapshot) {
                 return snapshot.ctr ? percent_text(*snapshot.ctr) : "–";
               })
        << row("As of", "–",
               [](const auto& snapshot) { return day_text(snapshot.snapshot_date); });
    out << "</tbody></table></div>"_html;
    if (record) out << only_all_time(*record);
    out << "</section>"_html;
    return out;
  }

 private:
  std::string money_of(const std::optional<std::int64_t>& cents) const {
    return cents ? amount(*cents, currency_) : "–";
  }
  static std::string count_of(const std::optional<std::int64_t>& count) {
    return count ? grouped(*count) : "–";
  }

  template <typename Shown>
  html row(std::string_view name, const std::string& all_time, const Shown& shown) const {
    html out;
    out << R"(<tr><th scope="row">)"_html << name << "</th><td>"_html << all_time << "</td>"_html;
    for (const auto window : asked_.scope.windows) {
      const auto* latest = latest_of(content_, window);
      out << "<td>"_html << (latest ? shown(*latest) : std::string("–")) << "</td>"_html;
    }
    out << "</tr>"_html;
    return out;
  }

  html only_all_time(const videos::creator_video& record) const {
    html out;
    const auto add = [&](std::string_view name, const std::string& value) {
      out << "<div><dt>"_html << name << "</dt><dd>"_html << value << "</dd></div>"_html;
    };
    out << "<dl>"_html;
    add("Orders", count_of(record.affiliate_orders.known));
    add("Est. commission", money_of(record.est_commission_cents));
    add("Likes", count_of(record.likes.known));
    add("Comments", count_of(record.comments.known));
    add("Shares", count_of(record.shares.known));
    out << "</dl>"_html;
    return out;
  }

  const page_request& asked_;
  const video_content& content_;
  const std::string currency_;
};

/// The lines of a metric, one per window.
template <typename Value>
std::vector<chart_line> lines_of(const page_request& asked, const video_content& content,
                                 const Value& value) {
  std::vector<chart_line> lines;
  for (const auto window : asked.scope.windows) {
    chart_line line{period_title(window), {}};
    if (const auto found = content.charted.find(window); found != content.charted.end())
      for (const auto& snapshot : found->second.kept())
        line.points.push_back({snapshot.snapshot_date, value(snapshot)});
    lines.push_back(std::move(line));
  }
  return lines;
}

html charts(const page_request& asked, const video_content& content) {
  const auto* record = content.stored ? &content.stored->record : nullptr;
  const std::string currency = currency_of(asked);
  html out;
  out << R"(<div class="charts">)"_html
      << chart("GMV",
               lines_of(asked, content,
                        [](const auto& snapshot) { return snapshot.gmv_cents.known.value_or(0); }),
               record ? record->gmv_cents.known : std::nullopt,
               [&](std::int64_t cents) {
                 // Levels are round numbers: only small ones need cents.
                 if (cents % 100 != 0 && std::abs(cents / 100) < 1000)
                   return amount(cents, currency);
                 const std::string sign = amount(0, currency);
                 return fmt::format("{}{}{}", cents < 0 ? "-" : "",
                                    sign.substr(0, sign.size() - 4),
                                    short_number(std::abs(cents / 100)));
               })
      << chart("Views",
               lines_of(asked, content,
                        [](const auto& snapshot) { return snapshot.views.known.value_or(0); }),
               record ? record->impressions.known : std::nullopt, short_number)
      << "</div>"_html;
  return out;
}

html snapshot_table(const page_request& asked, const video_content& content) {
  const std::string currency = currency_of(asked);
  html out;
  out << R"(<div class="snapshots"><h2 id="snapshots">Snapshots</h2>)"_html;
  if (content.listed.count() > listed_max)
    out << "<p>The newest "_html << listed_max << ".</p>"_html;
  out << R"(<div class="scrolls" role="region" aria-labelledby="snapshots" )"
         R"(tabindex="0"><table><thead><tr><th scope="col">Day</th><th )"
         R"(scope="col">Window</th><th scope="col" class="number">GMV</th><th scope="col" )"
         R"(class="number">GPM</th><th scope="col" class="number">Views</th><th scope="col" )"
         R"(class="number">Items</th><th scope="col" class="number">CTR</th><th )"
         R"(scope="col">Run</th></tr></thead><tbody>)"_html;
  const auto& listed = content.listed.kept();
  for (auto snapshot = listed.rbegin(); snapshot != listed.rend(); ++snapshot) {
    const auto number = [&](const std::string& text) {
      out << R"(<td class="number">)"_html << text << "</td>"_html;
    };
    out << R"(<tr><th scope="row">)"_html << day_text(snapshot->snapshot_date) << "</th><td>"_html
        << period_title(snapshot->window_days) << "</td>"_html;
    number(amount(snapshot->gmv_cents.known.value_or(0), currency));
    number(snapshot->gpm_cents ? amount(*snapshot->gpm_cents, currency) : "–");
    number(grouped(snapshot->views.known.value_or(0)));
    number(grouped(snapshot->items_sold.known.value_or(0)));
    number(snapshot->ctr ? percent_text(*snapshot->ctr) : "–");
    out << "<td>"_html << snapshot->source_run_id << "</td></tr>"_html;
  }
  out << "</tbody></table></div></div>"_html;
  return out;
}

/// Whether the all-time GMV is higher than the latest one of every window; a window without one
/// counts as 0.
bool is_above_windows(const page_request& asked, const video_content& content) {
  if (!content.stored || asked.scope.windows.empty()) return false;
  const std::int64_t all_time = content.stored->record.gmv_cents.known.value_or(0);
  return std::all_of(asked.scope.windows.begin(), asked.scope.windows.end(),
                     [&](std::int32_t window) {
                       const auto* latest = latest_of(content, window);
                       return all_time > (latest ? latest->gmv_cents.known.value_or(0) : 0);
                     });
}

html about(const page_request& asked, const video_content& content, const std::string& id) {
  html out;
  out << R"(<p class="about">)"_html;
  if (content.stored) {
    const auto& record = content.stored->record;
    videos::period_query query = asked.query;
    query.creator = content.stored->username;
    query.page = 1;
    const std::string name = "@" + content.stored->username;
    out << R"(<a href=")"_html << list_address(query, asked.scope) << R"(")"_html
        << tooltip_of(name, 24) << ">"_html << name << "</a>"_html;
    if (record.posted_at)
      out << " <span>Posted "_html << day_text(day_of(*record.posted_at)) << "</span>"_html;
    if (record.duration)
      out << " <span>"_html << length_text(*record.duration) << "</span>"_html;
    if (record.video_url && record.video_url->starts_with("https://"))
      out << R"( <a href=")"_html << *record.video_url
          << R"(" rel="noopener noreferrer">Watch on TikTok</a>)"_html;
  } else {
    out << "Its creator is unknown: it has snapshots, but no all-time values."_html;
  }
  out << " <span>"_html << id << "</span></p>"_html;
  return out;
}

html video_main(const page_request& asked, const video_content& content, const std::string& id,
                const std::string& title) {
  html out;
  out << R"(<p class="back"><a href=")"_html << list_address(asked.query, asked.scope)
      << R"(">All videos</a></p><div class="subject">)"_html
      << thumbnail(content.stored ? content.stored->thumbnail_url : std::nullopt)
      << R"(<div><h1 dir="auto")"_html << tooltip_of(title, 120) << ">"_html << title
      << "</h1>"_html << about(asked, content, id);
  if (is_above_windows(asked, content))
    out << R"(<p class="mark">The all-time GMV is higher than that of every window now.</p>)"_html;
  out << "</div></div>"_html << comparison(asked, content).table() << charts(asked, content)
      << snapshot_table(asked, content);
  return out;
}

}  // namespace

http_response answer_video_page(reconnecting_storage& reader, const page_request& asked,
                                const std::string& tiktok_video_id) {
  const auto content = reader.read([&](storage::backend& store) {
    return read_content(store, asked, tiktok_video_id);
  });
  if (!content)
    return storage_failed_page(asked, content.error(),
                               video_address(tiktok_video_id, asked.query, asked.scope),
                               html() << R"(<h1 class="unseen">Video</h1>)"_html);
  if (!content->stored && content->listed.count() == 0) return not_found_page();
  const std::string title = title_text(
      content->stored ? content->stored->record.title : std::nullopt, tiktok_video_id);
  return page_response(200, title, page_top(asked, &content->news),
                       video_main(asked, *content, tiktok_video_id, title));
}

}  // namespace tidemark::host
