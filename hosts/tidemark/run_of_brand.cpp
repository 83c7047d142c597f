// SPDX-License-Identifier: BSL-1.0
#include "run_of_brand.hpp"

#include <utility>

#include <unistd.h>

#include "last_columns.hpp"

namespace tidemark::host {

std::string host_name() {
  char name[256] = {};
  if (::gethostname(name, sizeof name - 1) != 0) name[0] = '\0';
  return std::string(name[0] != '\0' ? name : "localhost") + ", process " +
         std::to_string(::getpid());
}

result<run_of_brand> prepare_run(const setup& loaded, const brand_config& brand,
                                 storage::backend& store, std::string_view verb,
                                 std::optional<date> snapshot_date,
                                 const std::string& source_run_id) {
  auto sources = open_sources(loaded, brand);
  if (!sources) return sources.error();
  auto before = last_columns(store, brand.id);
  if (!before) return before.error();
  run_of_brand made{std::move(*sources), {}};
  auto& request = made.request;
  request.brand_id = brand.id;
  request.currency = brand.currency;
  for (std::size_t i = 0; i < made.sources.size(); ++i)
    request.sources.push_back({made.sources[i].object.get(), brand.sources[i].max_rejected});
  request.snapshot_date = snapshot_date.value_or(day_of(now()));
  request.source_run_id = !source_run_id.empty()
                              ? source_run_id
                              : std::string(verb) + "-" + std::to_string(brand.id) + "-" +
                                    to_text(request.snapshot_date);
  request.host = host_name();
  request.policy_hash = loaded.policy_hash;
  request.columns_before = std::move(*before);
  request.rejected_kept_max = loaded.settings.max_rejected_kept;
  return made;
}

}  // namespace tidemark::host
