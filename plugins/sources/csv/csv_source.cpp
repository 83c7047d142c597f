// SPDX-License-Identifier: BSL-1.0
#include "csv_source.hpp"

#include <cstddef>
#include <exception>
#include <optional>
#include <vector>

#include <tidemark/videos/row_builder.hpp>

#include "../file/line_reader.hpp"
#include "csv_record_reader.hpp"

namespace tidemark::source {

namespace {

/// Reads `record` into `row`, or says why it must be rejected.
std::optional<std::string> read_record(const csv_record& record,
                                       const std::vector<csv_column>& columns,
                                       std::size_t width, videos::row_builder& rows,
                                       videos::video_row& row) {
  if (!record.problem.empty()) return std::string(record.problem);
  if (record.cells.size() != width)
    return "the record has " + std::to_string(record.cells.size()) + " cells, the header " +
           std::to_string(width);
  for (const auto& column : columns) rows.cell(column.name, record.cells[column.cell]);
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
  auto lines = line_reader::open(path);
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
  const auto columns = find_columns(record.cells, form_, remarks);
  if (!columns) return failure(at_header + columns.error().message);
  for (const auto& remark : remarks) sink.warning(at_header + remark);

  const std::size_t width = record.cells.size();
  videos::row_builder rows({request.brand_id, request.currency, clock_.get()});
  videos::video_row row;
  bool any = false;
  while (true) {
    const auto more = records.next(record);
    if (!more) return more.error();
    if (!*more) break;
    any = true;
    if (auto reason = read_record(record, *columns, width, rows, row)) {
      if (!sink.rejected({record.number, std::move(*reason), std::string(record.raw)})) return {};
    } else if (!sink.row(row)) {
      return {};
    }
  }
  if (!any) sink.warning(path + ": the file holds a header and no rows");
  return {};
}

}  // namespace tidemark::source
