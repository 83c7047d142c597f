// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

namespace tidemark::host {

/// What one check of a plugin found. `detail` says on what `ok` rests, or what is wrong.
struct check_result {
  std::string name;
  bool ok = false;
  std::string detail;
};

}  // namespace tidemark::host
