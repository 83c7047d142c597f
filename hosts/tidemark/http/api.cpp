// SPDX-License-Identifier: BSL-1.0
#include "api.hpp"

#include <sstream>

#include <fmt/core.h>

#include <tidemark/value/utf8.hpp>

#include "../output/record_json.hpp"
#include "above_windows.hpp"
#include "problem.hpp"
#include "target.hpp"

namespace tidemark::host {

namespace {

http_response json_answer(std::ostringstream text, unsigned status = 200) {
  text << '\n';
  return {status, json_type, std::move(text).str()};
}

http_response plain(std::string text) {
  return {200, "text/plain; charset=utf-8", std::move(text)};
}

/// A JSON array, and how many elements it has.
struct written_array {
  std::ostringstream text;
  std::int64_t count = 0;
};

/// Writes the records that `walk(backend, visit)` visits, at most `count_max`.
template <typename Row, typename Walk>
result<written_array> write_array(reconnecting_storage& reader, const Walk& walk,
                                  std::int64_t count_max) {
  return reader.read([&](storage::backend& store) -> result<written_array> {
    written_array made;
    json_writer json(made.text);
    json.begin_array();
    const auto walked = walk(store, [&](const Row& row) {
      write_json(json, row);
      return ++made.count < count_max;
    });
    if (!walked) return walked.error();
    json.end_array();
    return made;
  });
}

/// An error of the daemon as a problem, with the status that tells the client what to do.
http_response refused(const error& what, unsigned usage_status) {
  switch (what.kind) {
    case error_kind::usage: return to_response({usage_status, what.message, {}});
    case error_kind::busy: return to_response({409, what.message, {}});
    case error_kind::failed: break;
  }
  return to_response({503, what.message, {}});  // it may succeed later
}

}  // namespace

http_response storage_unavailable(const error& what) {
  if (what.kind == error_kind::busy) return to_response({503, what.message, {}});
  return to_response({503, "the storage does not answer: " + what.message, {}});
}

http_response answer_videos(reconnecting_storage& reader, const videos::period_query& query,
                            std::span<const std::int32_t> windows) {
  std::vector<gmv_comparison> peaks;
  const auto page = reader.read([&](storage::backend& store) -> result<videos::video_page> {
    auto listed = store.list_videos(query);
    if (!listed) return listed;
    auto found = compare_gmv(store, query, windows, listed->videos);
    if (!found) return found.error();
    peaks = std::move(*found);
    return listed;
  });
  if (!page) return storage_unavailable(page.error());
  std::ostringstream text;
  json_writer json(text);
  begin_listing(json);
  for (std::size_t i = 0; i < page->videos.size(); ++i)
    write_json(json, page->videos[i], !peaks.empty() && peaks[i].above_windows());
  end_listing(json, page->total, page->page, page->per_page, page->has_more());
  return json_answer(std::move(text));
}

http_response answer_history(reconnecting_storage& reader, std::int64_t brand_id,
                             const std::string& tiktok_video_id) {
  auto written = write_array<storage::stored_snapshot>(
      reader,
      [&](storage::backend& store, const storage::visitor<storage::stored_snapshot>& visit) {
        return store.walk_snapshots(brand_id, tiktok_video_id, visit);
      },
      std::numeric_limits<std::int64_t>::max());
  if (!written) return storage_unavailable(written.error());
  if (written->count == 0)
    return to_response({404,
                        fmt::format("there is no snapshot of video {} of brand {}",
                                    in_quotes(tiktok_video_id), brand_id),
                        {}});
  return json_answer(std::move(written->text));
}

http_response answer_runs(reconnecting_storage& reader, std::optional<std::int64_t> brand_id) {
  auto written = write_array<storage::ledger_entry>(
      reader,
      [&](storage::backend& store, const storage::visitor<storage::ledger_entry>& visit) {
        return store.walk_runs(brand_id, visit);
      },
      runs_max);
  if (!written) return storage_unavailable(written.error());
  return json_answer(std::move(written->text));
}

http_response answer_sync(daemon_control& daemon, std::int64_t brand_id) {
  const auto started = daemon.start_sync(brand_id);
  if (!started) return refused(started.error(), 400);
  std::ostringstream text;
  json_writer json(text);
  json.begin_object();
  json.member("run_id", started->run_id);
  json.member("brand_id", brand_id);
  json.member("source_run_id", started->source_run_id);
  json.end_object();
  auto answer = json_answer(std::move(text), 202);
  answer.fields.emplace_back("Location", "/api/runs?brand=" + std::to_string(brand_id));
  return answer;
}

http_response answer_reload(daemon_control& daemon) {
  const auto reloaded = daemon.reload();
  // The request is valid, but the config or the policy is not.
  if (!reloaded) return refused(reloaded.error(), 422);
  std::ostringstream text;
  json_writer json(text);
  json.begin_object();
  json.member("reloaded", true);
  json.key("needs_restart");
  json.begin_array();
  for (const auto& part : reloaded->needs_restart) json.value(part);
  json.end_array();
  json.end_object();
  return json_answer(std::move(text));
}

http_response answer_ready(reconnecting_storage& reader, bool trusted) {
  const auto asked = reader.read([](storage::backend& store) { return store.ping(); });
  if (asked) return plain("ready\n");
  return trusted ? storage_unavailable(asked.error())
                 : to_response({503, "the storage does not answer", {}});
}

http_response answer_metrics(daemon_control& daemon) {
  return {200, "text/plain; version=0.0.4; charset=utf-8", daemon.metrics()};
}

}  // namespace tidemark::host
