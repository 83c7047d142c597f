// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"

#include "output/table.hpp"

namespace tidemark::host {

exit_code report(const error& what, std::ostream& said) {
  said << "tidemark: error: " << one_line(what.message) << '\n';
  return to_exit_code(what.kind);
}

std::string said_in(const std::ostringstream& said) {
  std::string text = said.str();
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

void warn(const std::string& message) {
  std::cerr << "tidemark: warning: " << one_line(message) << '\n';
}

}  // namespace tidemark::host
