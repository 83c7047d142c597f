// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"

#include "table.hpp"

namespace tidemark::host {

exit_code report(const error& what, std::ostream& err) {
  err << "tidemark: error: " << one_line(what.message) << '\n';
  return to_exit_code(what.kind);
}

std::string text_of(const std::ostringstream& err) {
  std::string text = err.str();
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

void warn(const std::string& message) {
  std::cerr << "tidemark: warning: " << one_line(message) << '\n';
}

}  // namespace tidemark::host
