// SPDX-License-Identifier: BSL-1.0
#include <tidemark/sync/find_thumbnails.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <tidemark/sync/run.hpp>

#include "catch.hpp"
#include "fake_source.hpp"
#include "memory/memory_storage.hpp"
#include "shipped_policy.hpp"

using namespace tidemark;

namespace {

using answer = result<std::optional<std::string>>;

/// An enricher that answers by the video's id, as a test sets it, and records the requests.
class fake_enricher final : public enricher::video_enricher {
 public:
  std::map<std::string, answer> answers;
  std::optional<error> ends_with;
  std::function<void()> after_first = [] {};
  std::vector<std::string> asked;

  std::string origin() const override { return "fake"; }

  result<void> enrich(std::span<const videos::video_without_thumbnail> videos,
                      enricher::answer_sink& sink) override {
    for (const auto& video : videos)
      asked.push_back(video.tiktok_video_id + " " + video.username + " " + video.video_url);
    for (std::size_t i = 0; i < videos.size(); ++i) {
      const auto at = answers.find(videos[i].tiktok_video_id);
      if (at != answers.end() && !sink.answer(i, at->second)) return {};
      if (i == 0) after_first();
    }
    if (ends_with) return *ends_with;
    return {};
  }
};

/// A storage with the videos a, b, c of anna, in the order of their GMV.
struct scene {
  std::unique_ptr<storage::backend> store = std::make_unique<memory::memory_storage>();
  fake_enricher enricher;
  fake_observer observer;

  scene() {
    const auto policy = shipped_policy();
    fake_source source;
    std::int64_t gmv = 30;
    for (const char* id : {"a", "b", "c"}) {
      videos::video_row row;
      row.brand_id = 1;
      row.tiktok_video_id = id;
      row.username = "anna";
      row.gmv_cents = gmv--;
      source.windows[30].rows.push_back(row);
    }
    sync::run_request request;
    request.brand_id = 1;
    request.currency = "USD";
    request.sources.push_back({&source, {}});
    request.source_run_id = "test";
    request.snapshot_date = *parse_date("2026-02-20");
    REQUIRE(sync::run_brand(*store, policy, request, observer).end == sync::run_end::succeeded);
  }

  sync::thumbnail_figures find(std::int64_t limit = 100) {
    return sync::find_thumbnails(*store, enricher, 1, limit, observer);
  }

  /// Every video and its thumbnail.
  std::string stored() {
    std::string text;
    REQUIRE(store->walk_videos(1, [&](const storage::stored_video& video) {
      text += video.record.tiktok_video_id + " " + video.thumbnail_url.value_or("null") + ", ";
      return true;
    }));
    return text;
  }
};

std::string text_of(const sync::thumbnail_figures& figures) {
  return std::to_string(figures.found) + " " + std::to_string(figures.none) + " " +
         std::to_string(figures.failed);
}

}  // namespace

TEST_CASE("an enricher's answers are stored, videos with the highest GMV are looked up first") {
  scene here;
  here.enricher.answers = {{"a", "https://a"}, {"b", std::optional<std::string>()}};
  CHECK(text_of(here.find(2)) == "1 1 0");
  CHECK(here.enricher.asked ==
        std::vector<std::string>{"a anna https://www.tiktok.com/@anna/video/a",
                                 "b anna https://www.tiktok.com/@anna/video/b"});
  CHECK(here.stored() == "a https://a, b , c null, ");
  CHECK(here.observer.warnings.empty());
  here.enricher.asked.clear();
  CHECK(text_of(here.find()) == "0 0 0");
  CHECK(here.enricher.asked.size() == 1);
}

TEST_CASE("a failure is a warning, and the video is looked up again") {
  scene here;
  here.enricher.answers = {{"a", failure("HTTP 500")}, {"b", "https://b"}, {"c", failure("x")}};
  CHECK(text_of(here.find()) == "1 0 2");
  CHECK(here.stored() == "a null, b https://b, c null, ");
  CHECK(here.observer.warnings ==
        std::vector<std::string>{"thumbnails from fake: 2 of 3 videos failed and will be tried "
                                 "again; the first: HTTP 500"});
}

TEST_CASE("an enricher's results are kept when it cannot continue") {
  scene here;
  here.enricher.answers = {{"a", "https://a"}};
  here.enricher.ends_with = busy_error("too many requests");
  CHECK(text_of(here.find()) == "1 0 0");
  CHECK(here.stored() == "a https://a, b null, c null, ");
  CHECK(here.observer.warnings ==
        std::vector<std::string>{"thumbnails from fake: too many requests"});
}

TEST_CASE("a stop request ends the search, and its results are stored") {
  scene here;
  here.enricher.answers = {{"a", "https://a"}, {"b", "https://b"}, {"c", "https://c"}};
  here.enricher.after_first = [&] { here.observer.stop = true; };
  CHECK(text_of(here.find()) == "2 0 0");  // b was answered before the stop
  CHECK(here.stored() == "a https://a, b https://b, c null, ");
}

TEST_CASE("an address that no storage can hold is escaped") {
  scene here;
  here.enricher.answers = {{"a", std::string("https://a/\xFF")}};
  here.find();
  CHECK(here.stored() == "a https://a/\\xff, b null, c null, ");
}

TEST_CASE("if all thumbnails are known, the enricher is not called") {
  scene here;
  here.enricher.answers = {{"a", "https://a"}, {"b", "https://b"}, {"c", "https://c"}};
  here.find();
  here.enricher.asked.clear();
  here.enricher.ends_with = failure("was asked");
  CHECK(text_of(here.find()) == "0 0 0");
  CHECK(here.observer.warnings.empty());
}
