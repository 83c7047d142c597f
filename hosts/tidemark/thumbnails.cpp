// SPDX-License-Identifier: BSL-1.0
#include "thumbnails.hpp"

#include "output/table.hpp"

namespace tidemark::host {

namespace {

/// Passes on what enrichers say, without anything that a terminal obeys.
class guarded_observer final : public sync::run_observer {
 public:
  explicit guarded_observer(sync::run_observer& observer) : observer_(observer) {}

  void rows_seen(std::int32_t window_days, std::int64_t rows) override {
    observer_.rows_seen(window_days, rows);
  }
  void committing(std::int64_t records) override { observer_.committing(records); }
  void warning(const std::string& message) override { observer_.warning(one_line(message)); }
  bool stop_requested() const override { return observer_.stop_requested(); }

 private:
  sync::run_observer& observer_;
};

}  // namespace

sync::thumbnail_figures find_thumbnails(const setup& loaded, storage::backend& store,
                                        const brand_config& brand, sync::run_observer& observer) {
  sync::thumbnail_figures all;
  if (brand.enrichers.empty())
    observer.warning("thumbnails: the brand has no enrichers; add to it "
                     "enrichers: [{plugin: tiktok_oembed}]");
  const auto opened = open_enrichers(loaded, brand);
  if (!opened) {
    observer.warning("thumbnails: " + opened.error().message);
    return all;
  }
  guarded_observer guarded(observer);
  for (std::size_t i = 0; i < opened->size() && !observer.stop_requested(); ++i)
    all.add(sync::find_thumbnails(store, *(*opened)[i], brand.id, brand.enrichers[i].max_per_run,
                                  guarded));
  return all;
}

}  // namespace tidemark::host
