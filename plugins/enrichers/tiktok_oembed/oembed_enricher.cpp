// SPDX-License-Identifier: BSL-1.0
#include "oembed_enricher.hpp"

#include <exception>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "../../http/base_url.hpp"
#include "../../http/retry_after.hpp"
#include "../../http/watched.hpp"
#include "oembed_answer.hpp"

namespace tidemark::enricher {

oembed_enricher::oembed_enricher(std::string base_url, const http::request_settings& requests,
                                 std::unique_ptr<http::wait_clock> clock)
    : base_url_(std::move(base_url)), clock_(std::move(clock)), runner_(requests, *clock_) {}

result<oembed_enricher::thumbnail_url> oembed_enricher::ask(const video_without_thumbnail& video,
                                                            std::stop_token stop) {
  std::string url = origin() + "?url=";
  http::append_encoded(url, video.video_url);
  return runner_.run<thumbnail_url>(
      video.video_url, stop,
      [&](std::chrono::milliseconds timeout) -> http::attempt<thumbnail_url> {
        const auto response = client_.get({url, {"Accept: application/json"}, timeout}, stop);
        if (!response) {
          const auto& fault = response.error();
          if (fault.stopped) return http::attempt_fault{http::remedy::stopped, fault.reason};
          return fault.lasting ? http::lasting_fault(fault.reason)
                               : http::retry_fault(fault.reason);
        }
        auto answer = read_oembed(*response);
        if (answer || !response->retry_after) return answer;
        auto fault = answer.error();
        fault.retry_after =
            http::parse_retry_after(*response->retry_after, clock_->unix_seconds());
        return fault;
      });
}

result<void> oembed_enricher::enrich(std::span<const video_without_thumbnail> videos,
                                     answer_sink& sink) {
  try {
    runner_.begin_run();
    bool any_found = false;
    int failures_in_a_row = 0;
    std::vector<std::size_t> without;  // not certain yet
    const auto wants_more = [&](std::size_t index, result<thumbnail_url> answer) {
      return sink.answer(index, std::move(answer));
    };
    for (std::size_t i = 0; i < videos.size(); ++i) {
      auto answer = http::watched([&] { return sink.go_on(); },
                                  [&](std::stop_token stop) { return ask(videos[i], stop); });
      if (!sink.go_on()) return {};
      if (!answer && answer.error().kind == error_kind::busy) return answer.error();
      const bool failed = !answer;
      failures_in_a_row = failed ? failures_in_a_row + 1 : 0;
      if (answer && !*answer) {
        without.push_back(i);
      } else {
        any_found = any_found || !failed;
        const std::string why = failed ? answer.error().message : std::string();
        if (!wants_more(i, std::move(answer))) return {};
        if (failures_in_a_row == failures_in_a_row_max)
          return failure(
              fmt::format("{} videos in a row failed, the last: {}; given up for this run",
                          failures_in_a_row, why));
      }
      while (any_found && !without.empty()) {
        if (!wants_more(without.back(), thumbnail_url())) return {};
        without.pop_back();
      }
    }
    for (const std::size_t index : without)
      if (!wants_more(index, failure(videos[index].video_url +
                                     ": the service reports no thumbnail, but returned "
                                     "none for any other video of this run either")))
        return {};
    return {};
  } catch (const std::exception& problem) {
    return failure(problem.what());
  }
}

}  // namespace tidemark::enricher
