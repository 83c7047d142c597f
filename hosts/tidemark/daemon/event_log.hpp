// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string_view>

#include <tidemark/storage/verify_report.hpp>

namespace spdlog { class logger; }

namespace tidemark::host {

enum class log_level { info, warning, error };

/// The form of a line.
enum class log_form {
  text,  ///< `2026-02-20T06:15:00.123Z info  a run succeeded run_id=12 brand_id=1`
  json,  ///< one object per line: `time`, `level`, `message`, then the fields
};

/// The daemon's log for operators: one line per event, on stderr, with its priority if that is
/// systemd's journal. Thread-safe; lines never mix. The caller makes sure that a message has no
/// secret in it.
class event_log {
 public:
  explicit event_log(log_form form);
  ~event_log();

  /// Fields are named as in hosts/tidemark/daemon.md, "The log".
  void write(log_level level, std::string_view message, const storage::named_values& fields = {});

 private:
  log_form form_;
  std::unique_ptr<spdlog::logger> lines_;
};

}  // namespace tidemark::host
