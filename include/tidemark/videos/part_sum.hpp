// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tidemark/videos/added_fields.hpp>
#include <tidemark/videos/row_view.hpp>

namespace tidemark::videos {

/// The rows of one video from the parts of a window, added up to its row of the whole window.
///
/// The added fields are summed; a part that lacks one of them adds nothing to it, and what every
/// part lacks stays missing. All other fields are the strongest part's, but for two: where gmv or
/// views are added, `gpm_cents` is gmv / views x 1000 of the result, exact, rounded half away from
/// zero, and missing without gmv or views above 0; where views are added, `ctr` is missing, because
/// rates of different views cannot be added. `raw_payload` is `{"parts":[...]}` with the payloads
/// of the parts that have the video, in their order. A video of one part only stays as it was
/// delivered.
///
/// The texts of a part must live as long as the sum if it is the first or `stronger`.
class part_sum {
 public:
  /// Begins with the first part that has the video.
  part_sum(const row_view& first, added_fields added) : strongest_(first), added_(added) {
    for_each_added([&](std::size_t field) { totals_[field] = value_of(strongest_, field); });
  }

  /// Adds the next part; `stronger`: it is preferred to `strongest()`.
  void add(const row_view& part, bool stronger) {
    if (count_++ == 1) payloads_.append("{\"parts\":[").append(payload_of(strongest_));
    payloads_.append(",").append(payload_of(part));
    for_each_added([&](std::size_t field) { add(field, value_of(part, field)); });
    any_payload_ = any_payload_ || part.raw_payload || strongest_.raw_payload;
    if (stronger) strongest_ = part;
  }

  /// The preferred part, as it was delivered.
  const row_view& strongest() const { return strongest_; }

  std::string_view id() const { return strongest_.tiktok_video_id; }

  /// The raw name of the first field whose sum does not fit 64 bits, if there is one.
  std::optional<std::string_view> overflow() const {
    if (overflow_) return additive_fields[*overflow_].raw_name;
    if (count_ > 1 && gpm().overflow) return "gpm";
    return std::nullopt;
  }

  /// The row of the whole window, valid as long as the sum. Requires: no `overflow()`. To be called
  /// once, last.
  row_view row() {
    if (count_ == 1) return strongest_;
    row_view sum = strongest_;
    sum.gpm_cents = gpm().cents;
    if (is_added("views")) sum.ctr.reset();
    for_each_added([&](std::size_t field) { sum.*additive_fields[field].member = totals_[field]; });
    sum.raw_payload.reset();
    if (any_payload_) sum.raw_payload = json_view{payloads_.append("]}")};
    return sum;
  }

 private:
  using number = std::optional<std::int64_t>;
  struct quotient {
    number cents;
    bool overflow = false;
  };

  static const number& value_of(const row_view& row, std::size_t field) {
    return row.*additive_fields[field].member;
  }

  static std::string_view payload_of(const row_view& row) {
    return row.raw_payload ? row.raw_payload->text : "null";
  }

  template <typename Use>
  void for_each_added(Use use) const {
    for (std::size_t field = 0; field < additive_fields.size(); ++field)
      if (added_[field]) use(field);
  }

  bool is_added(std::string_view raw_name) const { return added_[*find_additive(raw_name)]; }

  /// The sum of a field that is added, the strongest part's value of another.
  number total_of(std::string_view raw_name) const {
    const std::size_t field = *find_additive(raw_name);
    return added_[field] ? totals_[field] : value_of(strongest_, field);
  }

  void add(std::size_t field, const number& more) {
    if (!more) return;
    number& sum = totals_[field];
    std::int64_t added = 0;
    if (__builtin_add_overflow(sum.value_or(0), *more, &added) && !overflow_) overflow_ = field;
    sum = added;
  }

  quotient gpm() const {
    if (!is_added("gmv") && !is_added("views")) return {strongest_.gpm_cents, false};
    __extension__ typedef __int128 wide;  // a thousand times 64 bits
    const number gmv = total_of("gmv"), seen = total_of("views");
    if (!gmv || !seen || *seen <= 0) return {};
    const wide product = wide{*gmv} * 1000;
    const wide views = *seen;
    wide cents = product / views;
    const wide rest = product % views;
    if (rest * 2 >= views) ++cents;
    if (-rest * 2 >= views) --cents;
    if (cents > std::numeric_limits<std::int64_t>::max() ||
        cents < std::numeric_limits<std::int64_t>::min())
      return {std::nullopt, true};
    return {static_cast<std::int64_t>(cents), false};
  }

  row_view strongest_;
  added_fields added_;
  std::array<number, additive_fields.size()> totals_;
  int count_ = 1;          ///< of the parts so far
  std::string payloads_;   ///< from the second part on: the sum's payload
  bool any_payload_ = false;
  std::optional<std::size_t> overflow_;  ///< the first field whose sum does not fit
};

}  // namespace tidemark::videos
