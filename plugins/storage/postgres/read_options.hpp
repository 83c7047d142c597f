// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <tidemark/plugin/option.hpp>
#include <tidemark/result.hpp>

#include "database.hpp"

namespace tidemark::postgres {

/// How a storage is opened by the options `given` to the plugin, which are of their types and have
/// their defaults. Asks no server. Error `usage`: an option by which no storage can be opened; the
/// message begins with the option's name and holds no secret.
result<open_options> read_options(const plugin::option_values& given);

}  // namespace tidemark::postgres
