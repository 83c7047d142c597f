// SPDX-License-Identifier: BSL-1.0
#include "memory_storage.hpp"

#include <algorithm>
#include <cstddef>
#include <ranges>
#include <set>

#include <fmt/core.h>

#include "catch_errors.hpp"

namespace tidemark::memory {

namespace {

/// The metrics of a window; `latest` may be nullptr.
videos::selected_metrics metrics_of(const kept_snapshot* latest) {
  return videos::select_metrics(latest ? &latest->record : nullptr);
}

}  // namespace

brand_histories* memory_storage::find_brand(std::int64_t brand_id) {
  const auto at = brands_.find(brand_id);
  return at == brands_.end() ? nullptr : &at->second;
}

std::vector<brand_histories*> memory_storage::brands_of(std::optional<std::int64_t> brand_id) {
  std::vector<brand_histories*> chosen;
  for (auto& [id, histories] : brands_)
    if (!brand_id || id == *brand_id) chosen.push_back(&histories);
  return chosen;
}

result<std::unique_ptr<brand_lock>> memory_storage::lock_brand(std::int64_t brand_id,
                                                               const std::string& holder) {
  return catch_errors([&] { return locks_.take(brand_id, holder); });
}

result<std::vector<std::int64_t>> memory_storage::find_silent_brands(timestamp before) {
  return catch_errors([&]() -> result<std::vector<std::int64_t>> {
    std::set<std::int64_t> silent;
    for (const auto& run : runs_.all())
      if (run.is_running() && run.entry.start.started_at < before &&
          run.heartbeat_at.value_or(run.entry.start.started_at) < before)
        silent.insert(run.entry.start.brand_id);
    return std::vector(silent.begin(), silent.end());
  });
}

result<std::vector<std::int64_t>> memory_storage::fail_abandoned_runs(
    std::int64_t brand_id, const brand_lock& lock, timestamp at) {
  return catch_errors([&]() -> result<std::vector<std::int64_t>> {
    if (!locks_.grants(lock, brand_id))
      return failure("the caller does not hold brand " + std::to_string(brand_id));
    auto run_ids = runs_.fail_running(
        brand_id, "abandoned: its process ended, or lost the brand's lock, before the run did", at);
    for (const auto run_id : run_ids)
      end_due_run(runs_.at(run_id), storage::due_run_state::released, at);
    return run_ids;
  });
}

result<void> memory_storage::heartbeat(std::int64_t run_id, timestamp at) {
  return catch_errors([&]() -> result<void> {
    const auto run = runs_.running(run_id);
    if (!run) return run.error();
    (*run)->heartbeat_at = at;
    return {};
  });
}

result<void> memory_storage::quarantine(std::span<const quarantined_row> rows) {
  return catch_errors([&]() -> result<void> {
    for (const auto& row : rows)
      if (!runs_.has(row.run_id))
        return failure(
            fmt::format("cannot quarantine a row of run {}: it does not exist", row.run_id));
    std::vector<quarantined_row> added(rows.begin(), rows.end());
    rejected_.reserve(std::max(rejected_.size() + added.size(), 2 * rejected_.size()));
    for (auto& row : added) {
      row.id = ++last_rejected_id_;
      rejected_.push_back(std::move(row));
    }
    return {};
  });
}

result<void> memory_storage::fail_run(std::int64_t run_id, const std::string& message,
                                      timestamp at, bool interrupted) {
  return catch_errors([&]() -> result<void> {
    const auto run = runs_.running(run_id);
    if (!run) return run.error();
    using enum storage::due_run_state;
    (*run)->fail(message, at);
    end_due_run(**run, interrupted ? released : done, at);
    return {};
  });
}

result<std::vector<std::optional<stored_video>>> memory_storage::find_videos(
    std::int64_t brand_id, std::span<const std::string> tiktok_video_ids) {
  return catch_errors([&]() -> result<std::vector<std::optional<stored_video>>> {
    std::vector<std::optional<stored_video>> found(tiktok_video_ids.size());
    const auto* brand = find_brand(brand_id);
    for (std::size_t i = 0; brand && i < found.size(); ++i)
      if (const auto* history = brand->find(tiktok_video_ids[i]); history && history->all_time)
        found[i] = history->all_time->shown();
    return found;
  });
}

result<std::vector<std::int64_t>> memory_storage::find_highest_shown(
    std::int64_t brand_id, std::span<const std::string> tiktok_video_ids,
    std::span<const std::int32_t> window_days) {
  return catch_errors([&]() -> result<std::vector<std::int64_t>> {
    std::vector<std::int64_t> highest;
    const auto* brand = find_brand(brand_id);
    for (const auto& id : tiktok_video_ids) {
      const auto* history = brand ? brand->find(id) : nullptr;
      const auto shown = [&](std::int32_t window) {
        const auto* latest = history ? history->latest_snapshot(window) : nullptr;
        return metrics_of(latest).gmv_cents;
      };
      highest.push_back(shown(window_days.front()));
      for (const auto window : window_days.subspan(1))
        highest.back() = std::max(highest.back(), shown(window));
    }
    return highest;
  });
}

result<void> memory_storage::walk_videos(std::int64_t brand_id,
                                         const visitor<stored_video>& visit) {
  return catch_errors([&]() -> result<void> {
    auto* brand = find_brand(brand_id);
    if (!brand) return {};
    for (const auto* history : brand->in_order())
      if (history->all_time && !visit(history->all_time->shown())) break;
    return {};
  });
}

result<void> memory_storage::walk_snapshots(std::int64_t brand_id,
                                            const std::optional<std::string>& tiktok_video_id,
                                            const visitor<stored_snapshot>& visit) {
  return catch_errors([&]() -> result<void> {
    auto* brand = find_brand(brand_id);
    if (!brand) return {};
    const auto visit_all = [&](const video_history& history) {
      return std::ranges::all_of(history.snapshots, [&](const kept_snapshot& snapshot) {
        return visit(snapshot.shown());
      });
    };
    if (tiktok_video_id) {
      if (const auto* history = brand->find(*tiktok_video_id)) visit_all(*history);
      return {};
    }
    for (const auto* history : brand->in_order())
      if (!visit_all(*history)) break;
    return {};
  });
}

std::vector<memory_storage::candidate> memory_storage::candidates(
    const videos::period_query& query) {
  std::vector<candidate> all;
  auto* brand = find_brand(query.brand_id);
  if (!brand) return all;
  for (const auto* history : brand->in_order()) {
    if (!history->all_time) continue;
    const auto& video = *history->all_time;
    videos::selected_metrics metrics = videos::select_metrics(video.record);
    if (query.window_days) {
      const auto* latest = history->latest_snapshot(*query.window_days);
      metrics = metrics_of(latest);
    }
    all.push_back({&video.record, video.username, &video.thumbnail_url, metrics});
  }
  return all;
}

result<videos::video_page> memory_storage::list_videos(const videos::period_query& query) {
  return catch_errors([&]() -> result<videos::video_page> {
    return videos::select_page(candidates(query), query);
  });
}

result<void> memory_storage::walk_listed(const videos::period_query& query,
                                         const visitor<videos::listed_video>& visit) {
  return catch_errors([&]() -> result<void> {
    videos::walk_selected(candidates(query), query, visit);
    return {};
  });
}

result<void> memory_storage::walk_runs(std::optional<std::int64_t> brand_id,
                                       const visitor<ledger_entry>& visit) {
  return catch_errors([&]() -> result<void> {
    for (const auto& run : runs_.all() | std::views::reverse) {
      if (brand_id && run.entry.start.brand_id != *brand_id) continue;
      if (!visit(run.read())) break;
    }
    return {};
  });
}

result<void> memory_storage::walk_rejected(std::optional<std::int64_t> run_id,
                                           const visitor<quarantined_row>& visit) {
  return catch_errors([&]() -> result<void> {
    for (const auto& row : rejected_)
      if ((!run_id || row.run_id == *run_id) && !visit(row)) break;
    return {};
  });
}

}  // namespace tidemark::memory
