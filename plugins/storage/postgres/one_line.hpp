// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <string>
#include <string_view>

namespace tidemark::postgres {

/// `message` of libpq, which may have several lines and bytes that are not UTF-8, as one line.
std::string one_line_of(std::string_view message);

}  // namespace tidemark::postgres
