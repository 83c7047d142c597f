// SPDX-License-Identifier: BSL-1.0
#include "csv_source.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tidemark/value/white_space.hpp>

#include "../file/decoded_bytes.hpp"
#include "../file/line_reader.hpp"
#include "csv_cells.hpp"
#include "identifier.hpp"
#include "product_parts.hpp"

namespace tidemark::source {

namespace {

result<line_reader> open_lines(const std::string& path, const std::string& encoding,
                               row_sink& sink) {
  auto bytes = byte_stream::open(path);
  if (!bytes) return bytes.error();
  // Shared, because a std::function must be copyable.
  const auto text = std::make_shared<decoded_bytes>(std::move(*bytes), encoding);
  return line_reader(
      path, [text](char* into, std::size_t size) { return text->read(into, size); },
      [&sink] { return sink.go_on(); });
}

/// Whether every cell is empty, which spreadsheets write below a table.
bool is_blank(const csv_record& record) {
  return record.problem.empty() && std::ranges::all_of(record.cells, [](std::string_view cell) {
           return without_outer_space(cell).empty();
         });
}

/// Reads `record` into `row`, or says why it must be rejected.
std::optional<std::string> read_record(const csv_record& record, std::size_t width,
                                       csv_cells& cells, videos::video_row& row) {
  if (!record.problem.empty()) return std::string(record.problem);
  if (record.cells.size() != width)
    return "the record has " + std::to_string(record.cells.size()) +
           (record.cells.size() == 1 ? " cell" : " cells") + ", the header " +
           std::to_string(width);
  return cells.read(record.cells, row);
}

}  // namespace

result<void> csv_source::fetch(const fetch_request& request, row_sink& sink) {
  const std::string path = origin(request);
  try {
    return read_file(path, request, sink);
  } catch (const std::exception& problem) {
    return failure(path + ": " + problem.what());
  }
}

result<void> csv_source::read_file(const std::string& path, const fetch_request& request,
                                   row_sink& sink) {
  auto lines = open_lines(path, form_.encoding, sink);
  if (!lines) return lines.error();
  line skipped;
  for (std::int64_t number = 0; number < form_.skip_lines; ++number) {
    const auto more = lines->next(skipped);
    if (!more) return more.error();
    if (!*more && number == 0) break;  // an empty file, as without skip_lines
    if (!*more)
      return failure(path + ": the file has only " + std::to_string(number) +
                     (number == 1 ? " line" : " lines") + ", and skip_lines: " +
                     std::to_string(form_.skip_lines) + " skips them all");
  }
  csv_record_reader records(std::move(*lines), form_.delimiter);
  const auto columns = read_header(path, records, sink);
  if (!columns) return columns.error();
  if (columns->columns.empty()) return {};
  return read_records(path, request, *columns, records, sink);
}

/// Finds the columns, and tells the sink of them; none when the file is empty.
result<csv_columns> csv_source::read_header(const std::string& path, csv_record_reader& records,
                                            row_sink& sink) {
  csv_record record;
  do {
    const auto header = records.next(record);
    if (!header) return header.error();
    if (!*header) {
      sink.warning(path + ": the file is empty: no rows");
      return csv_columns();
    }
  } while (is_blank(record));
  const std::string at_header = path + ":" + std::to_string(record.number) + ": ";
  if (!record.problem.empty())
    return failure(at_header + "the header is not a CSV record: " + std::string(record.problem));
  auto columns = find_columns(record.cells, form_);
  sink.columns(columns.columns);
  if (columns.fault) return failure(at_header + *columns.fault);
  for (const auto& [name, value] : form_.constants)
    if (columns.read[*videos::find_raw_name(name)])
      columns.warnings.push_back("constants." + name +
                                 " is not used: the file has a column of this field");
  for (const auto& warning : columns.warnings)
    if (warned_.insert(warning).second) sink.warning(at_header + warning);
  return columns;
}

result<void> csv_source::read_records(const std::string& path, const fetch_request& request,
                                      const csv_columns& columns, csv_record_reader& records,
                                      row_sink& sink) const {
  csv_cells cells(form_, columns, {request.brand_id, request.currency, clock_.get()});
  std::optional<product_parts> parts;
  if (form_.add_by) parts.emplace(form_.add_by->fields);
  csv_record record;
  videos::video_row row;
  const bool skips = !form_.skip_ids.empty();
  bool any = false;
  std::int64_t skipped = 0;
  while (true) {
    const auto more = records.next(record);
    if (!more) return more.error();
    if (!*more) break;
    if (is_blank(record)) continue;
    any = true;
    if (skips && record.problem.empty() && cells.is_skipped(record.cells)) {
      ++skipped;
    } else if (auto reason = read_record(record, columns.columns.size(), cells, row)) {
      if (!sink.rejected({record.number, std::move(*reason), std::string(record.raw)})) return {};
    } else if (parts) {
      const auto product = record.cells[*columns.add_by];
      if (auto spoiled = cells.check_product(product)) {
        if (!sink.rejected({record.number, std::move(*spoiled), std::string(record.raw)})) return {};
      } else {
        parts->add(bare_id(product), row);
      }
    } else if (!sink.row(row)) {
      return {};
    }
  }
  if (!any) sink.warning(path + ": the file holds a header and no rows");
  if (skipped > 0) sink.skipped(skipped);
  for (const auto& warning : cells.warnings()) sink.warning(path + ": " + warning);
  if (auto fault = cells.fault()) return failure(path + ": " + *fault);
  if (parts) static_cast<void>(parts->deliver(sink));  // whether it was told to stop is all one
  return {};
}

}  // namespace tidemark::source
