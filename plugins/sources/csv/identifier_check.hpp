// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identifier.hpp"

namespace tidemark::source {

/// Checks the ids of one column for long numbers that a spreadsheet damaged. One thread.
class identifier_check {
 public:
  /// Takes one id, as `bare_id` gives it. Returns the reason to reject its row, which begins with
  /// `column`, if it is not a valid id any more.
  std::optional<std::string> add(std::string_view column, std::string_view id);

  /// Takes `id` if it needs no further check: a number with at most as many digits as a spreadsheet
  /// keeps, or one that does not end in 0. False: pass it to `add`.
  bool add_number(std::string_view id) {
    if (!is_digits(id) || id.ends_with('0')) return false;
    ++count_;
    long_ += id.size() > spreadsheet_digits + 1;
    return true;
  }

  /// Takes what `later` has taken, ids that come after these.
  void add(const identifier_check& later);

  /// The warnings: some of the ids seem to be rounded, more than by chance (one in ten thousand),
  /// or are not numbers where most are long ones, such as the `-` of a line of totals.
  std::vector<std::string> warnings() const;

  /// Why none of the ids can be trusted: most have been rounded.
  std::optional<std::string> fault() const;

 private:
  bool most_rounded() const { return rounded_ > 1 && rounded_ * 2 > long_; }
  std::string counts() const;

  std::string column_;
  std::int64_t long_ = 0;     // numbers of more digits than a spreadsheet keeps
  std::int64_t rounded_ = 0;  // those of them that end in zeros behind these digits
  std::string first_;         // of the rounded ones
  std::int64_t count_ = 0;
  std::int64_t others_ = 0;   // that are not numbers
  std::string first_other_;
};

}  // namespace tidemark::source
