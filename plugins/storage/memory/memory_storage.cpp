// SPDX-License-Identifier: BSL-1.0
#include "memory_storage.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <limits>
#include <ranges>
#include <set>

#include "no_throw.hpp"

namespace tidemark::memory {

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
  return no_throw([&] { return locks_.take(brand_id, holder); });
}

result<bool> memory_storage::claim_due_run(std::int64_t brand_id, timestamp due) {
  return no_throw([&]() -> result<bool> { return claimed_runs_.emplace(brand_id, due).second; });
}

result<bool> memory_storage::release_due_run(std::int64_t brand_id, timestamp due) {
  return claimed_runs_.erase({brand_id, due}) == 1;
}

result<std::optional<timestamp>> memory_storage::last_claimed_run(std::int64_t brand_id) {
  const auto after = claimed_runs_.upper_bound({brand_id, timestamp{std::numeric_limits<std::int64_t>::max()}});
  if (after == claimed_runs_.begin() || std::prev(after)->first != brand_id) return std::nullopt;
  return std::prev(after)->second;
}

result<std::vector<std::int64_t>> memory_storage::find_silent_brands(timestamp before) {
  return no_throw([&]() -> result<std::vector<std::int64_t>> {
    std::set<std::int64_t> silent;
    for (const auto& run : runs_.all())
      if (run.is_running() && run.entry.start.started_at < before &&
          run.heartbeat_at.value_or(run.entry.start.started_at) < before)
        silent.insert(run.entry.start.brand_id);
    return std::vector(silent.begin(), silent.end());
  });
}

result<std::int64_t> memory_storage::begin_run(const run_start& start) {
  return no_throw([&]() -> result<std::int64_t> { return runs_.begin(start); });
}

result<std::vector<std::int64_t>> memory_storage::fail_abandoned_runs(
    std::int64_t brand_id, const brand_lock& lock, timestamp at) {
  return no_throw([&]() -> result<std::vector<std::int64_t>> {
    if (!locks_.grants(lock, brand_id))
      return failure("the caller does not hold brand " + std::to_string(brand_id));
    return runs_.fail_running(
        brand_id, "abandoned: its process ended, or lost the brand's lock, before the run did", at);
  });
}

result<void> memory_storage::heartbeat(std::int64_t run_id, timestamp at) {
  return no_throw([&]() -> result<void> {
    const auto run = runs_.running(run_id);
    if (!run) return run.error();
    (*run)->heartbeat_at = at;
    return {};
  });
}

result<void> memory_storage::quarantine(std::span<const quarantined_row> rows) {
  return no_throw([&]() -> result<void> {
    for (const auto& row : rows)
      if (!runs_.has(row.run_id))
        return failure("there is no run " + std::to_string(row.run_id) + " to quarantine a row of");
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
                                      timestamp at) {
  return no_throw([&]() -> result<void> {
    const auto run = runs_.running(run_id);
    if (!run) return run.error();
    (*run)->fail(message, at);
    return {};
  });
}

result<std::vector<std::optional<stored_video>>> memory_storage::find_videos(
    std::int64_t brand_id, std::span<const std::string> tiktok_video_ids) {
  return no_throw([&]() -> result<std::vector<std::optional<stored_video>>> {
    std::vector<std::optional<stored_video>> found(tiktok_video_ids.size());
    const auto* brand = find_brand(brand_id);
    for (std::size_t i = 0; brand && i < found.size(); ++i)
      if (const auto* history = brand->find(tiktok_video_ids[i])) found[i] = history->all_time;
    return found;
  });
}

result<std::vector<std::int64_t>> memory_storage::find_highest_shown(
    std::int64_t brand_id, std::span<const std::string> tiktok_video_ids,
    std::span<const std::int32_t> window_days) {
  return no_throw([&]() -> result<std::vector<std::int64_t>> {
    std::vector<std::int64_t> highest;
    const auto* brand = find_brand(brand_id);
    for (const auto& id : tiktok_video_ids) {
      const auto* history = brand ? brand->find(id) : nullptr;
      const auto shown = [&](std::int32_t window) {
        const auto* latest = history ? history->latest_snapshot(window) : nullptr;
        return videos::select_metrics(latest ? &latest->record : nullptr).gmv_cents;
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
  return no_throw([&]() -> result<void> {
    auto* brand = find_brand(brand_id);
    if (!brand) return {};
    for (const auto* history : brand->in_order())
      if (history->all_time && !visit(*history->all_time)) break;
    return {};
  });
}

result<void> memory_storage::walk_snapshots(std::int64_t brand_id,
                                            const std::optional<std::string>& tiktok_video_id,
                                            const visitor<stored_snapshot>& visit) {
  return no_throw([&]() -> result<void> {
    auto* brand = find_brand(brand_id);
    if (!brand) return {};
    const auto visit_all = [&](const video_history& history) {
      return std::all_of(history.snapshots.begin(), history.snapshots.end(), visit);
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

std::vector<videos::candidate> memory_storage::candidates(const videos::period_query& query) {
  std::vector<videos::candidate> all;
  auto* brand = find_brand(query.brand_id);
  if (!brand) return all;
  for (const auto* history : brand->in_order()) {
    if (!history->all_time) continue;
    const auto& video = *history->all_time;
    videos::selected_metrics metrics = videos::select_metrics(video.record);
    if (query.window_days) {
      const auto* latest = history->latest_snapshot(*query.window_days);
      metrics = videos::select_metrics(latest ? &latest->record : nullptr);
    }
    all.push_back({&video.record, video.username, &video.thumbnail_url, metrics});
  }
  return all;
}

result<videos::video_page> memory_storage::list_videos(const videos::period_query& query) {
  return no_throw([&]() -> result<videos::video_page> {
    return videos::select_page(candidates(query), query);
  });
}

result<void> memory_storage::walk_listed(const videos::period_query& query,
                                         const visitor<videos::listed_video>& visit) {
  return no_throw([&]() -> result<void> {
    videos::walk_selected(candidates(query), query, visit);
    return {};
  });
}

result<void> memory_storage::walk_runs(std::optional<std::int64_t> brand_id,
                                       const visitor<ledger_entry>& visit) {
  return no_throw([&]() -> result<void> {
    for (const auto& run : runs_.all() | std::views::reverse) {
      if (brand_id && run.entry.start.brand_id != *brand_id) continue;
      if (!visit(run.read())) break;
    }
    return {};
  });
}

result<void> memory_storage::walk_rejected(std::optional<std::int64_t> run_id,
                                           const visitor<quarantined_row>& visit) {
  return no_throw([&]() -> result<void> {
    for (const auto& row : rejected_)
      if ((!run_id || row.run_id == *run_id) && !visit(row)) break;
    return {};
  });
}

}  // namespace tidemark::memory
