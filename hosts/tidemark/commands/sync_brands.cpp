// SPDX-License-Identifier: BSL-1.0
#include "sync_brands.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/core.h>

#include <tidemark/value/date.hpp>
#include <tidemark/value/timestamp.hpp>

#include "../application/load_application.hpp"

namespace tidemark::host {

std::optional<error> refuse_future_date(const sync_options& options) {
  const date tomorrow{day_of(now()).days + 1};
  if (options.future || !options.snapshot_date || *options.snapshot_date <= tomorrow)
    return std::nullopt;
  return usage_error(fmt::format(
      "--snapshot-date {} is in the future (today in UTC is {}): its snapshots would hide those of "
      "all earlier days. Correct the date, or add --future if it is intended",
      to_text(*options.snapshot_date), to_text(day_of(now()))));
}

outcome<std::vector<const brand_config*>> brands_of(const application& app,
                                                    const sync_options& options) {
  std::vector<const brand_config*> brands;
  if (options.all) {
    for (const auto& brand : app.settings.brands) brands.push_back(&brand);
    return brands;
  }
  for (const std::int64_t id : options.brands) {
    const auto brand = find_brand(app, id);
    if (!brand) return brand.error();
    if (std::find(brands.begin(), brands.end(), *brand) == brands.end()) brands.push_back(*brand);
  }
  return brands;
}

}  // namespace tidemark::host
