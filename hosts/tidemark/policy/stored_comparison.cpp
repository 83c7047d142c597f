// SPDX-License-Identifier: BSL-1.0
#include "stored_comparison.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <map>
#include <utility>

#include <tidemark/engine/decide.hpp>
#include <tidemark/engine/preference.hpp>
#include <tidemark/json/payload_reader.hpp>
#include <tidemark/record/assign_view.hpp>
#include <tidemark/videos/row_keeper.hpp>
#include <tidemark/videos/row_view.hpp>
#include <tidemark/videos/to_records.hpp>

#include "../output/table.hpp"
#include "snapshot_columns.hpp"

namespace tidemark::host {

namespace {

using videos::creator_video;
using videos::video_row;

constexpr std::size_t largest_max = 10;

/// Whether a field of the all-time record counts cents.
constexpr bool is_money(std::string_view name) { return name.ends_with("_cents"); }

std::string decimal(std::int64_t cents) {
  std::string text = cents < 0 ? "-" : "";
  const auto magnitude = cents < 0 ? 0 - static_cast<std::uint64_t>(cents)
                                   : static_cast<std::uint64_t>(cents);
  text += std::to_string(magnitude / 100) + ".";
  return text + std::to_string(100 + magnitude % 100).substr(1);
}

std::string amount(std::int64_t value, bool money) {
  return money ? decimal(value) : std::to_string(value);
}

/// `a - b`, at the limits of 64 bits where it would not fit.
std::int64_t difference_of(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (!__builtin_sub_overflow(a, b, &result)) return result;
  return a < b ? std::numeric_limits<std::int64_t>::min()
               : std::numeric_limits<std::int64_t>::max();
}

std::int64_t sum_of(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (!__builtin_add_overflow(a, b, &result)) return result;
  return b < 0 ? std::numeric_limits<std::int64_t>::min()
               : std::numeric_limits<std::int64_t>::max();
}

std::int64_t magnitude_of(std::int64_t value) {
  return value < 0 ? difference_of(0, value) : value;
}

}  // namespace

class stored_comparison::implementation {
 public:
  implementation(const sync::video_policy& a, const sync::video_policy& b, std::int64_t brand_id,
                 const std::string& currency)
      : policies_{&a, &b}, payloads_({brand_id, currency, nullptr}) {
    for_each_field<creator_video>([&](auto i) {
      constexpr std::string_view name = field_names<creator_video>[i];
      constexpr auto type = field_types<creator_video>[i];
      constexpr bool number = (type == field_type::counter || type == field_type::integer) &&
                              !reference_fields<creator_video>.has(i);
      fields_.push_back({name, 0, 0, 0, is_money(name), number});
    });
  }

  void add(const storage::stored_snapshot& stored) {
    const auto& snapshot = stored.record;
    if (snapshot.tiktok_video_id != video_) {
      end_video();
      video_ = snapshot.tiktok_video_id;
    } else if (!day_.empty() && !(snapshot.snapshot_date == date_)) {
      end_day();
    }
    date_ = snapshot.snapshot_date;
    day_.push_back({snapshot.window_days, row_of(snapshot)});
  }

  stored_differences finish() {
    end_video();
    for (auto& field : fields_)
      if (field.videos > 0) found_.fields.push_back(field);
    std::sort(largest_.begin(), largest_.end(), is_larger);
    found_.largest = std::move(largest_);
    return std::move(found_);
  }

 private:
  struct window_row {
    std::int32_t window_days = 0;
    video_row row;
  };

  /// The row that a snapshot stands for: its own columns, and the rest from its payload.
  video_row row_of(const videos::metric_snapshot& snapshot) {
    video_row row;
    rows_.clear();
    if (snapshot.raw_payload && !payloads_.read(*snapshot.raw_payload, rows_) && rows_.size() == 1)
      row = std::move(rows_[0]);
    else
      ++found_.unread_payloads;
    row.brand_id = snapshot.brand_id;
    row.tiktok_video_id = snapshot.tiktok_video_id;
    set_columns(row, snapshot);
    return row;
  }

  void end_day() {
    for (std::size_t side = 0; side < 2; ++side) decide_day(side);
    day_.clear();
  }

  void decide_day(std::size_t side) {
    const sync::video_policy& policy = *policies_[side];
    const video_row* winner = nullptr;
    for (const auto days : policy.windows)
      for (const auto& window : day_)
        if (window.window_days == days &&
            (!winner || policy.merge.prefers(window.row, *winner)))
          winner = &window.row;
    if (!winner) return;
    std::string joined_tags;
    videos::row_keeper texts;
    auto incoming = owned<creator_video>(
        videos::to_creator_video(videos::view_of(*winner, joined_tags), texts));
    if (winner->username) incoming.creator_id = creator_id(*winner->username);
    auto& stored = stored_[side];
    if (stored) {
      engine::decide(policy.rules.creator_videos, *stored, std::move(incoming));
      return;
    }
    if (!incoming.creator_id) incoming.creator_id = creator_id("");
    engine::settle_insert(incoming);
    stored = std::move(incoming);
  }

  std::int64_t creator_id(const std::string& username) {
    return creators_.emplace(username, static_cast<std::int64_t>(creators_.size()) + 1)
        .first->second;
  }

  void end_video() {
    if (video_.empty()) return;
    end_day();
    ++found_.videos;
    compare();
    stored_ = {};
  }

  void compare() {
    bool differs = stored_[0].has_value() != stored_[1].has_value();
    stored_differences::video largest{video_, {}, 0, 0};
    if (stored_[0] && stored_[1])
      for_each_field<creator_video>([&](auto i) {
        const auto& before = field<i>(*stored_[0]);
        const auto& after = field<i>(*stored_[1]);
        if (before == after) return;
        differs = true;
        auto& total = fields_[i];
        ++total.videos;
        if constexpr (has_order(field_types<creator_video>[i])) {
          if (!total.is_number) return;
          const std::int64_t from = is_present(before) ? order_of(before) : 0;
          const std::int64_t to = is_present(after) ? order_of(after) : 0;
          const auto change = difference_of(to, from);
          total.moved = sum_of(total.moved, magnitude_of(change));
          total.net = sum_of(total.net, change);
          if (total.is_money && magnitude_of(change) >
                                    magnitude_of(difference_of(largest.after, largest.before)))
            largest = {video_, total.name, from, to};
        }
      });
    found_.different += differs;
    if (largest.field.empty()) return;
    largest_.push_back(std::move(largest));
    if (largest_.size() < 4 * largest_max) return;
    std::sort(largest_.begin(), largest_.end(), is_larger);
    largest_.resize(largest_max);
  }

  static bool is_larger(const stored_differences::video& a, const stored_differences::video& b) {
    const auto of_a = magnitude_of(difference_of(a.after, a.before));
    const auto of_b = magnitude_of(difference_of(b.after, b.before));
    return of_a != of_b ? of_a > of_b : a.tiktok_video_id < b.tiktok_video_id;
  }

  std::array<const sync::video_policy*, 2> policies_;
  videos::payload_reader payloads_;
  std::vector<video_row> rows_;
  std::vector<window_row> day_;
  date date_;
  std::string video_;
  std::array<std::optional<creator_video>, 2> stored_;
  std::map<std::string, std::int64_t> creators_;
  std::vector<stored_differences::field> fields_;
  std::vector<stored_differences::video> largest_;
  stored_differences found_;
};

stored_comparison::stored_comparison(const sync::video_policy& a, const sync::video_policy& b,
                                     std::int64_t brand_id, const std::string& currency)
    : work_(std::make_unique<implementation>(a, b, brand_id, currency)) {}
stored_comparison::~stored_comparison() = default;

void stored_comparison::add(const storage::stored_snapshot& stored) { work_->add(stored); }

stored_differences stored_comparison::finish() {
  auto found = work_->finish();
  if (found.largest.size() > largest_max) found.largest.resize(largest_max);
  return found;
}

void write_text(std::ostream& out, const stored_differences& found) {
  out << '\n' << found.different << " of " << found.videos
      << " videos with snapshots would end differently\n";
  if (!found.fields.empty()) {
    table fields({{"FIELD"},
                  {"VIDEOS", table::align::right},
                  {"MOVED", table::align::right},
                  {"NET", table::align::right}});
    for (const auto& field : found.fields)
      fields.add({std::string(field.name), std::to_string(field.videos),
                  field.is_number ? amount(field.moved, field.is_money) : "-",
                  field.is_number ? amount(field.net, field.is_money) : "-"});
    fields.write(out);
  }
  if (!found.largest.empty()) {
    table largest({{"VIDEO"},
                   {"FIELD"},
                   {"BEFORE", table::align::right},
                   {"AFTER", table::align::right}});
    for (const auto& video : found.largest)
      largest.add({video.tiktok_video_id, std::string(video.field), amount(video.before, true),
                   amount(video.after, true)});
    largest.write(out);
  }
  out << "an estimate: a snapshot keeps one row of its day; what only payloads hold is read from "
         "the last one that counted";
  if (found.unread_payloads > 0)
    out << ", and " << found.unread_payloads << " snapshots have none that can be read";
  out << '\n';
}

void write_json(json_writer& out, const stored_differences& found) {
  out.begin_object();
  out.member("videos", found.videos);
  out.member("different", found.different);
  out.key("fields");
  out.begin_array();
  for (const auto& field : found.fields) {
    out.begin_object();
    out.member("field", field.name);
    out.member("videos", field.videos);
    out.member("moved", field.is_number ? std::optional(field.moved) : std::nullopt);
    out.member("net", field.is_number ? std::optional(field.net) : std::nullopt);
    out.end_object();
  }
  out.end_array();
  out.key("largest");
  out.begin_array();
  for (const auto& video : found.largest) {
    out.begin_object();
    out.member("tiktok_video_id", video.tiktok_video_id);
    out.member("field", video.field);
    out.member("a", video.before);
    out.member("b", video.after);
    out.end_object();
  }
  out.end_array();
  out.member("estimate", true);
  out.member("unread_payloads", found.unread_payloads);
  out.end_object();
}

}  // namespace tidemark::host
