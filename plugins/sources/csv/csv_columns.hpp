// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/source/column_names.hpp>
#include <tidemark/source/delivered_column.hpp>

#include "csv_form.hpp"

namespace tidemark::source {

/// A column whose cells are kept: its name and its cell. A raw name or alias is a field; every
/// other name is kept in the payload only.
struct csv_column {
  std::string name;
  std::size_t cell = 0;
};

/// How the columns of a file are used.
struct csv_columns {
  std::vector<csv_column> kept;
  std::optional<std::size_t> id;          ///< the cell of the id
  std::optional<std::size_t> add_by;      ///< the cell that distinguishes parts
  field_set read;                         ///< the fields that have a column
  std::vector<delivered_column> columns;  ///< of every cell of the header, in order
  std::vector<std::string> warnings;      ///< names that are not exact, or may be misspelt
  std::optional<std::string> fault;       ///< why no row can be read
};

/// Finds the columns of a file with the header `names`.
///
/// The first existing header in a list of `form.columns` is the field's only column; without a
/// list, the column with the field's raw name or alias is. An exact name wins over one that differs
/// only in case and outer white space; of repeated names the last is read. Fault: a name is not
/// valid text, a mapped header is missing, no column is the id's, or no other column is read.
csv_columns find_columns(std::span<const std::string_view> names, const csv_form& form);

}  // namespace tidemark::source
