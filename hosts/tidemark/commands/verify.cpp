// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../output/host_output.hpp"
#include "../output/json_writer.hpp"
#include "../output/table.hpp"
#include "../report.hpp"
#include "../setup.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

/// SPEC section 11, for those who read the result.
constexpr std::string_view limits_text =
    "All-time values are the best known, not the true history: what earlier overwrites lost and "
    "no window\nshows any more cannot be rebuilt. Past exports can be replayed with "
    "`backfill --snapshot-date`.\n";

void write_json(json_writer& out, const storage::named_values& values) {
  out.begin_object();
  for (const auto& [name, value] : values)
    std::visit([&](const auto& content) { out.member(name, content); }, value);
  out.end_object();
}

bool is_single_count(const storage::named_values& figure) {
  return figure.size() == 1 && figure.front().first == "count";
}

void write_json(json_writer& out, const storage::check& one) {
  out.begin_object();
  out.member("name", one.name);
  out.member("ok", one.ok());
  out.key("figure");
  if (is_single_count(one.figure)) std::visit([&](const auto& v) { out.value(v); },
                                              one.figure.front().second);
  else write_json(out, one.figure);
  out.key("violations");
  out.begin_array();
  for (const auto& violation : one.violations) write_json(out, violation);
  out.end_array();
  out.member("violation_count", one.violation_count);
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

/// One video of one brand: its all-time record, and its latest snapshot of each window.
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
  // The walk goes by date, so that the last of a window is its latest.
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
    const auto& record = video.all_time->record;
    out.begin_object();
    out.member("gmv_cents", record.gmv_cents.known);
    out.member("views", record.impressions.known);
    out.member("items_sold", record.items_sold.known);
    out.member("gpm_cents", record.gpm_cents);
    out.member("ctr", record.ctr);
    out.end_object();
  }
  out.key("latest");
  out.begin_object();
  for (const auto& [window_days, stored] : video.latest) {
    const auto& snapshot = stored.record;
    out.key(std::to_string(window_days));
    out.begin_object();
    out.member("snapshot_date", snapshot.snapshot_date);
    out.member("gmv_cents", snapshot.gmv_cents.known);
    out.member("views", snapshot.views.known);
    out.member("items_sold", snapshot.items_sold.known);
    out.member("gpm_cents", snapshot.gpm_cents);
    out.member("ctr", snapshot.ctr);
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
  for (const auto& one : found.checks) {
    std::string name = one.name;
    name.resize(std::max<std::size_t>(name.size(), 20), ' ');
    const std::string figure =
        is_single_count(one.figure)
            ? std::to_string(std::get<std::int64_t>(one.figure.front().second))
            : shown(one.figure, ": ");
    host_output() << (one.ok() ? "ok    " : "FAIL  ") << name << "  " << figure << '\n';
    const auto listed = std::min(one.violations.size(), violations_shown);
    for (std::size_t i = 0; i < listed; ++i)
      host_output() << "        " << one_line(shown(one.violations[i], " "), width_where_shown(200))
                    << '\n';
    const auto more = one.violation_count - static_cast<std::int64_t>(listed);
    const auto kept = static_cast<std::int64_t>(one.violations.size());
    if (more > 0)
      host_output() << "        and " << grouped(more) << " more; --format json lists "
                    << (kept == one.violation_count ? "all" : "the first " + grouped(kept))
                    << '\n';
  }
}

}  // namespace

exit_code run_verify(const global_options& global, std::optional<std::int64_t> brand_id,
                     const std::string& tiktok_video_id) {
  auto loaded = load_setup(global);
  if (!loaded) return loaded.error();
  if (brand_id)
    if (const auto brand = find_brand(*loaded, *brand_id); !brand) return brand.error();
  auto store = open_storage(*loaded);
  if (!store) return store.error();
  const auto found = (*store)->verify(brand_id);
  if (!found) return report(found.error());

  std::vector<compared_video> compared;
  if (!tiktok_video_id.empty()) {
    for (const auto& brand : loaded->settings.brands) {
      if (brand_id && *brand_id != brand.id) continue;
      auto one = compare_video(**store, brand.id, tiktok_video_id);
      if (!one) return report(one.error());
      if (brand_id || one->all_time || !one->latest.empty())
        compared.push_back(std::move(*one));
    }
  }
  if (global.format == output_format::json) {
    json_writer out(host_output());
    out.begin_object();
    out.member("ok", found->ok());
    out.key("checks");
    out.begin_array();
    for (const auto& one : found->checks) write_json(out, one);
    out.end_array();
    if (!tiktok_video_id.empty()) {
      out.key("videos");
      out.begin_array();
      for (const auto& one : compared) write_json(out, one);
      out.end_array();
    }
    out.end_object();
    host_output() << '\n';
  } else {
    write_text(*found);
    for (const auto& one : compared) write_text(one, tiktok_video_id);
    if (!tiktok_video_id.empty() && compared.empty())
      host_output() << "\nvideo " << one_line(tiktok_video_id, 60) << " is not known\n";
    host_output() << '\n' << limits_text;
  }
  return found->ok() ? exit_code::done : exit_code::violation;
}

}  // namespace tidemark::host
