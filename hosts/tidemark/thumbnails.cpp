// SPDX-License-Identifier: BSL-1.0
#include "thumbnails.hpp"

namespace tidemark::host {

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
  for (std::size_t i = 0; i < opened->size() && !observer.stop_requested(); ++i)
    all.add(sync::find_thumbnails(store, *(*opened)[i], brand.id, brand.enrichers[i].max_per_run,
                                  observer));
  return all;
}

}  // namespace tidemark::host
