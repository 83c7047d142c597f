// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include <fmt/core.h>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>

namespace tidemark::memory {

/// Who holds which brand. Locks may be dropped on other threads and after the storage.
class brand_locks {
 public:
  /// Takes brand `brand_id` for `holder`, or names its holder.
  result<std::unique_ptr<storage::brand_lock>> take(std::int64_t brand_id,
                                                    const std::string& holder);

  /// Whether anyone holds `brand_id`.
  bool held(std::int64_t brand_id) const {
    const std::lock_guard guard(table_->mutex);
    return table_->holders.contains(brand_id);
  }

  /// Whether `lock` was taken here, for `brand_id`.
  bool grants(const storage::brand_lock& lock, std::int64_t brand_id) const;

 private:
  struct table {
    std::mutex mutex;
    std::map<std::int64_t, std::string> holders;
  };
  class held_lock;

  std::shared_ptr<table> table_ = std::make_shared<table>();
};

class brand_locks::held_lock final : public storage::brand_lock {
 public:
  held_lock(std::shared_ptr<table> where, std::int64_t brand_id)
      : where_(std::move(where)), brand_id_(brand_id) {}
  held_lock(const held_lock&) = delete;
  held_lock& operator=(const held_lock&) = delete;
  ~held_lock() override {
    const std::lock_guard guard(where_->mutex);
    where_->holders.erase(brand_id_);
  }

  const std::shared_ptr<table>& where() const { return where_; }
  std::int64_t brand_id() const { return brand_id_; }

 private:
  std::shared_ptr<table> where_;
  std::int64_t brand_id_;
};

inline result<std::unique_ptr<storage::brand_lock>> brand_locks::take(std::int64_t brand_id,
                                                                      const std::string& holder) {
  std::unique_lock guard(table_->mutex);
  const auto [at, taken] = table_->holders.try_emplace(brand_id, holder);
  if (!taken)
    return busy_error(fmt::format("brand {} is held by {}; try again when that run has ended",
                                  brand_id, at->second));
  try {
    return std::make_unique<held_lock>(table_, brand_id);
  } catch (...) {
    table_->holders.erase(at);
    throw;
  }
}

inline bool brand_locks::grants(const storage::brand_lock& lock, std::int64_t brand_id) const {
  const auto* own = dynamic_cast<const held_lock*>(&lock);
  return own && own->where() == table_ && own->brand_id() == brand_id;
}

}  // namespace tidemark::memory
