// SPDX-License-Identifier: BSL-1.0
#include "plan_summary.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include <tidemark/videos/creator_video.hpp>

#include "../output/format.hpp"
#include "../output/table.hpp"
#include "planned_json.hpp"

namespace tidemark::host {

namespace {

std::optional<std::int64_t> cents_of(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  std::int64_t cents = 0;
  std::from_chars(text->data(), text->data() + text->size(), cents);  // as field_text wrote it
  return cents;
}

}  // namespace

void plan_summary::add(const storage::planned_change& change) {
  if (records_.empty() || records_.back() != change.record) records_.push_back(change.record);
  for (const auto& field : change.fields) {
    add_cell(change, field);
    if (change.record == record_traits<videos::creator_video>::name && field.field == "gmv_cents")
      add_video(change, field);
  }
  for (const auto& field : change.refused) add_refused(change, field);
}

void plan_summary::add_refused(const storage::planned_change& change,
                               const storage::field_change& field) {
  ++cells_[{records_.size() - 1, field.field, rule_of(rules_, change, field), verdict_of(field)}]
        .cells;
}

void plan_summary::add_cell(const storage::planned_change& change,
                            const storage::field_change& field) {
  auto& moved = cells_[{records_.size() - 1, field.field, rule_of(rules_, change, field),
                        verdict_of(field)}];
  ++moved.cells;
  moved.of_money = field.field.ends_with("_cents");
  if (!moved.of_money || !moved.cents) return;
  std::int64_t difference = 0, sum = 0;
  if (__builtin_sub_overflow(cents_of(field.after).value_or(0), cents_of(field.before).value_or(0),
                             &difference) ||
      __builtin_add_overflow(*moved.cents, difference, &sum))
    moved.cents.reset();
  else
    moved.cents = sum;
}

void plan_summary::add_video(const storage::planned_change& change,
                             const storage::field_change& gmv) {
  moved_video video;
  video.tiktok_video_id = change.tiktok_video_id;
  video.before = cents_of(gmv.before);
  video.after = cents_of(gmv.after).value_or(0);
  const std::int64_t before = video.before.value_or(0);
  // The distance of two 64-bit integers fits 64 bits without a sign.
  const auto [less, more] = std::minmax(before, video.after);
  video.distance = static_cast<std::uint64_t>(more) - static_cast<std::uint64_t>(less);
  if (video.distance == 0) return;
  videos_.insert(std::move(video));
  if (videos_.size() > videos_max) videos_.erase(std::prev(videos_.end()));
}

void plan_summary::write(std::ostream& out) const {
  if (cells_.empty()) return;
  table fields({{"record"}, {"field"}, {"rule"}, {"verdict"},
                {"cells", table::align::right}, {"money", table::align::right}});
  for (const auto& [key, moved] : cells_) {
    const auto& [record, field, rule, verdict] = key;
    fields.add({std::string(records_[record]), std::string(field), std::string(rule), verdict,
                grouped(moved.cells),
                !moved.of_money ? "" : moved.cents ? money(*moved.cents) : "does not fit"});
  }
  out << '\n';
  fields.write(out);
  if (videos_.empty()) return;
  table moved({{"video"}, {"GMV before", table::align::right}, {"after", table::align::right}});
  for (const auto& video : videos_)
    moved.add({video.tiktok_video_id, video.before ? money(*video.before) : "",
               money(video.after)});
  out << '\n';
  moved.write(out);
}

}  // namespace tidemark::host
