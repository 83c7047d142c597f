// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/result.hpp>

namespace tidemark::host {

/// One parameter of a query. `name` is valid UTF-8, whatever came.
struct target_parameter {
  std::string name;
  result<std::string> value;  ///< error (usage): no percent-encoded UTF-8, or without a name
};

/// What a request asks for: its path, cut at the slashes, and its parameters in their order.
struct request_target {
  std::optional<std::string> authority;  ///< of the absolute form: counts instead of the Host field
  std::vector<std::string> path;  ///< `/api/videos` is `api`, `videos`; decoded
  std::vector<target_parameter> parameters;
};

/// Reads a target in origin form, or in absolute form. A plus sign in a query stands for a
/// space. Nothing when the path is no path, or wrongly encoded.
std::optional<request_target> read_target(std::string_view text);

/// Reads `name=value&...`: a query, or the body of a form.
std::vector<target_parameter> read_parameters(std::string_view text);

/// `text` percent-encoded, for a value in a query or a segment of a path.
std::string percent_encoded(std::string_view text);

}  // namespace tidemark::host
