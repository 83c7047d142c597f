// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tidemark/result.hpp>

namespace tidemark::host {

/// The process's exit code: hosts/tidemark/commands.md, "Exit codes".
enum class exit_code : int { done = 0, failed = 1, usage = 2, violation = 3, busy = 75 };

constexpr exit_code to_exit_code(error_kind kind) {
  switch (kind) {
    case error_kind::failed: return exit_code::failed;
    case error_kind::usage: return exit_code::usage;
    case error_kind::busy: return exit_code::busy;
  }
  return exit_code::failed;
}

/// The exit code for several brands: failed before a violation before busy before done.
constexpr exit_code worse(exit_code a, exit_code b) {
  const auto weight = [](exit_code code) {
    switch (code) {
      case exit_code::done: return 0;
      case exit_code::busy: return 1;
      case exit_code::violation: return 2;
      default: return 3;
    }
  };
  return weight(b) > weight(a) ? b : a;
}

}  // namespace tidemark::host
