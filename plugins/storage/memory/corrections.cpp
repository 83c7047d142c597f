// SPDX-License-Identifier: BSL-1.0
#include "memory_storage.hpp"
#include "catch_errors.hpp"

namespace tidemark::memory {

result<std::int64_t> memory_storage::add_correction(const correction& added) {
  return catch_errors([&]() -> result<std::int64_t> {
    corrections_.push_back(added);
    corrections_.back().id = static_cast<std::int64_t>(corrections_.size());
    return corrections_.back().id;
  });
}

result<void> memory_storage::walk_corrections(std::int64_t brand_id,
                                              const std::optional<std::string>& tiktok_video_id,
                                              const visitor<correction>& visit) {
  return catch_errors([&]() -> result<void> {
    for (const auto& kept : corrections_) {
      if (kept.brand_id != brand_id) continue;
      if (tiktok_video_id && kept.tiktok_video_id != *tiktok_video_id) continue;
      if (!visit(kept)) break;
    }
    return {};
  });
}

}  // namespace tidemark::memory
