// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include <tidemark/enricher/enricher.hpp>

#include "../../http/http_client.hpp"
#include "../../http/request_runner.hpp"

namespace tidemark::enricher {

/// Finds thumbnails by TikTok's oEmbed service, which wants no key: one request a video.
///
/// That a video has none is believed only while the service answers for others: when no video of a
/// call is found, "none" is an error, because it may be we who are refused.
class oembed_enricher final : public video_enricher {
 public:
  /// So many videos that fail in a row end a call: the service is not to be had.
  static constexpr int failures_in_a_row_max = 5;

  /// Throws std::runtime_error when libcurl cannot be set up.
  oembed_enricher(std::string base_url, const http::request_settings& requests,
                  std::unique_ptr<http::wait_clock> clock);

  std::string origin() const override { return base_url_ + "/oembed"; }

  result<void> enrich(std::span<const bare_video> videos, answer_sink& sink) override;

 private:
  using thumbnail_url = std::optional<std::string>;
  result<thumbnail_url> ask(const bare_video& video, std::stop_token stop);

  std::string base_url_;
  std::unique_ptr<http::wait_clock> clock_;
  http::http_client client_;
  http::request_runner runner_;
};

}  // namespace tidemark::enricher
