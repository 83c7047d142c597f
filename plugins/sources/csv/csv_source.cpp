// SPDX-License-Identifier: BSL-1.0
#include "csv_source.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/row_builder.hpp>
#include <tidemark/videos/row_text.hpp>

#include "../file/line_reader.hpp"
#include "csv_record_reader.hpp"

namespace tidemark::source {

namespace {

/// What becomes of the cells of a record.
struct cell_uses {
  std::vector<csv_column> read;
  std::vector<std::size_t> unread;
  std::size_t width = 0;

  cell_uses(std::vector<csv_column> columns, std::size_t cells)
      : read(std::move(columns)), width(cells) {
    for (std::size_t cell = 0; cell < width; ++cell)
      if (std::none_of(read.begin(), read.end(), [&](const auto& one) { return one.cell == cell; }))
        unread.push_back(cell);
  }
};

/// Reads `record` into `row`, or says why it must be rejected.
std::optional<std::string> read_record(const csv_record& record, const cell_uses& columns,
                                       videos::row_builder& rows, videos::video_row& row) {
  if (!record.problem.empty()) return std::string(record.problem);
  if (record.cells.size() != columns.width)
    return "the record has " + std::to_string(record.cells.size()) + " cells, the header " +
           std::to_string(columns.width);
  for (const std::size_t cell : columns.unread)  // must be texts all the same
    if (const auto fault = videos::scan_text(record.cells[cell]).fault;
        fault != videos::text_fault::none)
      return "cell " + std::to_string(cell + 1) + ": " + in_quotes(record.cells[cell]) + " " +
             std::string(to_text(fault));
  for (const auto& column : columns.read) rows.cell(column.name, record.cells[column.cell]);
  return rows.finish(row);
}

}  // namespace

result<void> csv_source::fetch(const fetch_request& request, row_sink& sink) {
  const std::string path = origin(request);
  try {
    return read_records(path, request, sink);
  } catch (const std::exception& problem) {
    return failure(path + ": " + problem.what());
  }
}

result<void> csv_source::read_records(const std::string& path, const fetch_request& request,
                                      row_sink& sink) const {
  auto lines = line_reader::open(path, [&] { return sink.go_on(); });
  if (!lines) return lines.error();
  csv_record_reader records(std::move(*lines), form_.delimiter);
  csv_record record;
  const auto header = records.next(record);
  if (!header) return header.error();
  if (!*header) {
    sink.warning(path + ": the file is empty: no rows");
    return {};
  }
  const std::string at_header = path + ":" + std::to_string(record.number) + ": ";
  if (!record.problem.empty())
    return failure(at_header + "the header is no CSV record: " + std::string(record.problem));
  std::vector<std::string> remarks;
  auto columns = find_columns(record.cells, form_, remarks);
  if (!columns) return failure(at_header + columns.error().message);
  for (const auto& remark : remarks) sink.warning(at_header + remark);

  const cell_uses uses(std::move(*columns), record.cells.size());
  videos::row_builder rows({request.brand_id, request.currency, clock_.get()});
  videos::video_row row;
  bool any = false;
  while (true) {
    const auto more = records.next(record);
    if (!more) return more.error();
    if (!*more) break;
    any = true;
    if (auto reason = read_record(record, uses, rows, row)) {
      if (!sink.rejected({record.number, std::move(*reason), std::string(record.raw)})) return {};
    } else if (!sink.row(row)) {
      return {};
    }
  }
  if (!any) sink.warning(path + ": the file holds a header and no rows");
  return {};
}

}  // namespace tidemark::source
