// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <tidemark/plugin/export.hpp>

#include "memory_storage.hpp"
#include "catch_errors.hpp"

namespace {

using namespace tidemark;

result<std::unique_ptr<storage::backend>> open(const plugin::option_values&) {
  return memory::catch_errors([]() -> result<std::unique_ptr<storage::backend>> {
    return std::make_unique<memory::memory_storage>();
  });
}

constexpr plugin::manifest memory_manifest{plugin::kind::storage, "memory", TIDEMARK_VERSION,
                                           nullptr, 0, nullptr, open};

}  // namespace

TIDEMARK_PLUGIN(memory_manifest);
