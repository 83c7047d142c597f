// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>

#include <tidemark/source/data_source.hpp>
#include <tidemark/videos/row_time.hpp>

#include "../file/path_pattern.hpp"
#include "csv_columns.hpp"
#include "csv_form.hpp"
#include "csv_record_reader.hpp"

namespace tidemark::source {

/// Rows from a CSV file with a header; `.gz` is read too.
class csv_source final : public data_source {
 public:
  /// `clock` is for times without an offset; nullptr: UTC.
  csv_source(path_pattern path, std::unique_ptr<videos::wall_clock> clock, csv_form form)
      : path_(std::move(path)), clock_(std::move(clock)), form_(std::move(form)) {}

  std::string origin(const fetch_request& request) const override { return path_.expand(request); }

  result<void> fetch(const fetch_request& request, row_sink& sink) override;

 private:
  result<void> read_file(const std::string& path, const fetch_request& request, row_sink& sink);
  result<csv_columns> read_header(const std::string& path, csv_record_reader& records,
                                  row_sink& sink);
  result<void> read_records(const std::string& path, const fetch_request& request,
                            const csv_columns& columns, csv_record_reader& records,
                            row_sink& sink) const;

  path_pattern path_;
  std::unique_ptr<videos::wall_clock> clock_;
  csv_form form_;
  std::set<std::string> warned_;  // warnings about columns, once for all windows of a run
};

}  // namespace tidemark::source
