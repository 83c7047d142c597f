// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include <tidemark/result.hpp>

namespace tidemark::plugin {

/// What `create()`, a result, returns; or in place of what it throws, an error that begins with the
/// name of the plugin. For the functions of a manifest, which must not throw.
template <typename Create>
auto make(std::string_view plugin, Create&& create) -> decltype(create()) {
  try {
    return create();
  } catch (const std::exception& problem) {
    return failure(std::string(plugin) + ": " + problem.what());
  }
}

}  // namespace tidemark::plugin
