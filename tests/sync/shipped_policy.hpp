// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include <tidemark/sync/video_policy.hpp>
#include <tidemark/yaml/load_policy.hpp>

#include "catch.hpp"

/// rules/videos.yaml, compiled.
inline tidemark::sync::video_policy shipped_policy() {
  std::ifstream file(SHIPPED_POLICY);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  auto loaded = tidemark::yaml::load_policy(text);
  auto policy = tidemark::sync::compile_video_policy(loaded.value, loaded.found);
  for (const auto& issue : loaded.found)
    UNSCOPED_INFO(tidemark::diagnostics::to_text(issue, SHIPPED_POLICY, text));
  REQUIRE(!tidemark::diagnostics::has_error(loaded.found));
  return policy;
}
