// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/result.hpp>

namespace tidemark::source {

/// How a source's CSV is written.
struct csv_form {
  char delimiter = ',';
  /// Raw names (SPEC section 2) and the header names of their columns, where they differ.
  std::vector<std::pair<std::string, std::string>> columns;

  /// Checks what a config says. Error (usage): `delimiter` is not one character that can separate
  /// cells, or a name in `columns` is no raw name.
  static result<csv_form> parse(std::string_view delimiter,
                                std::vector<std::pair<std::string, std::string>> columns);
};

/// One column that is read: under which raw name, from which cell. Unknown ones are read, too.
struct csv_column {
  std::string name;
  std::size_t cell = 0;
};

/// Which columns a file with the header `names` has; in `remarks` what the user should know of it.
///
/// A name in `form.columns` takes its column from there alone; of repeated names the last counts.
/// Error: there is no column for the id, a column of `form.columns` is missing, or a name is no
/// valid text. The message names the headers that are there.
result<std::vector<csv_column>> find_columns(std::span<const std::string_view> names,
                                             const csv_form& form,
                                             std::vector<std::string>& remarks);

}  // namespace tidemark::source
