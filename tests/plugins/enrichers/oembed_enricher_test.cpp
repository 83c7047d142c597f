// SPDX-License-Identifier: BSL-1.0
#include <enrichers/tiktok_oembed/oembed_enricher.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <catch.hpp>

#include "../../tiktok/mock_server.hpp"
#include "../http/fake_clock.hpp"

using namespace tidemark;
using namespace std::chrono_literals;

namespace {

/// Keeps the answers as texts by video: a URL, `none`, or `failed`.
class collecting_sink final : public enricher::answer_sink {
 public:
  explicit collecting_sink(std::size_t stop_after = 1'000) : stop_after_(stop_after) {}

  bool answer(std::size_t index, result<std::optional<std::string>> url) override {
    REQUIRE_FALSE(answers.contains(index));
    answers[index] = !url ? "failed" : url->value_or("none");
    return answers.size() < stop_after_;
  }
  bool go_on() const override { return wanted; }
  void warning(std::string) override {}

  std::string text() const {
    std::string text;
    for (const auto& [index, answer] : answers)
      text += std::to_string(index) + " " + answer + ", ";
    return text;
  }

  std::map<std::size_t, std::string> answers;
  bool wanted = true;

 private:
  std::size_t stop_after_;
};

/// A search for `count` videos, whose ids are 0, 1, 2 ..., on a server with these arguments.
struct search {
  explicit search(std::vector<std::string> arguments) : server(std::move(arguments)) {}

  result<void> run(std::size_t count, collecting_sink& sink) {
    auto clock = std::make_unique<http::test::fake_clock>();
    waits = clock.get();
    enricher_ = std::make_unique<enricher::oembed_enricher>(server.url(), requests,
                                                            std::move(clock));
    std::vector<videos::video_without_thumbnail> videos;
    for (std::size_t i = 0; i < count; ++i)
      videos.push_back({1, std::to_string(i), "anna",
                        "https://www.tiktok.com/@anna/video/" + std::to_string(i)});
    return enricher_->enrich(videos, sink);
  }

  tiktok_test::mock_server server;
  http::request_settings requests{1'000'000, 1, 20s, 15min};
  http::test::fake_clock* waits = nullptr;

 private:
  std::unique_ptr<enricher::oembed_enricher> enricher_;
};

std::string image(int id) {
  return "https://p16-example.invalid/" + std::to_string(id) +
         ".image?x-expires=1767312000&x-signature=demo";
}

}  // namespace

TEST_CASE("every video is requested once, one request per second") {
  search here({});
  collecting_sink sink;
  REQUIRE(here.run(3, sink));
  CHECK(sink.text() == "0 " + image(0) + ", 1 " + image(1) + ", 2 " + image(2) + ", ");
  CHECK(here.waits->waits() == std::vector<std::chrono::milliseconds>{1s, 1s});
}

TEST_CASE("a deleted video has no thumbnail, and a temporary fault is retried") {
  search here({"--without-oembed", "0", "2", "--fault", "oembed:2:status=500"});
  collecting_sink sink;
  REQUIRE(here.run(3, sink));
  CHECK(sink.text() == "0 none, 1 " + image(1) + ", 2 none, ");
}

TEST_CASE("if no thumbnail is found at all, the videos count as failed") {
  search here({"--without-oembed", "0", "1"});
  collecting_sink sink;
  REQUIRE(here.run(2, sink));
  CHECK(sink.text() == "0 failed, 1 failed, ");
}

TEST_CASE("a failing video does not affect others, but five in a row end the search") {
  search first({"--fault", "oembed:1-2:status=500"});
  collecting_sink some;
  REQUIRE(first.run(2, some));
  CHECK(some.text() == "0 failed, 1 " + image(1) + ", ");

  search all({"--fault", "oembed:1-:code=1/403"});
  collecting_sink none;
  const auto done = all.run(9, none);
  REQUIRE_FALSE(done.has_value());
  CHECK_THAT(done.error().message, Catch::StartsWith("5 videos in a row failed, the last: ") &&
                                       Catch::Contains("HTTP 403"));
  CHECK(none.answers.size() == 5);
}

TEST_CASE("a lasting rate limit ends the search, and its results are kept") {
  search here({"--fault", "oembed:2-:rate_limit=3"});
  collecting_sink sink;
  const auto done = here.run(9, sink);
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().kind == error_kind::busy);
  CHECK(sink.text() == "0 " + image(0) + ", ");
}

TEST_CASE("a search stops when the sink wants no more") {
  SECTION("after an answer") {
    search here({});
    collecting_sink sink(2);
    REQUIRE(here.run(9, sink));
    CHECK(sink.answers.size() == 2);
  }
  SECTION("while it waits") {
    search here({"--fault", "oembed:1:slow=60000"});
    collecting_sink sink;
    sink.wanted = false;
    REQUIRE(here.run(9, sink));
    CHECK(sink.answers.empty());
  }
}
