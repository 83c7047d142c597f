// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace tidemark::videos {

/// A raw name that means something, and where there is one its alias (plugins/sources/README.md).
struct raw_name {
  std::string_view name;
  std::string_view alias = {};
};
inline constexpr std::array<raw_name, 16> raw_names{{{"id"},
                                                     {"username"},
                                                     {"title"},
                                                     {"video_post_time"},
                                                     {"gmv"},
                                                     {"gpm"},
                                                     {"est_commission"},
                                                     {"views"},
                                                     {"items_sold", "units_sold"},
                                                     {"affiliate_orders"},
                                                     {"likes"},
                                                     {"comments"},
                                                     {"shares"},
                                                     {"click_through_rate", "ctr"},
                                                     {"duration"},
                                                     {"hash_tags"}}};

/// The index in `raw_names` of the field that `name`, a raw name or an alias, means.
constexpr std::optional<std::size_t> find_raw_name(std::string_view name) {
  for (std::size_t field = 0; field < raw_names.size(); ++field)
    if (name == raw_names[field].name || (name == raw_names[field].alias && !name.empty()))
      return field;
  return std::nullopt;
}

}  // namespace tidemark::videos
