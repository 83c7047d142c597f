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

/// Finds thumbnails with TikTok's oEmbed service, which needs no key: one request for each video.
///
/// "No thumbnail" is an answer only if the service finds the thumbnails of other videos: if no
/// video of a call is found, it is an error, because the service may refuse this client.
class oembed_enricher final : public video_enricher {
 public:
  /// This number of failures in a row ends a call: the service is not available.
  static constexpr int failures_in_a_row_max = 5;

  /// Throws std::runtime_error if libcurl cannot be set up.
  oembed_enricher(std::string base_url, const http::request_settings& requests,
                  std::unique_ptr<http::wait_clock> clock);

  std::string origin() const override { return base_url_ + "/oembed"; }

  result<void> enrich(std::span<const video_without_thumbnail> videos, answer_sink& sink) override;

 private:
  using thumbnail_url = std::optional<std::string>;
  result<thumbnail_url> ask(const video_without_thumbnail& video, std::stop_token stop);

  std::string base_url_;
  std::unique_ptr<http::wait_clock> clock_;
  http::http_client client_;
  http::request_runner runner_;
};

}  // namespace tidemark::enricher
