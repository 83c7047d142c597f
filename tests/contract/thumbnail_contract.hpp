// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include "storage_under_test.hpp"

/// Videos without a thumbnail, and storing what was found out about it.
namespace tidemark::contract {

/// The ids that `find_videos_without_thumbnail` returns, each with its creator.
inline std::string bare(storage::backend& from, std::int64_t limit = 100, std::int64_t brand = 1) {
  std::string text;
  for (const auto& video : value_of(from.find_videos_without_thumbnail(brand, limit)))
    text += video.tiktok_video_id + " by " + video.username + ", ";
  return text;
}

inline void check_bare_videos(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  CHECK(bare(*store) == "");
  sync(*store, {{seen("low").by("anna").gmv(1), seen("b").by("bo").gmv(50),
                 seen("B").by("anna").gmv(50), seen("top").by("bo").gmv(900),
                 seen("refunds").by("bo").gmv(-5)},
                {{30, {seen("unattributed").gmv(5'000)}}}});
  sync(*store, {{seen("other").by("anna").gmv(7)}}, {.brand_id = 2});
  CHECK(bare(*store) == "top by bo, B by anna, b by bo, low by anna, refunds by bo, ");
  CHECK(bare(*store, 2) == "top by bo, B by anna, ");
  CHECK(bare(*store, 100, 2) == "other by anna, ");
  CHECK(bare(*store, 100, 3) == "");
}

inline void check_thumbnails(const storage_under_test& under_test) {
  const auto store = under_test.open_fresh();
  sync(*store, {{seen("a").by("anna").gmv(3), seen("b").by("anna").gmv(2),
                 seen("c").by("anna").gmv(1)}});
  sync(*store, {{seen("a").by("anna").gmv(3)}}, {.brand_id = 2});
  const auto before = texts_of(video(*store, "a").record);
  const timestamp at = moment("2026-02-20 10:00:00");
  const std::vector<storage::thumbnail> found{
      {"a", "https://example.org/a'b.jpg?x=1&y=\xC3\xA4"}, {"b", ""}, {"nobody", "https://x.org"}};
  CHECK(value_of(store->set_thumbnails(1, found, at)) == 2);
  CHECK(video(*store, "a").thumbnail_url == found[0].url);
  CHECK(video(*store, "a").updated_at == at);
  CHECK(video(*store, "b").thumbnail_url == "");
  CHECK_FALSE(video(*store, "c").thumbnail_url);
  CHECK(video(*store, "c").updated_at != at);
  CHECK_FALSE(video(*store, "a", 2).thumbnail_url);
  CHECK(texts_of(video(*store, "a").record) == before);
  CHECK(bare(*store) == "c by anna, ");

  // What is known is not replaced, and a run leaves it alone.
  const std::vector<storage::thumbnail> others{{"a", "other"}, {"b", "other"}};
  CHECK(value_of(store->set_thumbnails(1, others, at)) == 0);
  sync(*store, {{seen("a").by("anna").gmv(99), seen("b").by("anna").gmv(99)}});
  CHECK(video(*store, "a").thumbnail_url == found[0].url);
  CHECK(video(*store, "b").thumbnail_url == "");

  // A list shows that there is none.
  for (const auto& video : value_of(store->list_videos(query_of(1))).videos)
    CHECK(video.thumbnail_url.value_or("none") ==
          (video.tiktok_video_id == "a" ? found[0].url : "none"));
}

inline void thumbnail_contract(const storage_under_test& under_test) {
  SECTION("videos without a thumbnail come with the highest gmv first") {
    check_bare_videos(under_test);
  }
  SECTION("what is found out about a thumbnail stays") { check_thumbnails(under_test); }
}

}  // namespace tidemark::contract
