// SPDX-License-Identifier: BSL-1.0
#include "csv_source.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include <tidemark/value/white_space.hpp>

#include "../file/block_pipeline.hpp"
#include "../file/decoded_bytes.hpp"
#include "../file/line_reader.hpp"
#include "identifier.hpp"
#include "product_parts.hpp"
#include "record_block.hpp"

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

/// Hands on what became of a file's records, block by block, in their order.
class record_delivery {
 public:
  record_delivery(const csv_form& form, row_sink& sink) : form_(form), sink_(sink) {
    if (form.add_by) parts_.emplace(form.add_by->fields);
  }

  /// False: the sink asked to stop.
  bool deliver(record_block& block) {
    bool go_on = true;
    const auto& records = block.records();
    for (std::size_t i = 0; go_on && i < records.size();) {
      const std::size_t first = i++;
      switch (records[first].became) {
        case record_block::fate::blank: continue;
        case record_block::fate::skipped: ++skipped_; break;
        case record_block::fate::rejected:
          go_on = reject(records[first], records[first].reason);
          break;
        case record_block::fate::row:
          if (parts_) {
            go_on = add_to_part(records[first], block.rows()[first]);
            break;
          }
          while (i < records.size() && records[i].became == record_block::fate::row) ++i;
          go_on = sink_.rows(std::span(block.rows()).subspan(first, i - first));
      }
      any_ = true;
    }
    counts_.add(block.take_counts());
    block.clear();
    return go_on;
  }

  /// Ends the file at `path`, whose records are all delivered.
  result<void> finish(const std::string& path) {
    const std::string in_file = path + ": ";
    if (!any_) sink_.warning(in_file + "the file holds a header and no rows");
    if (skipped_ > 0) sink_.skipped(skipped_);
    for (const auto& warning : counts_.warnings(form_)) sink_.warning(in_file + warning);
    for (const auto& warning : products_.warnings()) sink_.warning(in_file + warning);
    auto fault = counts_.fault();
    if (!fault) fault = products_.fault();
    if (fault) return failure(in_file + *fault);
    if (parts_) static_cast<void>(parts_->deliver(sink_));  // a stop needs no further action
    return {};
  }

 private:
  bool reject(const record_block::record& record, std::string reason) {
    return sink_.rejected({record.number, std::move(reason), std::string(record.raw)});
  }

  bool add_to_part(const record_block::record& record, const videos::row_view& row) {
    const auto product = bare_id(record.product);
    if (auto spoiled = products_.add("add_by", product)) return reject(record, *spoiled);
    parts_->add(product, row);
    return true;
  }

  const csv_form& form_;
  row_sink& sink_;
  std::optional<product_parts> parts_;
  cell_counts counts_;
  identifier_check products_;
  std::int64_t skipped_ = 0;
  bool any_ = false;
};

}  // namespace

result<void> csv_source::fetch(const fetch_request& request, row_sink& sink) {
  const std::string path = origin(request);
  try {
    return read_file(path, request, sink);
  } catch (const std::exception& problem) {
    return failure(fmt::format("{}: {}", path, problem.what()));
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
      return failure(fmt::format("{}: the file has only {} {}, and skip_lines: {} skips them all",
                                 path, number, number == 1 ? "line" : "lines", form_.skip_lines));
  }
  csv_record_reader records(std::move(*lines), form_.delimiter);
  const auto columns = read_header(path, records, sink);
  if (!columns) return columns.error();
  if (columns->columns.empty()) return {};
  return read_records(path, request, *columns, records, sink);
}

/// Finds the columns, and reports them to the sink; nothing if the file is empty.
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
  const std::string at_header = fmt::format("{}:{}: ", path, record.number);
  if (!record.problem.empty())
    return failure(fmt::format("{}the header is not a CSV record: {}", at_header, record.problem));
  auto columns = find_columns(record.cells, form_);
  sink.columns(columns.columns);
  if (columns.fault) return failure(at_header + *columns.fault);
  for (const auto& [name, value] : form_.constants)
    if (columns.read[*videos::find_raw_name(name)])
      columns.warnings.push_back(
          fmt::format("constants.{} is not used: the file has a column of this field", name));
  for (const auto& warning : columns.warnings)
    if (warned_.insert(warning).second) sink.warning(at_header + warning);
  return columns;
}

result<void> csv_source::read_records(const std::string& path, const fetch_request& request,
                                      const csv_columns& columns, csv_record_reader& records,
                                      row_sink& sink) const {
  record_delivery delivery(form_, sink);
  block_pipeline<record_block> blocks(
      [&](record_block& block) { return delivery.deliver(block); }, form_, columns,
      videos::row_settings{request.brand_id, request.currency, clock_.get()});
  csv_record record;
  while (true) {
    const auto more = records.next_unsplit(record);
    if (!more) {
      static_cast<void>(blocks.finish());  // what came before the fault is delivered all the same
      return more.error();
    }
    if (!*more) break;
    blocks.filling().add(record);
    if (!blocks.pass_on()) return {};
  }
  if (!blocks.finish()) return {};
  return delivery.finish(path);
}

}  // namespace tidemark::source
