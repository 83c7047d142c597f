// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <utility>

#include <tidemark/value/json_writer.hpp>

#include "../application/load_application.hpp"
#include "../application/open_plugins.hpp"
#include "../application/settings.hpp"
#include "../output/csv_line.hpp"
#include "../output/host_output.hpp"
#include "../output/record_json.hpp"
#include "../output/report.hpp"
#include "../output/table.hpp"
#include "../query/period_parameters.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

constexpr std::string_view csv_head =
    "tiktok_video_id,username,title,video_url,posted_at,gmv_cents,gpm_cents,views,items_sold,ctr,"
    "duration,hash_tags,thumbnail_url";

std::string to_csv(const videos::listed_video& video, csv_texts texts) {
  csv_line line(texts);
  line.add_text(video.tiktok_video_id);
  line.add_text(video.username);
  line.add_text(video.title);
  line.add_text(video.video_url);
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
  line.add_text(video.hash_tags ? std::optional(tags) : std::nullopt);
  line.add_text(video.thumbnail_url);
  return line.text();
}

/// Writes videos one by one in the requested format.
class video_writer {
 public:
  video_writer(output_format format, csv_texts texts, const std::string& currency)
      : format_(format), csv_texts_(texts), json_(host_output()),
        table_({{"video", table::align::left, 40, true},
                {"creator", table::align::left, 18, true},
                {"title", table::align::left, 22, true},
                {"posted"},
                {"GMV " + currency, table::align::right},
                {"GPM", table::align::right},
                {"views", table::align::right},
                {"items", table::align::right},
                {"CTR", table::align::right}}) {
    if (format_ == output_format::csv) host_output() << csv_head << '\n';
    if (format_ == output_format::json) begin_listing(json_);
  }

  void add(const videos::listed_video& video) {
    ++count_;
    switch (format_) {
      case output_format::csv: host_output() << to_csv(video, csv_texts_) << '\n'; return;
      case output_format::json: write_json(json_, video); return;
      case output_format::jsonl: {
        json_writer line(host_output());
        write_json(line, video);
        host_output() << '\n';
        return;
      }
      case output_format::table: add_to_table(video); return;
      case output_format::junit: return;  // not a format of lists
    }
  }

  /// Ends the list, with the totals of all pages.
  void end(const videos::period_query& query, std::int64_t total, bool all) {
    const bool has_more = !all && query.page * query.per_page < total;
    if (format_ == output_format::json) {
      end_listing(json_, total, query.page, query.per_page, has_more);
      host_output() << '\n';
    }
    if (format_ != output_format::table) return;
    table_.write(host_output());
    host_output() << counted(count_, "video", "videos") << " of " << grouped(total);
    if (has_more) host_output() << "; next: --page " << query.page + 1;
    host_output() << '\n';
  }

  std::int64_t count() const { return count_; }

 private:
  void add_to_table(const videos::listed_video& video) {
    table_.add({video.tiktok_video_id, video.username, video.title.value_or(""),
                video.posted_at ? to_text(day_of(*video.posted_at)) : "-",
                money(video.gmv_cents), video.gpm_cents ? money(*video.gpm_cents) : "-",
                grouped(video.views), grouped(video.items_sold),
                video.ctr ? percentage(*video.ctr) : "-"});
    if (count_ % 1'000 == 0) table_.write(host_output());  // a long list appears while it is read
  }

  output_format format_;
  csv_texts csv_texts_;
  json_writer json_;
  table table_;
  std::int64_t count_ = 0;
};

}  // namespace

exit_code run_videos(const global_options& global, const videos_options& options) {
  if (options.spreadsheet_safe && global.format != output_format::csv)
    return report(usage_error(
        "--spreadsheet-safe applies only to --format csv; remove it, or add --format csv"));
  const auto texts = options.spreadsheet_safe ? csv_texts::guarded : csv_texts::exact;
  auto app = load_application(config_path(global.config));
  if (!app) return app.error();
  const auto brand = find_brand(*app, options.query.brand_id);
  if (!brand) return brand.error();
  const auto window = read_period(options.period, app->policy.windows);
  if (!window) return report(usage_error("--period: " + window.error().message));
  auto store = open_storage(*app);
  if (!store) return store.error();

  videos::period_query query = options.query;
  query.window_days = *window;
  if (!options.all) {
    const auto page = (*store)->list_videos(query);
    if (!page) return report(page.error());
    video_writer out(global.format, texts, (*brand)->currency);
    for (const auto& video : page->videos) out.add(video);
    out.end(query, page->total, false);
    return exit_code::done;
  }
  query.page = 1;
  video_writer out(global.format, texts, (*brand)->currency);
  const auto walked = (*store)->walk_listed(query, [&](const videos::listed_video& video) {
    out.add(video);
    return static_cast<bool>(host_output());
  });
  if (!walked) return report(walked.error());
  query.per_page = out.count();  // everything is one page
  out.end(query, out.count(), true);
  return exit_code::done;
}

}  // namespace tidemark::host
