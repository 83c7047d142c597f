// SPDX-License-Identifier: BSL-1.0
#include "open_application.hpp"

#include <utility>

#include "../application/load_application.hpp"
#include "../application/open_plugins.hpp"
#include "../application/settings.hpp"

namespace tidemark::host {

outcome<open_application> open_configured(const global_options& global,
                                          std::optional<std::int64_t> brand_id) {
  auto app = load_application(config_path(global.config));
  if (!app) return app.error();
  if (brand_id)
    if (const auto brand = find_brand(*app, *brand_id); !brand) return brand.error();
  auto store = open_storage(*app);
  if (!store) return store.error();
  return open_application{std::move(*app), std::move(*store)};
}

}  // namespace tidemark::host
