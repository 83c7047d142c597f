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

/// A source that delivers what a test sets: for each window rows, then parts of rows,
/// rejects, then optionally an error.
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
    const window& given = windows[request.window_days];
    if (!given.warning.empty()) sink.warning(given.warning);
    if (!given.columns.empty()) sink.columns(given.columns);
    if (given.skipped > 0) sink.skipped(given.skipped);
    for (auto row : given.rows)
      if (!sink.row(row)) return {};
    for (const auto& part : given.parts) {
      sink.begin_part();
      for (auto row : part)
        if (!sink.row(row)) return {};
    }
    for (const auto& row : given.rejected)
      if (!sink.rejected(row)) return {};
    if (given.error) return *given.error;
    return {};
  }
};

/// Records the events of a run, and can stop it.
class fake_observer final : public tidemark::sync::run_observer {
 public:
  std::vector<std::string> warnings;
  bool stop = false;

  void rows_seen(std::int32_t, std::int64_t) override {}
  void committing(std::int64_t) override {}
  void warning(const std::string& message) override { warnings.push_back(message); }
  bool stop_requested() const override { return stop; }
};
