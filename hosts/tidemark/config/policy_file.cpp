// SPDX-License-Identifier: BSL-1.0
#include "policy_file.hpp"

#include <utility>

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <tidemark/policy/problem_kind.hpp>
#include <tidemark/yaml/file_text.hpp>
#include <tidemark/yaml/load_policy.hpp>

#include "read_file.hpp"

namespace tidemark::host {

loaded_policy_file read_policy(const std::filesystem::path& path) {
  loaded_policy_file read;
  auto text = read_beginning(path, yaml::file_text::size_max + 1);  // the loader refuses the last
  if (!text) {
    read.found.push_back({diagnostics::severity::error, {},
                          text.error().message + "; name a policy file, such as rules/videos.yaml",
                          policy::problem_kind::unreadable_file});
    return read;
  }
  auto loaded = yaml::load_policy(*text);
  read.found = std::move(loaded.found);
  read.policy = sync::compile_video_policy(loaded.value, read.found);
  read.accepted_laws = std::move(loaded.value.accepted_laws);
  read.text = std::move(*text);
  return read;
}

std::string hash_of(const sync::video_policy& policy) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(policy.text.data(), policy.text.size()));
  return fmt::format("{:02x}", fmt::join(canonical.digest, ""));
}

}  // namespace tidemark::host
