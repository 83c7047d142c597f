// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace tidemark::storage {

/// The right to run one brand; gone when it is destroyed, or when its process ends.
class brand_lock {
 public:
  virtual ~brand_lock() = default;
};

}  // namespace tidemark::storage
