// SPDX-License-Identifier: BSL-1.0
#include "thumbnails.hpp"

#include <exception>
#include <string>

#include "exit_guard.hpp"
#include "output/table.hpp"

namespace tidemark::host {

namespace {

/// Passes on what enrichers say, without secrets and anything that a terminal obeys.
class guarded_observer final : public sync::run_observer {
 public:
  guarded_observer(sync::run_observer& observer, const secret_texts& secrets)
      : observer_(observer), secrets_(secrets) {}

  void rows_seen(std::int32_t window_days, std::int64_t rows) override {
    observer_.rows_seen(window_days, rows);
  }
  void committing(std::int64_t records) override { observer_.committing(records); }
  void warning(const std::string& message) override {
    observer_.warning(one_line(secrets_.hidden(message)));
  }
  bool stop_requested() const override { return observer_.stop_requested(); }

 private:
  sync::run_observer& observer_;
  const secret_texts& secrets_;
};

}  // namespace

sync::thumbnail_figures find_thumbnails(const setup& loaded, storage::backend& store,
                                        const brand_config& brand, sync::run_observer& observer) {
  sync::thumbnail_figures all;
  if (brand.enrichers.empty())
    observer.warning("thumbnails: the brand has no enrichers; add to it "
                     "enrichers: [{plugin: tiktok_oembed}]");
  auto opened = open_enrichers(loaded, brand);
  if (!opened) {
    observer.warning("thumbnails: " + opened.error().message);
    return all;
  }
  guarded_observer guarded(observer, loaded.secrets);
  for (std::size_t i = 0; i < opened->size() && !observer.stop_requested(); ++i) {
    const plugin_at_work working(brand.enrichers[i].plugin);
    try {
      all.add(sync::find_thumbnails(store, *(*opened)[i], brand.id,
                                    brand.enrichers[i].max_per_run, guarded));
    } catch (const std::exception& thrown) {
      guarded.warning("thumbnails: the plugin " + brand.enrichers[i].plugin +
                      " threw, which no plugin may: " + thrown.what());
    }
    (*opened)[i].object.reset();  // by name: should its destructor throw, the host says whose
  }
  return all;
}

}  // namespace tidemark::host
