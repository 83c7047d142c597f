// SPDX-License-Identifier: GPL-2.0-only
#include "one_line.hpp"

#include <algorithm>

#include <tidemark/value/raw_text.hpp>
#include <tidemark/value/utf8.hpp>

namespace tidemark::postgres {

std::string one_line_of(std::string_view message) {
  while (message.ends_with('\n')) message.remove_suffix(1);
  std::string line = storable_text(message);
  std::replace_if(line.begin(), line.end(), is_control, ' ');
  return line;
}

}  // namespace tidemark::postgres
