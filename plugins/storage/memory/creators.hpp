// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_map.hpp>

namespace tidemark::memory {

/// The creators by username; ids count up from 1.
class creators {
 public:
  std::optional<std::int64_t> find(std::string_view username) const {
    const auto known = ids_.find(std::string(username));
    if (known == ids_.end()) return std::nullopt;
    return known->second;
  }

  /// Stores a creator that is not there, and returns its id.
  std::int64_t add(std::string_view username) {
    const auto id = static_cast<std::int64_t>(ids_.size() + 1);
    ids_.emplace(username, id);
    return id;
  }

 private:
  boost::unordered_flat_map<std::string, std::int64_t> ids_;
};

}  // namespace tidemark::memory
