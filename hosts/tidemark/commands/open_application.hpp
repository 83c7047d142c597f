// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>

#include <tidemark/storage/backend.hpp>

#include "../application/application.hpp"
#include "commands.hpp"

namespace tidemark::host {

/// What a command that reads the storage needs.
struct open_application {
  application app;
  plugin::plugged<storage::backend> store;
};

/// Loads the configured application and opens its storage; `brand_id`, if it is given, must be one
/// of its brands. Reports what went wrong.
outcome<open_application> open_configured(const global_options& global,
                                          std::optional<std::int64_t> brand_id);

}  // namespace tidemark::host
