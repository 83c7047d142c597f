// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/source/data_source.hpp>
#include <tidemark/sync/run_observer.hpp>

/// A source that delivers what a test says: per window some rows, then some parts of rows, some
/// rejects, then maybe an error.
class fake_source final : public tidemark::source::data_source {
 public:
  struct window {
    std::vector<tidemark::videos::video_row> rows;
    std::vector<std::vector<tidemark::videos::video_row>> parts = {};
    std::vector<tidemark::source::rejected_row> rejected = {};
    std::optional<tidemark::error> error = {};
    std::string warning = {};
    std::vector<tidemark::source::delivered_column> columns = {};
    std::int64_t skipped = 0;
  };
  std::map<std::int32_t, window> windows;
  std::string name = "fake";

  std::string origin(const tidemark::source::fetch_request&) const override { return name; }

  tidemark::result<void> fetch(const tidemark::source::fetch_request& request,
                               tidemark::source::row_sink& sink) override {
    const window& one = windows[request.window_days];
    if (!one.warning.empty()) sink.warning(one.warning);
    if (!one.columns.empty()) sink.columns(one.columns);
    if (one.skipped > 0) sink.skipped(one.skipped);
    for (auto row : one.rows)
      if (!sink.row(row)) return {};
    for (const auto& part : one.parts) {
      sink.begin_part();
      for (auto row : part)
        if (!sink.row(row)) return {};
    }
    for (const auto& row : one.rejected)
      if (!sink.rejected(row)) return {};
    if (one.error) return *one.error;
    return {};
  }
};

/// Remembers what a run said, and can stop it.
class fake_observer final : public tidemark::sync::run_observer {
 public:
  std::vector<std::string> warnings;
  bool stop = false;

  void rows_seen(std::int32_t, std::int64_t) override {}
  void committing(std::int64_t) override {}
  void warning(const std::string& message) override { warnings.push_back(message); }
  bool stop_requested() const override { return stop; }
};
