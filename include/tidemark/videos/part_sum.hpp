// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tidemark/videos/video_row.hpp>

namespace tidemark::videos {

/// The rows of one video from the parts of a window, added up to its row of the whole window (SPEC
/// section 3).
///
/// `gmv_cents`, `views` and `items_sold` add up; a part that does not tell one of them adds nothing
/// to it, and what no part tells stays missing. `gpm_cents` is the sums' gmv / views x 1000, exact,
/// rounded half away from zero, and missing without gmv or views above 0. `ctr` cannot be added: it
/// is missing. All other fields are the strongest part's; `raw_payload` is `{"parts":[...]}` with
/// the payloads of the parts that have the video, in their order. A video of one part only is
/// nothing to add: its row stays as it was delivered.
class part_sum {
 public:
  /// Begins with the first part that has the video.
  explicit part_sum(video_row first) : strongest_(std::move(first)) {
    total_ = {strongest_.gmv_cents, strongest_.views, strongest_.items_sold};
  }

  /// Adds the next part; `stronger`: it is preferred to `strongest()`.
  void add(video_row part, bool stronger) {
    if (count_++ == 1) payloads_ = payload_of(strongest_);
    payloads_ += ',' + payload_of(part);
    add(total_.gmv, part.gmv_cents, "gmv");
    add(total_.views, part.views, "views");
    add(total_.items, part.items_sold, "items_sold");
    any_payload_ = any_payload_ || part.raw_payload || strongest_.raw_payload;
    if (stronger) std::swap(strongest_, part);
  }

  /// The preferred part, as it was delivered.
  const video_row& strongest() const { return strongest_; }

  const std::string& id() const { return strongest_.tiktok_video_id; }

  /// The raw name of the first field whose sum does not fit 64 bits, if there is one.
  std::optional<std::string_view> overflow() const {
    if (overflow_) return overflow_;
    if (count_ > 1 && gpm().overflow) return "gpm";
    return std::nullopt;
  }

  /// The row of the whole window. Requires: no `overflow()`.
  video_row row() && {
    if (count_ == 1) return std::move(strongest_);
    strongest_.gmv_cents = total_.gmv;
    strongest_.views = total_.views;
    strongest_.items_sold = total_.items;
    strongest_.gpm_cents = gpm().cents;
    strongest_.ctr.reset();
    strongest_.raw_payload.reset();
    if (any_payload_) strongest_.raw_payload = json{"{\"parts\":[" + payloads_ + "]}"};
    return std::move(strongest_);
  }

 private:
  using number = std::optional<std::int64_t>;
  struct totals {
    number gmv, views, items;
  };
  struct quotient {
    number cents;
    bool overflow = false;
  };

  static std::string payload_of(const video_row& row) {
    return row.raw_payload ? row.raw_payload->text : "null";
  }

  void add(number& sum, number more, std::string_view field) {
    if (!more) return;
    std::int64_t added = 0;
    if (__builtin_add_overflow(sum.value_or(0), *more, &added) && !overflow_) overflow_ = field;
    sum = added;
  }

  quotient gpm() const {
    __extension__ typedef __int128 wide;  // a thousand times 64 bits
    if (!total_.gmv || !total_.views || *total_.views <= 0) return {};
    const wide product = wide{*total_.gmv} * 1000;
    const wide views = *total_.views;
    wide cents = product / views;
    const wide rest = product % views;
    if (rest * 2 >= views) ++cents;
    if (-rest * 2 >= views) --cents;
    if (cents > std::numeric_limits<std::int64_t>::max() ||
        cents < std::numeric_limits<std::int64_t>::min())
      return {std::nullopt, true};
    return {static_cast<std::int64_t>(cents), false};
  }

  video_row strongest_;
  totals total_;
  int count_ = 1;          ///< of the parts so far
  std::string payloads_;   ///< from the second part on
  bool any_payload_ = false;
  std::optional<std::string_view> overflow_;
};

}  // namespace tidemark::videos
