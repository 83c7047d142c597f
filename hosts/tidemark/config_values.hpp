// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/policy/issue.hpp>
#include <tidemark/policy/location.hpp>
#include <tidemark/yaml/located_node.hpp>

namespace tidemark::host {

/// Reads the values of a config that are the host's own, not a plugin's. Variables in them are
/// replaced; what is wrong with one is reported at its place, and then there is no value.
class config_values {
 public:
  /// `found` takes the issues and must outlive the reader. Relative paths begin in `folder`.
  config_values(std::filesystem::path folder, policy::issues& found)
      : folder_(std::move(folder)), found_(found) {}

  const std::filesystem::path& folder() const { return folder_; }
  policy::issues& found() const { return found_; }

  /// Where the values stand that were read and may be shown: all but the secret ones.
  const std::vector<policy::location>& shown() const { return shown_; }

  /// A text that is not empty; `wanted` as in `expected a name`.
  std::optional<std::string> text(const yaml::located_node& node, std::string_view wanted);

  /// The same, never shown.
  std::optional<std::string> secret(const yaml::located_node& node, std::string_view wanted);

  /// A whole number from 1 to `max`.
  std::optional<std::int64_t> positive(const yaml::located_node& node, std::int64_t max);

  /// A duration, such as `30s`, of at most `max`, which is a whole number of days.
  std::optional<std::chrono::milliseconds> duration(const yaml::located_node& node,
                                                    std::chrono::hours max);

 private:
  std::filesystem::path folder_;
  policy::issues& found_;
  std::vector<policy::location> shown_;
};

}  // namespace tidemark::host
