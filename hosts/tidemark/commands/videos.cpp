// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <charconv>
#include <iostream>
#include <string>
#include <utility>

#include "../output/csv_line.hpp"
#include "../output/json_writer.hpp"
#include "../output/table.hpp"
#include "../report.hpp"
#include "../setup.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

void write_json(json_writer& out, const videos::listed_video& video) {
  out.begin_object();
  out.member("tiktok_video_id", video.tiktok_video_id);
  out.member("username", video.username);
  out.member("title", video.title);
  out.member("video_url", video.video_url);
  out.member("posted_at", video.posted_at);
  out.member("gmv_cents", video.gmv_cents);
  out.member("gpm_cents", video.gpm_cents);
  out.member("views", video.views);
  out.member("items_sold", video.items_sold);
  out.member("ctr", video.ctr);
  out.member("duration", video.duration);
  out.member("hash_tags", video.hash_tags);
  out.member("thumbnail_url", video.thumbnail_url);
  out.end_object();
}

constexpr std::string_view csv_head =
    "tiktok_video_id,username,title,video_url,posted_at,gmv_cents,gpm_cents,views,items_sold,ctr,"
    "duration,hash_tags,thumbnail_url";

std::string to_csv(const videos::listed_video& video) {
  csv_line line;
  line.add(video.tiktok_video_id);
  line.add(video.username);
  line.add(video.title);
  line.add(video.video_url);
  line.add(video.posted_at ? std::optional(to_rfc3339(*video.posted_at)) : std::nullopt);
  line.add(std::to_string(video.gmv_cents));
  line.add(video.gpm_cents ? std::optional(std::to_string(*video.gpm_cents)) : std::nullopt);
  line.add(std::to_string(video.views));
  line.add(std::to_string(video.items_sold));
  line.add(video.ctr ? std::optional(to_text(*video.ctr)) : std::nullopt);
  line.add(video.duration ? std::optional(std::to_string(*video.duration)) : std::nullopt);
  std::string tags;
  if (video.hash_tags)
    for (const auto& tag : *video.hash_tags) tags += (tags.empty() ? "" : "|") + tag;
  line.add(video.hash_tags ? std::optional(tags) : std::nullopt);
  line.add(video.thumbnail_url);
  return line.text();
}

/// Takes videos one by one and writes them in the wanted form.
class listing {
 public:
  listing(output_format format, const std::string& currency)
      : format_(format), json_(std::cout),
        table_({{"video", table::align::left, 40},
                {"creator", table::align::left, 18},
                {"title", table::align::left, 22},
                {"posted"},
                {"GMV " + currency, table::align::right},
                {"GPM", table::align::right},
                {"views", table::align::right},
                {"items", table::align::right},
                {"CTR", table::align::right}}) {
    if (format_ == output_format::csv) std::cout << csv_head << '\n';
    if (format_ == output_format::json) {
      json_.begin_object();
      json_.key("videos");
      json_.begin_array();
    }
  }

  void add(const videos::listed_video& video) {
    ++count_;
    switch (format_) {
      case output_format::csv: std::cout << to_csv(video) << '\n'; return;
      case output_format::json: write_json(json_, video); return;
      case output_format::jsonl: {
        json_writer line(std::cout);
        write_json(line, video);
        std::cout << '\n';
        return;
      }
      case output_format::table: add_to_table(video); return;
    }
  }

  /// Ends the listing, with what is known of all pages.
  void end(const videos::period_query& query, std::int64_t total, bool all) {
    const bool has_more = !all && query.page * query.per_page < total;
    if (format_ == output_format::json) {
      json_.end_array();
      json_.member("total", total);
      json_.member("page", query.page);
      json_.member("per_page", query.per_page);
      json_.member("has_more", has_more);
      json_.end_object();
      std::cout << '\n';
    }
    if (format_ != output_format::table) return;
    table_.write(std::cout);
    std::cout << counted(count_, "video", "videos") << " of " << grouped(total);
    if (has_more) std::cout << "; next: --page " << query.page + 1;
    std::cout << '\n';
  }

  std::int64_t count() const { return count_; }

 private:
  void add_to_table(const videos::listed_video& video) {
    table_.add({video.tiktok_video_id, video.username, video.title.value_or(""),
                video.posted_at ? to_text(day_of(*video.posted_at)) : "-",
                money(video.gmv_cents), video.gpm_cents ? money(*video.gpm_cents) : "-",
                grouped(video.views), grouped(video.items_sold),
                video.ctr ? percentage(*video.ctr) : "-"});
    if (count_ % 1'000 == 0) table_.write(std::cout);  // a long listing is not held back
  }

  output_format format_;
  json_writer json_;
  table table_;
  std::int64_t count_ = 0;
};

/// The window that `--period` names; nothing for `all`.
outcome<std::optional<std::int32_t>> window_of(const setup& loaded, const std::string& period) {
  std::string known = "all";
  for (const std::int32_t days : loaded.policy.windows) {
    if (period == std::to_string(days)) return std::optional(days);
    known += ", " + std::to_string(days);
  }
  if (period == "all") return std::optional<std::int32_t>();
  return report(usage_error("--period " + period + " is no period of policy \"" +
                            loaded.policy.name + "\"; known: " + known));
}

}  // namespace

exit_code run_videos(const global_options& global, const videos_options& options) {
  auto loaded = load_setup(global);
  if (!loaded) return loaded.error();
  const auto brand = find_brand(*loaded, options.query.brand_id);
  if (!brand) return brand.error();
  const auto window = window_of(*loaded, options.period);
  if (!window) return window.error();
  auto store = open_storage(*loaded);
  if (!store) return store.error();

  videos::period_query query = options.query;
  query.window_days = *window;
  if (!options.all) {
    const auto page = (*store)->list_videos(query);
    if (!page) return report(page.error());
    listing out(global.format, (*brand)->currency);
    for (const auto& video : page->videos) out.add(video);
    out.end(query, page->total, false);
    return exit_code::done;
  }
  query.page = 1;
  listing out(global.format, (*brand)->currency);
  const auto walked = (*store)->walk_listed(query, [&](const videos::listed_video& video) {
    out.add(video);
    return static_cast<bool>(std::cout);
  });
  if (!walked) return report(walked.error());
  query.per_page = out.count();  // all of them are one page
  out.end(query, out.count(), true);
  return exit_code::done;
}

}  // namespace tidemark::host
