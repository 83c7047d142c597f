// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>

#include <tidemark/value/json_writer.hpp>

#include "../output/format.hpp"
#include "../output/host_output.hpp"
#include "../output/record_json.hpp"
#include "../output/report.hpp"
#include "../output/table.hpp"

namespace tidemark::host {

/// Shows every row that `walk(visit)` visits: as a JSON array, or as a table, to which
/// `add_cells(table, row)` adds the row. A table without rows is replaced by `no_rows`.
template <typename Row, typename Walk, typename AddCells>
exit_code show_rows(output_format format, table rows, const std::string& no_rows, const Walk& walk,
                    const AddCells& add_cells) {
  json_writer json(host_output());
  const bool as_json = format == output_format::json;
  if (as_json) json.begin_array();
  std::int64_t count = 0;
  const auto walked = walk([&](const Row& row) {
    ++count;
    if (as_json) write_json(json, row);
    else add_cells(rows, row);
    return true;
  });
  if (!walked) return report(walked.error());
  if (as_json) {
    json.end_array();
    host_output() << '\n';
  } else if (count == 0) {
    host_output() << no_rows << '\n';
  } else {
    rows.write(host_output());
  }
  return exit_code::done;
}

}  // namespace tidemark::host
