// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/value/json_writer.hpp>

#include "../output/host_output.hpp"
#include "../output/record_json.hpp"
#include "../output/report.hpp"
#include "../output/table.hpp"
#include "open_application.hpp"

namespace tidemark::host {

namespace {

/// The limits of recovery, for those who read the result.
constexpr std::string_view limits_text =
    "All-time values are the best values that tidemark has seen, not the full history. A value "
    "that "
    "was\noverwritten before tidemark saw it, and is outside every window now, cannot be "
    "recovered.\n"
    "Past exports can be replayed with `backfill --snapshot-date`.\n";

void write_json(json_writer& out, const storage::named_values& values) {
  out.begin_object();
  for (const auto& [name, value] : values)
    std::visit([&](const auto& content) { out.member(name, content); }, value);
  out.end_object();
}

bool is_single_count(const storage::named_values& figure) {
  return figure.size() == 1 && figure.front().first == "count";
}

void write_json(json_writer& out, const storage::check& check) {
  out.begin_object();
  out.member("name", check.name);
  out.member("ok", check.ok());
  out.key("figure");
  if (is_single_count(check.figure))
    std::visit([&](const auto& v) { out.value(v); }, check.figure.front().second);
  else write_json(out, check.figure);
  out.key("violations");
  out.begin_array();
  for (const auto& violation : check.violations) write_json(out, violation);
  out.end_array();
  out.member("violation_count", check.violation_count);
  out.end_object();
}

std::string shown(const storage::named_values& values, std::string_view between) {
  std::string text;
  for (const auto& [name, value] : values) {
    if (!text.empty()) text += "  ";
    text += name + std::string(between);
    if (const auto* number = std::get_if<std::int64_t>(&value)) text += std::to_string(*number);
    else text += std::get<std::string>(value);
  }
  return text;
}

/// One video of a brand: its all-time record, and its latest snapshot of each window.
struct compared_video {
  std::int64_t brand_id = 0;
  std::optional<storage::stored_video> all_time;
  std::map<std::int32_t, storage::stored_snapshot, std::greater<>> latest;
};

result<compared_video> compare_video(storage::backend& store, std::int64_t brand_id,
                                     const std::string& tiktok_video_id) {
  compared_video compared{brand_id, {}, {}};
  auto found = store.find_videos(brand_id, std::span(&tiktok_video_id, 1));
  if (!found) return found.error();
  compared.all_time = std::move(found->front());
  // The walk is ordered by date: the last snapshot of a window is its latest.
  const auto walked = store.walk_snapshots(brand_id, tiktok_video_id,
                                           [&](const storage::stored_snapshot& snapshot) {
                                             auto& kept =
                                                 compared.latest[snapshot.record.window_days];
                                             kept = snapshot;
                                             return true;
                                           });
  if (!walked) return walked.error();
  return compared;
}

void write_json(json_writer& out, const compared_video& video) {
  out.begin_object();
  out.member("brand_id", video.brand_id);
  out.key("all_time");
  if (!video.all_time) {
    out.value(nullptr);
  } else {
    out.begin_object();
    write_metrics(out, video.all_time->record);
    out.end_object();
  }
  out.key("latest");
  out.begin_object();
  for (const auto& [window_days, stored] : video.latest) {
    const auto& snapshot = stored.record;
    out.key(std::to_string(window_days));
    out.begin_object();
    out.member("snapshot_date", snapshot.snapshot_date);
    write_metrics(out, snapshot);
    out.end_object();
  }
  out.end_object();
  out.end_object();
}

void write_text(const compared_video& video, const std::string& tiktok_video_id) {
  host_output() << "\nvideo " << one_line(tiktok_video_id, 60) << " of brand " << video.brand_id
                << '\n';
  table rows({{"metrics"},
              {"snapshot"},
              {"GMV", table::align::right},
              {"views", table::align::right},
              {"items", table::align::right},
              {"CTR", table::align::right}});
  const auto rate = [](const std::optional<percent>& ctr) {
    return ctr ? percentage(*ctr) : std::string("-");
  };
  if (video.all_time) {
    const auto& record = video.all_time->record;
    rows.add({"all-time", "-", money(record.gmv_cents.known.value_or(0)),
              grouped(record.impressions.known.value_or(0)),
              grouped(record.items_sold.known.value_or(0)), rate(record.ctr)});
  }
  for (const auto& [window_days, stored] : video.latest) {
    const auto& snapshot = stored.record;
    rows.add({std::to_string(window_days) + " days", to_text(snapshot.snapshot_date),
              money(snapshot.gmv_cents.known.value_or(0)),
              grouped(snapshot.views.known.value_or(0)),
              grouped(snapshot.items_sold.known.value_or(0)), rate(snapshot.ctr)});
  }
  if (!video.all_time && video.latest.empty()) host_output() << "not known\n";
  else rows.write(host_output());
}

void write_text(const storage::verify_report& found) {
  constexpr std::size_t violations_shown = 20;
  for (const auto& check : found.checks) {
    std::string name = check.name;
    name.resize(std::max<std::size_t>(name.size(), 20), ' ');
    const std::string figure =
        is_single_count(check.figure)
            ? std::to_string(std::get<std::int64_t>(check.figure.front().second))
            : shown(check.figure, ": ");
    host_output() << (check.ok() ? "ok    " : "FAIL  ") << name << "  " << figure << '\n';
    const auto listed = std::min(check.violations.size(), violations_shown);
    for (std::size_t i = 0; i < listed; ++i)
      host_output() << "        "
                    << one_line(shown(check.violations[i], " "), width_where_shown(200)) << '\n';
    const auto more = check.violation_count - static_cast<std::int64_t>(listed);
    const auto kept = static_cast<std::int64_t>(check.violations.size());
    if (more > 0)
      host_output() << "        and " << grouped(more) << " more; --format json lists "
                    << (kept == check.violation_count ? "all" : "the first " + grouped(kept))
                    << '\n';
  }
}

}  // namespace

exit_code run_verify(const global_options& global, std::optional<std::int64_t> brand_id,
                     const std::string& tiktok_video_id) {
  const auto opened = open_configured(global, brand_id);
  if (!opened) return opened.error();
  const auto found = opened->store->verify(brand_id);
  if (!found) return report(found.error());

  std::vector<compared_video> compared;
  if (!tiktok_video_id.empty()) {
    for (const auto& brand : opened->app.settings.brands) {
      if (brand_id && *brand_id != brand.id) continue;
      auto video = compare_video(*opened->store, brand.id, tiktok_video_id);
      if (!video) return report(video.error());
      if (brand_id || video->all_time || !video->latest.empty())
        compared.push_back(std::move(*video));
    }
  }
  if (global.format == output_format::json) {
    json_writer out(host_output());
    out.begin_object();
    out.member("ok", found->ok());
    out.key("checks");
    out.begin_array();
    for (const auto& check : found->checks) write_json(out, check);
    out.end_array();
    if (!tiktok_video_id.empty()) {
      out.key("videos");
      out.begin_array();
      for (const auto& video : compared) write_json(out, video);
      out.end_array();
    }
    out.end_object();
    host_output() << '\n';
  } else {
    write_text(*found);
    for (const auto& video : compared) write_text(video, tiktok_video_id);
    if (!tiktok_video_id.empty() && compared.empty())
      host_output() << "\nvideo " << one_line(tiktok_video_id, 60) << " is not known\n";
    host_output() << '\n' << limits_text;
  }
  return found->ok() ? exit_code::done : exit_code::violation;
}

}  // namespace tidemark::host
