// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace tidemark::host {

/// The result of one check of a plugin. `detail` says what was checked, or what is wrong.
struct check_result {
  std::string name;
  bool ok = false;
  std::string detail;
};

}  // namespace tidemark::host
