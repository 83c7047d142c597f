// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include <tidemark/result.hpp>

namespace tidemark::source::tiktok {

/// The differences between versions of the video performance list. Rows differ too (202409 calls
/// items_sold units_sold and has no gpm), but the rules of rows accept both.
struct api_version {
  std::string_view name;
  std::span<const std::string_view> account_types;
  std::string_view default_account_type;
  std::int32_t days_max;  ///< of one request; 0: no known limit
};

namespace detail {

inline constexpr std::array<std::string_view, 3> account_types_of_202409{"ALL", "LINKED_ACCOUNTS",
                                                                         "AFFILIATES"};
inline constexpr std::array<std::string_view, 4> account_types{
    "ALL", "OFFICIAL_ACCOUNTS", "MARKETING_ACCOUNTS", "AFFILIATE_ACCOUNTS"};

}  // namespace detail

inline constexpr std::array<api_version, 3> api_versions{{
    {"202409", detail::account_types_of_202409, "AFFILIATES", 0},
    {"202509", detail::account_types, "AFFILIATE_ACCOUNTS", 0},
    {"202605", detail::account_types, "AFFILIATE_ACCOUNTS", 60},
}};

/// The version `name`. Error (usage): there is none.
inline result<const api_version*> find_version(std::string_view name) {
  for (const auto& version : api_versions)
    if (version.name == name) return &version;
  return usage_error(fmt::format(
      "version: \"{}\" is not a known version of the API; use 202409, 202509 or 202605", name));
}

/// `name` if the version has that account type, its default if `name` is empty. Error (usage).
inline result<std::string> account_type_of(const api_version& version, std::string_view name) {
  if (name.empty()) return std::string(version.default_account_type);
  for (const auto known : version.account_types)
    if (known == name) return std::string(name);
  std::string message =
      fmt::format("account_type: version {} has no \"{}\"; it has", version.name, name);
  for (const auto known : version.account_types)
    message += (known == version.account_types.front() ? " " : ", ") + std::string(known);
  return usage_error(message);
}

}  // namespace tidemark::source::tiktok
