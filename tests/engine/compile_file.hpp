// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include <tidemark/sync/video_policy.hpp>
#include <tidemark/yaml/load_policy.hpp>

struct compiled_file {
  tidemark::diagnostics::issues found;
  tidemark::sync::video_policy policy;
};

/// The policy file `text`, compiled for the records of this product.
inline compiled_file compile_file(const std::string& text) {
  auto loaded = tidemark::yaml::load_policy(text);
  auto policy = tidemark::sync::compile_video_policy(loaded.value, loaded.found);
  return {std::move(loaded.found), std::move(policy)};
}

/// The text of rules/videos.yaml.
inline std::string shipped_text() {
  std::ifstream in(SHIPPED_POLICY);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The part of that before `accepts:`: everything that its canonical text has.
inline std::string shipped_rules() {
  const std::string text = shipped_text();
  return text.substr(0, text.find("\naccepts:") + 1);
}
