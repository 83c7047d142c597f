// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tidemark/result.hpp>
#include <tidemark/storage/visitor.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::storage {

/// A change of a stored value by hand: a row of `corrections`.
struct correction {
  std::int64_t id = 0;  ///< given by the storage
  std::int64_t brand_id = 0;
  std::string tiktok_video_id;
  std::string field;           ///< of the all-time record
  std::optional<json> before;  ///< nothing where the value was missing
  std::optional<json> after;
  std::string reason;
  std::string author;
  std::optional<std::int64_t> run_id;    ///< the run that was taken back, if it is about one
  bool held = false;                     ///< no run changes the field
  std::optional<timestamp> released_at;  ///< when that ended
  timestamp inserted_at;
};

/// What was changed by hand, and why. Corrections are kept for ever: retention removes none. One
/// thread at a time; every write is one transaction.
class corrections {
 public:
  virtual ~corrections() = default;

  /// Keeps `added`, whose `id` is ignored, and returns its id, which is above all ids before.
  virtual result<std::int64_t> add_correction(const correction& added) = 0;

  /// The corrections of a brand, or of one video of it, in the order of their ids.
  virtual result<void> walk_corrections(std::int64_t brand_id,
                                        const std::optional<std::string>& tiktok_video_id,
                                        const visitor<correction>& visit) = 0;
};

}  // namespace tidemark::storage
