// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string>
#include <utility>

#include <tidemark/source/data_source.hpp>
#include <tidemark/videos/row_time.hpp>

#include "../file/path_pattern.hpp"

namespace tidemark::source {

/// Rows from a file of JSON Lines, one object a line; `.gz` is read too.
class jsonl_source final : public data_source {
 public:
  /// `clock` is for times without an offset; nullptr: UTC.
  jsonl_source(path_pattern path, std::unique_ptr<videos::wall_clock> clock)
      : path_(std::move(path)), clock_(std::move(clock)) {}

  std::string origin(const fetch_request& request) const override { return path_.expand(request); }

  result<void> fetch(const fetch_request& request, row_sink& sink) override;

 private:
  path_pattern path_;
  std::unique_ptr<videos::wall_clock> clock_;
};

}  // namespace tidemark::source
