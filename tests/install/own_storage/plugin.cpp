// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <tidemark/plugin/export.hpp>

#include "memory_storage.hpp"

namespace {

using namespace tidemark;

result<std::unique_ptr<storage::backend>> open(const plugin::option_values&) {
  return std::make_unique<memory::memory_storage>();
}

constexpr plugin::manifest self{.provides = plugin::kind::storage,
                                .name = "own_storage",
                                .version = "1.0.0",
                                .create_storage = open};

}  // namespace

TIDEMARK_PLUGIN(self);
