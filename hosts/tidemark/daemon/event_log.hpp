// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <string_view>

#include <tidemark/storage/verify_report.hpp>

namespace spdlog { class logger; }

namespace tidemark::host {

enum class log_level { info, warning, error };

/// How the lines of a log look.
enum class log_form {
  text,  ///< `2026-02-20T06:15:00.123Z info  a run succeeded run_id=12 brand_id=1`
  json,  ///< one object a line: `time`, `level`, `message`, then the fields
};

/// What the daemon tells whoever operates it: one line an event, on stderr, with its priority where
/// that is systemd's journal. May be used by several threads at once; lines never mix. Whoever
/// writes takes care that no secret is in it.
class event_log {
 public:
  explicit event_log(log_form form);
  ~event_log();

  /// Fields are named as in SPEC section 6: `brand_id`, `run_id`, `source_run_id`.
  void write(log_level level, std::string_view message, const storage::named_values& fields = {});

 private:
  log_form form_;
  std::unique_ptr<spdlog::logger> lines_;
};

}  // namespace tidemark::host
