// SPDX-License-Identifier: BSL-1.0
#include "last_columns.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace tidemark::host {

namespace {

storage::source_columns columns_in(const std::string& stats) {
  storage::source_columns columns;
  boost::system::error_code wrong;
  const auto document = boost::json::parse(stats, wrong);
  const auto* object = wrong ? nullptr : document.if_object();
  const auto* kept = object ? object->if_contains("columns") : nullptr;
  if (!kept || !kept->is_object()) return columns;
  for (const auto& source : kept->get_object()) {
    std::vector<std::string> names;
    if (const auto* list = source.value().if_array())
      for (const auto& name : *list)
        if (const auto* text = name.if_string()) names.emplace_back(*text);
    columns.emplace_back(source.key(), std::move(names));
  }
  return columns;
}

}  // namespace

result<storage::source_columns> last_columns(storage::backend& store, std::int64_t brand_id) {
  storage::source_columns columns;
  const auto walked = store.walk_runs(brand_id, [&](const storage::ledger_entry& entry) {
    if (entry.status != storage::run_status::succeeded) return true;
    if (entry.stats) columns = columns_in(entry.stats->text);
    return false;
  });
  if (!walked) return walked.error();
  return columns;
}

}  // namespace tidemark::host
