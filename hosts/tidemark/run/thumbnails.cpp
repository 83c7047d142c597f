// SPDX-License-Identifier: BSL-1.0
#include "thumbnails.hpp"

#include <exception>
#include <string>

#include <fmt/core.h>

#include "../application/open_plugins.hpp"
#include "../output/table.hpp"
#include "../plugins/exit_guard.hpp"

namespace tidemark::host {

namespace {

/// Passes on warnings of enrichers, without secrets and control characters.
class guarded_observer final : public sync::run_observer {
 public:
  guarded_observer(sync::run_observer& observer, const redactor& secrets)
      : observer_(observer), secrets_(secrets) {}

  void rows_seen(std::int32_t window_days, std::int64_t rows) override {
    observer_.rows_seen(window_days, rows);
  }
  void committing(std::int64_t records) override { observer_.committing(records); }
  void warning(const std::string& message) override {
    observer_.warning(one_line(secrets_.redacted(message)));
  }
  bool stop_requested() const override { return observer_.stop_requested(); }

 private:
  sync::run_observer& observer_;
  const redactor& secrets_;
};

}  // namespace

sync::thumbnail_figures find_thumbnails(const application& app, storage::backend& store,
                                        const brand_config& brand, sync::run_observer& observer) {
  sync::thumbnail_figures all;
  if (brand.enrichers.empty())
    observer.warning(
        "thumbnails: the brand has no enrichers; add "
        "enrichers: [{plugin: tiktok_oembed}] to it");
  auto opened = open_enrichers(app, brand);
  if (!opened) {
    observer.warning("thumbnails: " + opened.error().message);
    return all;
  }
  guarded_observer guarded(observer, app.secrets);
  for (std::size_t i = 0; i < opened->size() && !observer.stop_requested(); ++i) {
    const active_plugin_scope active(brand.enrichers[i].plugin);
    try {
      all.add(sync::find_thumbnails(store, *(*opened)[i], brand.id,
                                    brand.enrichers[i].max_per_run, guarded));
    } catch (const std::exception& thrown) {
      guarded.warning(
          fmt::format("thumbnails: the plugin {} threw an exception, which no plugin may "
                      "do: {}",
                      brand.enrichers[i].plugin, thrown.what()));
    }
    (*opened)[i].object.reset();  // while its plugin is active, in case its destructor throws
  }
  return all;
}

}  // namespace tidemark::host
