// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::source {

/// How a file writes its times, in the letters of strptime: `%d/%m/%Y %H:%M`.
class time_format {
 public:
  /// The value of a text in this form.
  struct reading {
    timestamp shown;           ///< the calendar day and time of day as if in UTC
    bool has_offset = false;   ///< it names its offset: `shown` is the moment, in UTC
  };

  /// Error (usage, without the option's name): it holds an unknown letter, or a text in this form
  /// has no day.
  static result<time_format> parse(std::string text);

  /// Reads all of `cell` except white space at its ends; nothing if it has another form, or no such
  /// day or time exists. Without a time of day in the form, it is midnight.
  std::optional<reading> read(std::string_view cell) const;

  const std::string& text() const { return text_; }

 private:
  explicit time_format(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace tidemark::source
