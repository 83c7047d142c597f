// SPDX-License-Identifier: BSL-1.0
#include "report_keys.hpp"

#include <fmt/core.h>

#include <tidemark/source/column_names.hpp>

namespace tidemark::source {

void report_keys(std::string_view name, const std::set<std::string, std::less<>>& keys,
                 row_sink& sink) {
  if (keys.empty()) return;
  const auto columns = describe_keys(keys);
  sink.columns(columns);
  for (const auto& column : columns)
    if (!column.meant.empty())
      sink.warning(fmt::format("{}: the key {} {}", name, in_quotes(column.name), column.note));
}

}  // namespace tidemark::source
