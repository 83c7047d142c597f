// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <tidemark/videos/period_query.hpp>

#include "../daemon/daemon_control.hpp"
#include "message.hpp"
#include "storage_reader.hpp"

/// The answers of SPEC section 12 that are JSON or plain text; the parameters are read already.
namespace tidemark::host {

/// How many runs `/api/runs` gives: the newest.
inline constexpr std::int64_t runs_max = 1'000;

/// `windows`: those that the member `above_windows` of a video is about.
http_response answer_videos(storage_reader& reader, const videos::period_query& query,
                            std::span<const std::int32_t> windows);
http_response answer_history(storage_reader& reader, std::int64_t brand_id,
                             const std::string& tiktok_video_id);
http_response answer_runs(storage_reader& reader, std::optional<std::int64_t> brand_id);

http_response answer_sync(daemon_control& daemon, std::int64_t brand_id);
http_response answer_reload(daemon_control& daemon);
/// Whether the storage answers, asked now. `trusted`: who asks may know why it does not.
http_response answer_ready(storage_reader& reader, bool trusted);
http_response answer_metrics(daemon_control& daemon);

/// A failed read as a problem: the storage does not answer, now.
http_response storage_unavailable(const error& what);

}  // namespace tidemark::host
