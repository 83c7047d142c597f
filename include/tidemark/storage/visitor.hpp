// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>

namespace tidemark::storage {

/// Takes one stored row; returns false to end the walk. Must not throw or call the storage.
template <typename Row>
using visitor = std::function<bool(const Row&)>;

}  // namespace tidemark::storage
