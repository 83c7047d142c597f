// SPDX-License-Identifier: BSL-1.0
#include "fetch_checks.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fmt/core.h>

#include "process_state.hpp"
#include "recording_sink.hpp"

namespace tidemark::host {

namespace {

// A sanitizer keeps freed memory, so that it always grows.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool measures_memory = false;
#elif defined(__has_feature)
constexpr bool measures_memory =
    !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer);
#else
constexpr bool measures_memory = true;
#endif

using namespace std::chrono_literals;
using deliveries = std::vector<recorded_delivery>;

check_result failed(std::string detail) { return {{}, false, std::move(detail)}; }
check_result passed(std::string detail) { return {{}, true, std::move(detail)}; }

std::string counted(std::size_t count) {
  return fmt::format("{} {}", count, count == 1 ? "delivery" : "deliveries");
}

/// The deliveries of one fetch of `source`.
result<deliveries> fetch_all(source::data_source& source, const source::fetch_request& request) {
  recording_sink sink(request);
  auto fetched = fetch_into(source, request, sink);
  if (!fetched) return fetched.error();
  return std::move(sink.delivered);
}

/// How often each delivery occurs in `all`, with the label of its first occurrence.
std::map<std::uint64_t, std::pair<std::size_t, std::string>> counts_of(const deliveries& all) {
  std::map<std::uint64_t, std::pair<std::size_t, std::string>> counts;
  for (const auto& delivery : all) {
    auto& [count, label] = counts[delivery.hash];
    if (++count == 1) label = delivery.label;
  }
  return counts;
}

/// The label of a delivery that occurs in `all` more often than in `others`; empty: none.
std::string missing_from(const deliveries& others, const deliveries& all) {
  const auto known = counts_of(others);
  for (const auto& [hash, counted] : counts_of(all)) {
    const auto found = known.find(hash);
    if (found == known.end() || found->second.first < counted.first) return counted.second;
  }
  return {};
}

}  // namespace

check_result check_rows(const loaded_source& loaded, const tested_plugin& plugin) {
  constexpr std::size_t needed = 3;  // a first, a middle and a last one
  const auto source = loaded.create();
  if (!source) return failed(source.error().message);
  recording_sink sink(plugin.request);
  const auto fetched = fetch_into(**source, plugin.request, sink);
  if (!fetched) return failed("fetch failed: " + fetched.error().message);
  if (sink.bad_row) return failed(*sink.bad_row);
  if (sink.delivered.size() < needed)
    return failed(
        fmt::format("only {} for a window of {} days; give options for which there are 3 or more",
                    counted(sink.delivered.size()), plugin.request.window_days));
  return passed(counted(sink.delivered.size()) + ", all valid");
}

check_result check_order(const loaded_source& loaded, const tested_plugin& plugin) {
  const auto source = loaded.create();
  if (!source) return failed(source.error().message);
  auto first = fetch_all(**source, plugin.request), second = fetch_all(**source, plugin.request);
  for (const auto* fetched : {&first, &second})
    if (!*fetched) return failed("fetch failed: " + fetched->error().message);
  // Rows of only one of them do not affect the order.
  const auto in_first = counts_of(*first), in_second = counts_of(*second);
  std::erase_if(*first, [&](const auto& delivery) { return !in_second.contains(delivery.hash); });
  std::erase_if(*second, [&](const auto& delivery) { return !in_first.contains(delivery.hash); });
  for (std::size_t i = 0; i < std::min(first->size(), second->size()); ++i)
    if ((*first)[i].hash != (*second)[i].hash)
      return failed(fmt::format("delivery {} was {}, the second time {}", i + 1,
                                (*first)[i].label, (*second)[i].label));
  return passed(counted(first->size()) + " twice in the same order");
}

check_result check_end(const loaded_source& loaded, const tested_plugin& plugin) {
  constexpr auto watched = 200ms;
  const auto source = loaded.create();
  if (!source) return failed(source.error().message);
  recording_sink sink(plugin.request);
  const auto fetched = fetch_into(**source, plugin.request, sink);
  sink.fetch_ended();
  if (!fetched) return failed("fetch failed: " + fetched.error().message);
  std::this_thread::sleep_for(watched);
  if (sink.overlapping > 0) return failed("delivered from two threads at once");
  if (sink.after_end > 0)
    return failed(fmt::format("delivered {} more after fetch returned", sink.after_end));
  return passed("nothing was delivered after fetch returned");
}

check_result check_repeatability(const loaded_source& loaded, const tested_plugin& plugin) {
  deliveries all[2];
  for (auto& fetch : all) {
    const auto source = loaded.create();
    if (!source) return failed(source.error().message);
    auto fetched = fetch_all(**source, plugin.request);
    if (!fetched) return failed("fetch failed: " + fetched.error().message);
    fetch = std::move(*fetched);
  }
  for (const int more : {0, 1})
    if (const auto label = missing_from(all[1 - more], all[more]); !label.empty())
      return failed(fmt::format("{} was delivered only the {} time, or with other values", label,
                                more == 0 ? "first" : "second"));
  return passed(fmt::format("the same {} from a second source", counted(all[0].size())));
}

check_result check_cancellation(const loaded_source& loaded, const tested_plugin& plugin) {
  constexpr auto bound = 5s;
  const auto source = loaded.create();
  if (!source) return failed(source.error().message);
  const auto all = fetch_all(**source, plugin.request);
  if (!all) return failed("fetch failed: " + all.error().message);
  for (const std::size_t at : {std::size_t{0}, std::size_t{1}, std::size_t{2}, all->size() / 2}) {
    recording_sink sink(plugin.request, at);
    const auto fetched = fetch_into(**source, plugin.request, sink);
    const auto time = sink.since_stop();
    const std::string when = at == 0 ? std::string("asked to stop before the first row, ")
                                     : fmt::format("asked to stop at row {}, ", at);
    if (sink.after_stop > 0 && at > 0)
      return failed(fmt::format("{}it delivered {} more", when, sink.after_stop));
    if (sink.after_stop > 1) return failed(when + "it delivered more than one");
    // A source that asks go_on() before its first row may return an error that says so.
    if (!fetched && at > 0)
      return failed(fmt::format("{}it failed: {}", when, fetched.error().message));
    if (time > bound) return failed(fmt::format("{}it took {} ms", when, time.count()));
  }
  return passed("stopped in time");
}

check_result check_process(const loaded_source& loaded, const tested_plugin& plugin) {
  {
    const auto source = loaded.create();
    if (!source) return failed(source.error().message);
    static_cast<void>(origin_of(**source, plugin.request));  // another check reports an exception
    const auto all = fetch_all(**source, plugin.request);
    if (!all) return failed("fetch failed: " + all.error().message);
  }
  const std::string change = change_between(loaded.before, read_process_settings());
  if (!change.empty())
    return failed(fmt::format("changed {}, which belongs to the whole process", change));
  return passed("folder, locale, environment and signals are unchanged");
}

check_result check_leaks(const loaded_source& loaded, const tested_plugin& plugin) {
  constexpr std::size_t rounds_warm = 5, rounds_max = 25;
  constexpr auto time_max = 10s;
  constexpr std::size_t growth_max = measures_memory ? 8 << 20 : std::size_t{1} << 40;
  const auto begin = std::chrono::steady_clock::now();
  process_state before;
  std::size_t rounds = 0;
  for (; rounds < rounds_max; ++rounds) {
    if (rounds == rounds_warm) before = read_process_state();
    if (rounds > rounds_warm && std::chrono::steady_clock::now() - begin > time_max) break;
    const auto library = plugin::load(plugin.path);
    if (!library) return failed(library.error().message);
    const auto source = loaded.create();
    if (!source)
      return failed(
          fmt::format("create failed in round {}: {}", rounds + 1, source.error().message));
    recording_sink sink(plugin.request, rounds % 2 == 0 ? recording_sink::never : 2);
    if (const auto fetched = fetch_into(**source, plugin.request, sink); !fetched)
      return failed(
          fmt::format("fetch failed in round {}: {}", rounds + 1, fetched.error().message));
  }
  std::string leak;
  for (int wait = 0; wait < 20; ++wait) {  // a joined thread may be visible for a moment
    leak = leak_between(before, read_process_state(), growth_max);
    if (leak.empty()) break;
    std::this_thread::sleep_for(50ms);
  }
  if (!leak.empty())
    return failed(
        fmt::format("after being created and destroyed {} times: {}", rounds - rounds_warm, leak));
  return passed("nothing left behind");
}

}  // namespace tidemark::host
