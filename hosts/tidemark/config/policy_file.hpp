// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/sync/video_policy.hpp>

namespace tidemark::host {

/// A policy file, compiled, or the reasons why it cannot be.
struct loaded_policy_file {
  sync::video_policy policy;
  std::vector<policy::accepted_law> accepted_laws;
  diagnostics::issues found;  ///< `policy` is valid only if none of them is an error
  std::string text;      ///< the file's content, to show issues in
};

/// Reads and compiles the policy at `path`. A file that cannot be read is an issue without a place.
loaded_policy_file read_policy(const std::filesystem::path& path);

/// The hash of a policy's canonical text: comments and order do not change it.
std::string hash_of(const sync::video_policy& policy);

}  // namespace tidemark::host
