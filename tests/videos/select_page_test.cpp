// SPDX-License-Identifier: BSL-1.0
#include <limits>
#include <string>
#include <vector>

#include <tidemark/videos/select_page.hpp>

#include "../catch.hpp"

using namespace tidemark;
using namespace tidemark::videos;

namespace {

/// The videos of most cases, by id.
const std::vector<creator_video>& records() {
  static const std::vector<creator_video> all = [] {
    std::vector<creator_video> made(5);
    const char* const ids[] = {"10", "9", "a", "B", "b"};
    for (std::size_t i = 0; i < made.size(); ++i) made[i].tiktok_video_id = ids[i];
    made[0].title = "100% Summer_Sale";
    made[0].hash_tags = tags{"Summer", "#Sale"};
    made[0].posted_at = parse_wall_time("2026-01-31 23:59:59");
    made[1].title = "\xC3\x84pfel";
    made[1].hash_tags = tags{"sum", "mer"};
    made[1].posted_at = parse_wall_time("2026-02-01 00:00:00");
    made[2].posted_at = parse_wall_time("2026-02-01 23:59:59");
    made[3].posted_at = parse_wall_time("2026-02-02 00:00:00");
    return made;
  }();
  return all;
}

std::vector<candidate<creator_video>> candidates() {
  static const char* const usernames[] = {"anna", "@bo", "anna", "cleo", "d_o"};
  const selected_metrics metrics[] = {{500, 1, 0, 7, percent{5}},
                                      {500, 9, 0, std::nullopt, percent{-1}},
                                      {0, 5, 3, -1, std::nullopt},
                                      {-5, 5, 3, 7, percent{5}},
                                      {0, 0, 0, std::nullopt, std::nullopt}};
  std::vector<candidate<creator_video>> all;
  for (std::size_t i = 0; i < records().size(); ++i)
    all.push_back({&records()[i], usernames[i], nullptr, metrics[i]});
  return all;
}

period_query asking(void (*change)(period_query&)) {
  period_query query;
  change(query);
  return query;
}

std::string ids_of(const video_page& page) {
  std::string ids;
  for (const auto& video : page.videos) ids += (ids.empty() ? "" : " ") + video.tiktok_video_id;
  return ids;
}

struct selection {
  std::string name;
  void (*change)(period_query&);
  std::string expected;  ///< ids in order
};

void check_selections(const std::vector<selection>& cases) {
  for (const auto& test : cases) {
    INFO(test.name);
    const auto query = asking(test.change);
    const auto page = select_page(candidates(), query);
    CHECK(ids_of(page) == test.expected);
    CHECK(page.total == static_cast<std::int64_t>(page.videos.size()));
  }
}

}  // namespace

TEST_CASE("videos are sorted by the chosen field, missing last, ties by id") {
  check_selections(
      {{"gmv descending by default", [](auto&) {}, "10 9 a b B"},
       {"gmv ascending", [](auto& q) { q.dir = direction::asc; }, "B a b 10 9"},
       {"gpm descending", [](auto& q) { q.sort = sort_field::gpm; }, "10 B a 9 b"},
       {"gpm ascending",
        [](auto& q) { q.sort = sort_field::gpm; q.dir = direction::asc; }, "a 10 B 9 b"},
       {"views", [](auto& q) { q.sort = sort_field::views; }, "9 B a 10 b"},
       {"ctr descending", [](auto& q) { q.sort = sort_field::ctr; }, "10 B 9 a b"},
       {"ctr ascending",
        [](auto& q) { q.sort = sort_field::ctr; q.dir = direction::asc; }, "9 10 B a b"},
       {"items", [](auto& q) { q.sort = sort_field::items_sold; }, "B a 10 9 b"},
       {"post time descending", [](auto& q) { q.sort = sort_field::posted_at; }, "B a 9 10 b"},
       {"post time ascending",
        [](auto& q) { q.sort = sort_field::posted_at; q.dir = direction::asc; }, "10 9 a B b"}});
}

TEST_CASE("post dates are filtered by whole UTC days; without a filter, the date may be missing") {
  check_selections(
      {{"after", [](auto& q) { q.posted_after = parse_date("2026-02-01"); }, "9 a B"},
       {"before", [](auto& q) { q.posted_before = parse_date("2026-02-01"); }, "10 9 a"},
       {"one day",
        [](auto& q) { q.posted_after = q.posted_before = parse_date("2026-02-01"); }, "9 a"},
       {"no day",
        [](auto& q) {
          q.posted_after = parse_date("2026-02-02");
          q.posted_before = parse_date("2026-02-01");
        },
        ""}});
}

TEST_CASE("the minimum GMV is inclusive, and a missing GMV counts as 0") {
  check_selections({{"equal", [](auto& q) { q.min_gmv_cents = 500; }, "10 9"},
                    {"above", [](auto& q) { q.min_gmv_cents = 501; }, ""},
                    {"zero", [](auto& q) { q.min_gmv_cents = 0; }, "10 9 a b"},
                    {"negative", [](auto& q) { q.min_gmv_cents = -5; }, "10 9 a b B"}});
}

TEST_CASE("search finds a part of title, username or one hashtag") {
  check_selections({{"title", [](auto& q) { q.search = "R_SA"; }, "10"},
                    {"a percent sign is itself", [](auto& q) { q.search = "%"; }, "10"},
                    {"an underscore is itself", [](auto& q) { q.search = "_"; }, "10 b"},
                    {"username", [](auto& q) { q.search = "NN"; }, "10 a"},
                    {"hashtag", [](auto& q) { q.search = "#sale"; }, "10"},
                    {"no match over two hashtags", [](auto& q) { q.search = "summer"; }, "10"},
                    {"other letters keep their case", [](auto& q) { q.search = "\xC3\xA4"; }, ""},
                    {"other letters match", [](auto& q) { q.search = "\xC3\x84PF"; }, "9"}});
}

TEST_CASE("creator and hashtag match whole names, without one leading mark") {
  check_selections({{"creator", [](auto& q) { q.creator = "Anna"; }, "10 a"},
                    {"creator with @", [](auto& q) { q.creator = "@anna"; }, "10 a"},
                    {"creator stored with @", [](auto& q) { q.creator = "BO"; }, "9"},
                    {"two @", [](auto& q) { q.creator = "@@anna"; }, ""},
                    {"part of a creator", [](auto& q) { q.creator = "ann"; }, ""},
                    {"hashtag", [](auto& q) { q.hashtag = "#SUMMER"; }, "10"},
                    {"hashtag stored with #", [](auto& q) { q.hashtag = "sale"; }, "10"},
                    {"part of a hashtag", [](auto& q) { q.hashtag = "summ"; }, ""},
                    {"all filters hold",
                     [](auto& q) { q.creator = "anna"; q.hashtag = "sum"; }, ""}});
}

TEST_CASE("pages do not overlap and end with the videos") {
  struct page_case {
    std::int64_t page, per_page;
    std::string expected;
    bool more;
  };
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  for (const auto& test : {page_case{1, 2, "10 9", true}, {2, 2, "a b", true}, {3, 2, "B", false},
                           {4, 2, "", false}, {1, 5, "10 9 a b B", false}, {2, 5, "", false},
                           {largest, 1, "", false}, {largest, 200, "", false}}) {
    INFO("page " << test.page << " of " << test.per_page);
    period_query query;
    query.page = test.page;
    query.per_page = test.per_page;
    const auto page = select_page(candidates(), query);
    CHECK(ids_of(page) == test.expected);
    CHECK(page.total == 5);
    CHECK(page.has_more() == test.more);
  }
  CHECK_FALSE(select_page<creator_video>({}, {}).has_more());
}

TEST_CASE("a listed video shows the record and the selected metrics") {
  creator_video record;
  record.tiktok_video_id = "v";
  record.title = "t";
  record.gmv_cents = {7};
  record.gpm_cents = 8;
  record.impressions = {9};
  record.items_sold = {10};
  record.ctr = percent{11};
  record.duration = 12;
  const std::optional<std::string> thumbnail = "https://example.org/v.jpg";
  metric_snapshot latest;
  latest.gmv_cents = {1};
  latest.views = {2};
  latest.items_sold = {3};
  const auto show = [&](const selected_metrics& metrics) {
    const std::vector<candidate<creator_video>> all{{&record, "anna", &thumbnail, metrics}};
    return select_page(all, {}).videos.at(0);
  };
  const auto all_time = show(select_metrics(record));
  CHECK(all_time.username == "anna");
  CHECK(all_time.title == "t");
  CHECK(all_time.duration == 12);
  CHECK(all_time.thumbnail_url == thumbnail);
  CHECK((all_time.gmv_cents == 7 && all_time.gpm_cents == 8 && all_time.views == 9 &&
         all_time.items_sold == 10 && all_time.ctr == percent{11}));
  const auto of_window = show(select_metrics(&latest));
  CHECK((of_window.gmv_cents == 1 && !of_window.gpm_cents && of_window.views == 2 &&
         of_window.items_sold == 3 && !of_window.ctr));
  const auto of_none = show(select_metrics<metric_snapshot>(nullptr));
  CHECK((of_none.gmv_cents == 0 && !of_none.gpm_cents && of_none.views == 0 &&
         of_none.items_sold == 0 && !of_none.ctr));
}

TEST_CASE("a walk visits every page and ends on request") {
  period_query query;
  query.page = 7;
  query.per_page = 1;
  std::string ids;
  walk_selected(candidates(), query, [&](const listed_video& video) {
    ids += video.tiktok_video_id + " ";
    return video.tiktok_video_id != "a";
  });
  CHECK(ids == "10 9 a ");
}

TEST_CASE("queries that may have to look at every video are recognised") {
  struct question {
    const char* name;
    void (*change)(period_query&);
    bool expected;
  };
  const question cases[] = {
      {"the default", [](period_query&) {}, false},
      {"another page of a window, upwards",
       [](period_query& query) {
         query.window_days = 30;
         query.dir = direction::asc;
         query.sort = sort_field::views;
         query.page = 40;
       },
       false},
      {"the last page within the first 1,000",
       [](period_query& query) {
         query.per_page = 100;
         query.page = 10;
       },
       false},
      {"a page beyond them",
       [](period_query& query) {
         query.per_page = 100;
         query.page = 11;
       },
       true},
      {"least gmv", [](period_query& query) { query.min_gmv_cents = 0; }, true},
      {"first day", [](period_query& query) { query.posted_after = date{}; }, true},
      {"last day", [](period_query& query) { query.posted_before = date{}; }, true},
      {"search", [](period_query& query) { query.search = "a"; }, true},
      {"creator", [](period_query& query) { query.creator = "a"; }, true},
      {"hashtag", [](period_query& query) { query.hashtag = "a"; }, true},
  };
  for (const auto& test : cases) {
    INFO(test.name);
    CHECK(looks_at_all(asking(test.change)) == test.expected);
  }
}
