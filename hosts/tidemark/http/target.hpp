// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/result.hpp>

namespace tidemark::host {

/// One parameter of a query. `name` is always valid UTF-8.
struct target_parameter {
  std::string name;
  result<std::string> value;  ///< error (usage): not percent-encoded UTF-8, or no name
};

/// The target of a request: its path, split at slashes, and its parameters in order.
struct request_target {
  std::optional<std::string> authority;  ///< of the absolute form: replaces the Host field
  std::vector<std::string> path;  ///< `/api/videos` is `api`, `videos`; decoded
  std::vector<target_parameter> parameters;
};

/// Reads a target in origin form, or in absolute form. A plus sign in a query means a
/// space. Nothing if the path is invalid, or wrongly encoded.
std::optional<request_target> read_target(std::string_view text);

/// Reads `name=value&...`: a query, or the body of a form.
std::vector<target_parameter> read_parameters(std::string_view text);

/// `text` percent-encoded, for a value in a query or a segment of a path.
std::string percent_encoded(std::string_view text);

}  // namespace tidemark::host
