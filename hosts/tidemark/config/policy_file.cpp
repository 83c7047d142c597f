// SPDX-License-Identifier: BSL-1.0
#include "policy_file.hpp"

#include <cstddef>
#include <utility>

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <tidemark/yaml/load_policy.hpp>

#include "read_file.hpp"

namespace tidemark::host {

namespace {

constexpr std::size_t policy_bytes_max = 1024 * 1024;

}  // namespace

result<loaded_policy_file> read_policy(const std::filesystem::path& path) {
  auto text = read_file(path, policy_bytes_max);
  if (!text)
    return usage_error(fmt::format("policy {}: {}; name a policy file, such as rules/videos.yaml",
                                   path.string(), text.error().message));
  loaded_policy_file read;
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
