// SPDX-License-Identifier: BSL-1.0
#include "application.hpp"

#include <string>

#include <fmt/core.h>

namespace tidemark::host {

outcome<const brand_config*> find_brand(const application& app, std::int64_t id) {
  std::string known;
  for (const auto& brand : app.settings.brands) {
    if (brand.id == id) return &brand;
    known += (known.empty() ? "" : ", ") + std::to_string(brand.id);
  }
  return report(usage_error(fmt::format("brand {} is not configured in {}; known: {}", id,
                                        app.config_path.string(), known)));
}

}  // namespace tidemark::host
