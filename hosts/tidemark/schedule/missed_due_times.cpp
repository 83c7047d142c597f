// SPDX-License-Identifier: BSL-1.0
#include "missed_due_times.hpp"

#include <algorithm>

namespace tidemark::host {

void missed_due_times::add(timestamp due_at) {
  const auto place = std::lower_bound(due.begin(), due.end(), due_at);
  if (place != due.end() && *place == due_at) return;
  due.insert(place, due_at);
  if (due.size() <= due_max) return;
  due.erase(due.begin());
  ++older;
}

void missed_due_times::add(const missed_due_times& others) {
  for (const auto due_at : others.due) add(due_at);
  older += others.older;
}

}  // namespace tidemark::host
