// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"

#include <string_view>

#include "output/table.hpp"

namespace tidemark::host {

namespace {

void write_lines(std::ostream& said, std::string_view message) {
  for (;;) {
    const auto end = message.find('\n');
    said << one_line(message.substr(0, end)) << '\n';
    if (end == std::string_view::npos) return;
    message.remove_prefix(end + 1);
  }
}

}  // namespace

exit_code report(const error& what, std::ostream& said) {
  said << "tidemark: error: ";
  write_lines(said, what.message);
  return to_exit_code(what.kind);
}

std::string said_in(const std::ostringstream& said) {
  std::string text = said.str();
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

void warn(const std::string& message) {
  std::cerr << "tidemark: warning: ";
  write_lines(std::cerr, message);
}

}  // namespace tidemark::host
