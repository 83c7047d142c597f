// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <string_view>

namespace tidemark::host {

/// A file of this folder, embedded when the server was built (embed.cmake).
struct page_asset {
  std::string_view name;  ///< with a hash of the content, so that browsers may keep it forever
  std::string_view content_type;
  std::string_view content;
};

extern const page_asset style_asset;
extern const page_asset script_asset;
extern const page_asset icon_asset;

inline const std::array<const page_asset*, 3> page_assets{&style_asset, &script_asset, &icon_asset};

}  // namespace tidemark::host
