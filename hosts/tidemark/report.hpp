// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iostream>
#include <sstream>
#include <string>

#include <boost/system/result.hpp>

#include <tidemark/result.hpp>

#include "exit_code.hpp"

namespace tidemark::host {

/// A value, or the exit code of a failure that stderr already tells about.
template <typename T>
using outcome = boost::system::result<T, exit_code>;

/// Says what went wrong, in one line, and returns the exit code for it. What a peer brought into
/// the message reaches the terminal without control characters and as valid UTF-8.
exit_code report(const error& what, std::ostream& said = std::cerr);

/// What was said to `said`, without its last line break.
std::string said_in(const std::ostringstream& said);

/// Tells stderr, in the same way, something that hinders nothing.
void warn(const std::string& message);

}  // namespace tidemark::host
