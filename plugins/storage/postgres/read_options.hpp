// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <tidemark/plugin/option.hpp>
#include <tidemark/result.hpp>

#include "database.hpp"

namespace tidemark::postgres {

/// How to open a storage with the options `given` to the plugin, which have the right types and
/// their defaults. Contacts no server. Error `usage`: an option with which no storage can be
/// opened; the message begins with the option's name and holds no secret.
result<open_options> read_options(const plugin::option_values& given);

}  // namespace tidemark::postgres
