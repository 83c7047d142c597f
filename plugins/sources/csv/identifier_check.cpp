// SPDX-License-Identifier: BSL-1.0
#include "identifier_check.hpp"

#include <fmt/core.h>

#include <tidemark/value/utf8.hpp>

#include "identifier.hpp"

namespace tidemark::source {

std::optional<std::string> identifier_check::add(std::string_view column, std::string_view id) {
  if (is_digits(id)) {
    ++count_;
    const bool is_long = id.size() > spreadsheet_digits + 1;
    long_ += is_long;
    if (is_long && id.ends_with('0') && is_rounded_id(id) && rounded_++ == 0) {
      column_ = column;
      first_ = id;
    }
    return std::nullopt;
  }
  if (const auto spoiled = spoiled_id(id))
    return fmt::format(
        "{}: {} {}; export ids as text (format the column as text before the file is saved)",
        column, in_quotes(id), *spoiled);
  ++count_;
  if (!id.empty() && others_++ == 0) first_other_ = id;
  return std::nullopt;
}

void identifier_check::add(const identifier_check& later) {
  if (rounded_ == 0) {
    column_ = later.column_;
    first_ = later.first_;
  }
  if (others_ == 0) first_other_ = later.first_other_;
  long_ += later.long_;
  rounded_ += later.rounded_;
  count_ += later.count_;
  others_ += later.others_;
}

std::string identifier_check::counts() const {
  return fmt::format(
      "{}: {} of {} long ids end in zeros from the 16th digit on, such as {}", column_, rounded_,
      long_, in_quotes(first_));
}

std::vector<std::string> identifier_check::warnings() const {
  std::vector<std::string> warnings;
  if (rounded_ > 1 && rounded_ * 100 > long_ && !most_rounded())
    warnings.push_back(counts() +
                       "; where a spreadsheet has rounded them, several have become one");
  if (others_ > 0 && long_ * 2 > count_)
    warnings.push_back(
        fmt::format("ids that are not numbers, where most are: {}, such as {}; leave lines of "
                    "totals out with skip_ids",
                    others_, in_quotes(first_other_)));
  return warnings;
}

std::optional<std::string> identifier_check::fault() const {
  if (!most_rounded()) return std::nullopt;
  return counts() + ": a spreadsheet has rounded them, and several have become one; format the "
                    "column as text before the file is saved, or export it again";
}

}  // namespace tidemark::source
