// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <tidemark/videos/period_query.hpp>

#include "daemon_control.hpp"
#include "message.hpp"
#include "reconnecting_storage.hpp"

/// The answers of the API that are JSON or plain text (hosts/tidemark/http/README.md, "The API").
namespace tidemark::host {

/// How many runs `/api/runs` returns: the newest ones.
inline constexpr std::int64_t runs_max = 1'000;

/// `windows` are compared for the member `above_windows` of each video.
http_response answer_videos(reconnecting_storage& reader, const videos::period_query& query,
                            std::span<const std::int32_t> windows);
http_response answer_history(reconnecting_storage& reader, std::int64_t brand_id,
                             const std::string& tiktok_video_id);
http_response answer_runs(reconnecting_storage& reader, std::optional<std::int64_t> brand_id);

http_response answer_sync(daemon_control& daemon, std::int64_t brand_id);
http_response answer_reload(daemon_control& daemon);
/// Whether the storage answers now. `trusted`: the answer may include its error.
http_response answer_ready(reconnecting_storage& reader, bool trusted);
http_response answer_metrics(daemon_control& daemon);

/// A failed read as a problem: the storage does not answer.
http_response storage_unavailable(const error& what);

}  // namespace tidemark::host
