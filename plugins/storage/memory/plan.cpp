// SPDX-License-Identifier: BSL-1.0
#include <tidemark/storage/plan.hpp>

#include <string>
#include <string_view>
#include <utility>

#include <tidemark/storage/check_batch.hpp>

#include "memory_storage.hpp"
#include "catch_errors.hpp"

namespace tidemark::memory {

namespace {

/// What is stored of a brand, which may be nothing.
class brand_lookup final : public storage::plan_lookup {
 public:
  brand_lookup(const creators& creators, const brand_histories* brand, date day)
      : creators_(creators), brand_(brand), day_(day) {}

  std::optional<std::int64_t> creator_id(std::string_view username) override {
    return creators_.find(username);
  }

  std::optional<stored_video> video(const std::string& tiktok_video_id) override {
    const auto* history = find(tiktok_video_id);
    if (!history || !history->all_time) return std::nullopt;
    return history->all_time->shown();
  }

  std::optional<stored_snapshot> snapshot(const std::string& tiktok_video_id,
                                          std::int32_t window_days) override {
    auto* history = find(tiktok_video_id);
    const auto* stored = history ? history->find_snapshot(day_, window_days) : nullptr;
    if (!stored) return std::nullopt;
    return stored->shown();
  }

 private:
  video_history* find(std::string_view tiktok_video_id) const {
    return brand_ ? brand_->find(tiktok_video_id) : nullptr;
  }

  const creators& creators_;
  const brand_histories* brand_;
  date day_;
};

}  // namespace

result<std::int64_t> memory_storage::plan_run(run_batch& batch, const programs& rules,
                                              run_figures& figures, planned_fields shown,
                                              const visitor<planned_change>& visit) {
  return catch_errors([&]() -> result<std::int64_t> {
    if (const auto rows = storage::check_rows(batch); !rows) return rows.error();
    run_figures counted = begin_figures(batch, figures);
    const auto* brand = find_brand(batch.brand_id);
    brand_lookup stored(creators_, brand, batch.snapshot_date);
    storage::plan_batch(batch, rules, stored, counted, shown, visit);
    figures = std::move(counted);
    return brand ? brand->video_count() : 0;
  });
}

}  // namespace tidemark::memory
