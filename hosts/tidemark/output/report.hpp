// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iostream>
#include <sstream>
#include <string>

#include <boost/system/result.hpp>

#include <tidemark/result.hpp>

#include "exit_code.hpp"

namespace tidemark::host {

/// A value, or the exit code of an error that is already reported on stderr.
template <typename T>
using outcome = boost::system::result<T, exit_code>;

/// Prints an error on one line, and returns its exit code. The terminal gets valid UTF-8 without
/// control characters, with any bytes in the message.
exit_code report(const error& what, std::ostream& err = std::cerr);

/// The text in `err`, without the line breaks at its end.
std::string text_of(const std::ostringstream& err);

/// Prints a warning on stderr, in the same way.
void warn(const std::string& message);

}  // namespace tidemark::host
