// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>

#include "held_brand.hpp"

namespace tidemark::sqlite {

/// Who runs which brand: a locked file per brand beside the database, `<db>.brand-<id>.lock`.
///
/// The lock belongs to the open file, so that it excludes other storages of the same process too,
/// and ends with its process, however that ends. The file holds the holder's name and stays: if it
/// were removed, another process could lock the old file while a third makes a new one.
class brand_locks {
 public:
  explicit brand_locks(std::string database_path) : database_path_(std::move(database_path)) {}

  /// Takes `brand_id` for `holder`; error `busy`, with the name of its holder, or `failed` when the
  /// file cannot be made.
  result<std::unique_ptr<storage::brand_lock>> take(std::int64_t brand_id,
                                                    const std::string& holder) const;

  /// Whether anyone holds `brand_id`. Takes no lock, so it disturbs nobody.
  result<bool> held(std::int64_t brand_id) const;

  /// A brand that is held, if there is one. Takes no lock.
  result<std::optional<tables::held_brand>> find_held() const;

  /// Nothing when `lock` was taken here for `brand_id` and its file is still there; otherwise what
  /// is wrong.
  result<void> check(const storage::brand_lock& lock, std::int64_t brand_id) const;

 private:
  std::string path_of(std::int64_t brand_id) const;

  std::string database_path_;
};

}  // namespace tidemark::sqlite
