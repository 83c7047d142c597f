// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iostream>
#include <string>

#include <boost/system/result.hpp>

#include <tidemark/result.hpp>

#include "exit_code.hpp"

namespace tidemark::host {

/// A value, or the exit code of a failure that stderr already tells about.
template <typename T>
using outcome = boost::system::result<T, exit_code>;

/// Says what went wrong and returns the exit code for it.
inline exit_code report(const error& what, std::ostream& said = std::cerr) {
  said << "tidemark: error: " << what.message << '\n';
  return to_exit_code(what.kind);
}

/// Tells stderr something that hinders nothing.
inline void warn(const std::string& message) {
  std::cerr << "tidemark: warning: " << message << '\n';
}

}  // namespace tidemark::host
