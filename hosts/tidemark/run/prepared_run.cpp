// SPDX-License-Identifier: BSL-1.0
#include "prepared_run.hpp"

#include <utility>

#include <unistd.h>

#include <fmt/core.h>

#include "../application/open_plugins.hpp"
#include "last_columns.hpp"

namespace tidemark::host {

std::string host_and_process() {
  char name[256] = {};
  if (::gethostname(name, sizeof name - 1) != 0) name[0] = '\0';
  return fmt::format("{}, process {}", name[0] != '\0' ? name : "localhost", ::getpid());
}

result<prepared_run> prepare_run(const application& app, const brand_config& brand,
                                 storage::backend& store, std::string_view verb,
                                 std::optional<date> snapshot_date,
                                 const std::string& source_run_id) {
  auto sources = open_sources(app, brand);
  if (!sources) return sources.error();
  auto before = last_columns(store, brand.id);
  if (!before) return before.error();
  prepared_run made{std::move(*sources), {}};
  auto& request = made.request;
  request.brand_id = brand.id;
  request.currency = brand.currency;
  for (std::size_t i = 0; i < made.sources.size(); ++i)
    request.sources.push_back({made.sources[i].object.get(), brand.sources[i].max_rejected});
  request.snapshot_date = snapshot_date.value_or(day_of(now()));
  request.source_run_id = !source_run_id.empty() ? source_run_id
                                                 : fmt::format("{}-{}-{}", verb, brand.id,
                                                               to_text(request.snapshot_date));
  request.host = host_and_process();
  request.policy_hash = app.policy_hash;
  request.columns_before = std::move(*before);
  request.rejected_kept_max = app.settings.max_rejected_kept;
  return made;
}

}  // namespace tidemark::host
