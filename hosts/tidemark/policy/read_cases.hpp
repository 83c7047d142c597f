// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/yaml/located_node.hpp>

#include "../config/policy_file.hpp"
#include "policy_case.hpp"

namespace tidemark::host {

/// A file of cases, as read.
struct test_file {
  std::filesystem::path path;
  std::string text;                ///< of the file, to show issues in
  diagnostics::issues found;       ///< in the order of their places
  std::filesystem::path policy;    ///< the policy's file, as seen from the current folder
  std::optional<loaded_policy_file> tested;  ///< its policy, if it can be read
  std::vector<policy_case> cases;  ///< valid only if `can_run`

  /// Whether neither the file nor its policy has an error.
  bool can_run() const {
    return !diagnostics::has_error(found) && tested && !diagnostics::has_error(tested->found);
  }
};

/// Reads the file at `path` and its policy, and finds everything that is wrong with the file.
test_file read_cases(const std::filesystem::path& path);

/// The same, of the file's `text`.
test_file read_cases(const std::filesystem::path& path, std::string text);

/// Whether `root` is that of a test file: it has `cases`, which no policy and no config has.
bool is_test_file(const yaml::located_node& root);

}  // namespace tidemark::host
