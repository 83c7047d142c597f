// SPDX-License-Identifier: BSL-1.0
#include "fault_plan.hpp"

#include <limits>
#include <stdexcept>

fault parse_fault(const std::string& text) {
  const auto first_colon = text.find(':');
  const auto second_colon = text.find(':', first_colon + 1);
  if (first_colon == text.npos || second_colon == text.npos)
    throw std::invalid_argument("no fault as ENDPOINT:REQUESTS:KIND[=ARGUMENT]: " + text);
  fault read;
  read.endpoint = text.substr(0, first_colon);
  const std::string requests = text.substr(first_colon + 1, second_colon - first_colon - 1);
  read.first = std::stoll(requests);
  const auto dash = requests.find('-');
  read.last = dash == requests.npos       ? read.first
              : dash + 1 == requests.size() ? std::numeric_limits<std::int64_t>::max()
                                            : std::stoll(requests.substr(dash + 1));
  const std::string kind = text.substr(second_colon + 1);
  const auto equals = kind.find('=');
  read.kind = kind.substr(0, equals);
  if (equals != kind.npos) read.argument = kind.substr(equals + 1);
  return read;
}

std::optional<fault> find_fault(const std::vector<fault>& plan, const std::string& endpoint,
                                std::int64_t number) {
  for (const fault& planned : plan)
    if (planned.endpoint == endpoint && planned.first <= number && number <= planned.last)
      return planned;
  return std::nullopt;
}
