// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/plugin/option.hpp>
#include <tidemark/result.hpp>
#include <tidemark/videos/added_fields.hpp>

#include "number_format.hpp"
#include "time_format.hpp"

namespace tidemark::source {

/// Rows of one video that differ in a column, such as a product's id, and are added up over it.
struct csv_addition {
  std::string column;           ///< the header name that distinguishes the parts
  videos::added_fields fields;  ///< what is added; at least one
};

/// How a source's CSV is written: the options of the plugin `csv`.
struct csv_form {
  char delimiter = ',';
  std::int64_t skip_lines = 0;  ///< lines before the header
  std::string encoding;         ///< its name; empty: UTF-8, or the one of a byte order mark
  /// Raw names and aliases, and the header names that each may have: the first that is there
  /// counts.
  plugin::text_lists columns;
  plugin::text_map constants;            ///< raw names, and their value in every row
  std::vector<std::string> null_values;  ///< cells that mean a missing value
  std::vector<std::string> skip_ids;     ///< ids of lines that are not videos
  std::optional<number_format> numbers;  ///< nothing: as `1234.50`
  bool rates_are_percents = false;       ///< a rate without `%` is a percentage, not a fraction
  std::vector<time_format> time_formats; ///< tried in order, before the usual forms
  std::optional<csv_addition> add_by;

  /// Reads the options of a config. Error (usage): an invalid option; the message begins with the
  /// option and, if possible, the part of it: `numbers.group: ...`.
  static result<csv_form> parse(const plugin::option_values& given);
};

}  // namespace tidemark::source
