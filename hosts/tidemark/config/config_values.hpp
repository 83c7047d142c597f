// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/diagnostics/location.hpp>
#include <tidemark/yaml/located_node.hpp>

namespace tidemark::host {

/// Reads the values of a config that belong to the host, not to a plugin. Variables in them are
/// replaced. An invalid value is reported at its place, and is not returned.
class config_values {
 public:
  /// Issues are added to `found`, which must outlive the reader. Relative paths begin in `folder`.
  config_values(std::filesystem::path folder, diagnostics::issues& found)
      : folder_(std::move(folder)), found_(found) {}

  const std::filesystem::path& folder() const { return folder_; }
  diagnostics::issues& found() const { return found_; }

  /// The places of the values that were read and may be shown: all except secret ones.
  const std::vector<diagnostics::location>& shown() const { return shown_; }

  /// A non-empty text; `wanted` names it in a message, such as `a name`.
  std::optional<std::string> text(const yaml::located_node& node, std::string_view wanted);

  /// The same for a text that is never shown.
  std::optional<std::string> secret(const yaml::located_node& node, std::string_view wanted);

  /// An integer from 1 to `max`.
  std::optional<std::int64_t> positive(const yaml::located_node& node, std::int64_t max);

  /// A duration such as `30s`, at most `max`, which is in whole days.
  std::optional<std::chrono::milliseconds> duration(const yaml::located_node& node,
                                                    std::chrono::hours max);

 private:
  std::filesystem::path folder_;
  diagnostics::issues& found_;
  std::vector<diagnostics::location> shown_;
};

}  // namespace tidemark::host
