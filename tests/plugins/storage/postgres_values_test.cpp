// SPDX-License-Identifier: GPL-2.0-only
#include "catch.hpp"

#include <optional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "array_text.hpp"
#include "binary_copy.hpp"
#include "database.hpp"
#include "scratch_postgres.hpp"
#include "tables-odb-pgsql.hxx"
#include "tables-odb.hxx"

using namespace tidemark;

namespace {

std::unique_ptr<postgres::database> opened(const test::scratch_postgres& scratch) {
  auto db = postgres::database::open({scratch.url()});
  if (!db) FAIL(db.error().message);
  return std::move(*db);
}

/// A creator_video whose every field is awkward.
videos::creator_video awkward(std::int64_t creator_id) {
  videos::creator_video video;
  video.brand_id = std::int64_t{1} << 40;
  video.creator_id = creator_id;
  video.tiktok_video_id = "a'\"\\\xC3\xA9\xF0\x9F\x8E\xAC";
  video.title = "";
  video.posted_at = timestamp{-1};
  video.gmv_cents.known = std::numeric_limits<std::int64_t>::min();
  video.impressions.known = std::numeric_limits<std::int64_t>::max();
  video.likes.known = 0x0102030405060708;
  video.ctr = percent{-24'000'001};
  video.duration = -1;
  video.hash_tags = tags{"", "NULL", "a,b", "{}", "\"\\", " c "};
  return video;
}

const std::vector<std::string> columns{"brand_id", "tiktok_video_id", "title", "video_url",
                                       "posted_at AT TIME ZONE 'UTC'", "gmv_cents", "impressions",
                                       "likes", "shares", "ctr", "duration", "hash_tags"};

const std::string awkward_text =
    "1099511627776|a'\"\\\xC3\xA9\xF0\x9F\x8E\xAC||NULL|1969-12-31 23:59:59.999999|"
    "-9223372036854775808|9223372036854775807|72623859790382856|0|-2400.0001|-1|"
    "{\"\",\"NULL\",\"a,b\",\"{}\",\"\\\"\\\\\",\" c \"}\n";

std::string select_awkward() {
  std::string text;
  for (const auto& column : columns) text += (text.empty() ? "SELECT " : ", ") + column;
  return text + " FROM creator_videos ORDER BY id";
}

}  // namespace

TEST_CASE("a list of texts is written and read as an array") {
  const std::vector<std::pair<tags, std::string>> cases{
      {{}, "{}"}, {{"a"}, "{\"a\"}"}, {{"", "b\\\"c"}, "{\"\",\"b\\\\\\\"c\"}"}};
  for (const auto& [value, text] : cases) {
    CHECK(postgres::array_text(value) == text);
    CHECK(postgres::parse_array_text(text) == value);
  }
  CHECK(postgres::parse_array_text("{a,\"b c\",\xC3\xA9}") == tags{"a", "b c", "\xC3\xA9"});
  for (const char* text : {"", "{", "a", "{a", "{\"a}", "{NULL}", "{{a},{b}}", "{a}}", "{a}b",
                           "{,}", "{a,}", "[0:0]={a}", "{\"a\\"})
    CHECK(!postgres::parse_array_text(text));
}

TEST_CASE("values that ODB stores are what the server shows, and come back") {
  const test::scratch_postgres scratch;
  const auto db = opened(scratch);
  postgres::transaction own(postgres::transaction::for_writing, *db);
  tables::creator creator{0, "anna"};
  db->odb().persist(creator);
  tables::video video;
  video.record = awkward(creator.id);
  video.inserted_at = video.updated_at = timestamp{951'782'400'000'007};  // 2000-02-29
  db->odb().persist(video);
  tables::sync_run run;
  run.status = "running";
  run.snapshot_date = date{11'016};  // 2000-02-29
  run.stats = json{"{\"a\":1.00}"};
  db->odb().persist(run);
  own.commit();

  auto raw = scratch.raw();
  CHECK(raw.rows(select_awkward()) == awkward_text);
  CHECK(raw.rows("SELECT inserted_at AT TIME ZONE 'UTC' FROM creator_videos") ==
        "2000-02-29 00:00:00.000007\n");
  CHECK(raw.rows("SELECT snapshot_date, stats FROM sync_runs") == "2000-02-29|{\"a\": 1.00}\n");
  postgres::transaction again(postgres::transaction::for_reading, *db);
  const std::unique_ptr<tables::video> read(db->odb().load<tables::video>(video.id));
  CHECK(read->record.ctr == video.record.ctr);
  CHECK(read->record.posted_at == video.record.posted_at);
  CHECK(read->record.hash_tags == video.record.hash_tags);
  CHECK(read->record.gmv_cents == video.record.gmv_cents);
  CHECK(read->record.shares.known == 0);
  CHECK(read->inserted_at == video.inserted_at);
  const std::unique_ptr<tables::sync_run> read_run(db->odb().load<tables::sync_run>(run.id));
  CHECK(read_run->snapshot_date == run.snapshot_date);
}

TEST_CASE("values that a binary COPY stores are what the server shows") {
  const test::scratch_postgres scratch;
  const auto db = opened(scratch);
  scratch.raw().run("INSERT INTO creators VALUES (7, 'anna')");
  const auto video = awkward(7);
  std::string names;
  for (const auto name : field_names<videos::creator_video>) names += std::string(name) + ", ";
  postgres::transaction own(postgres::transaction::for_writing, *db);
  {
    postgres::binary_copy copy(own.handle(), "COPY creator_videos (" + names +
                                                 "inserted_at, updated_at) FROM STDIN"
                                                 " (FORMAT binary)");
    copy.put_inserted(video, timestamp{951'782'400'000'007});
    CHECK(copy.finish() == 1);
  }
  own.commit();
  auto raw = scratch.raw();
  CHECK(raw.rows(select_awkward()) == awkward_text);
  CHECK(raw.rows("SELECT inserted_at AT TIME ZONE 'UTC', updated_at = inserted_at"
                 " FROM creator_videos") == "2000-02-29 00:00:00.000007|t\n");
}

TEST_CASE("JSON comes back in the form in which it was stored") {
  const test::scratch_postgres scratch;
  auto raw = scratch.raw();
  for (const std::string text :
       {"{}", "[]", "1", "\"a, b: c\"", "null", "[1,\"x\",{}]",
        "{\"a\":1.00,\"aa\":[],\"b\":{\"\":true}}",
        "{\"\\n\":1,\" \":2,\"\\\"\":3,\"A\":{\"\\u0001\":[{},{}],\"\\\\\":[]},"
        "\"\xC3\xA9\":\"}]\\\"\"}"}) {
    INFO(text);
    const auto shown = raw.rows("SELECT $q$" + text + "$q$::jsonb");
    const auto without_newline = std::string_view(shown).substr(0, shown.size() - 1);
    CHECK(postgres::parse_json_text(without_newline).text == text);
  }
}

TEST_CASE("every kind of value comes through a binary COPY") {
  const test::scratch_postgres scratch;
  auto raw = scratch.raw();
  raw.run("CREATE TABLE t (n BIGSERIAL, p NUMERIC(9,4), d DATE, j JSONB, a TEXT[], i INTEGER, t "
          "TEXT)");
  raw.run("BEGIN");
  std::string expected;
  {
    postgres::binary_copy copy(raw.handle(),
                               "COPY t (p, d, j, a, i, t) FROM STDIN (FORMAT binary)");
    const std::vector<std::pair<std::int64_t, std::string>> percents{
        {0, "0.0000"}, {1, "0.0001"}, {-1, "-0.0001"}, {10'000, "1.0000"}, {24'000, "2.4000"},
        {99'990'000, "9999.0000"}, {100'000'000, "10000.0000"}, {percent::units_max, "99999.9999"},
        {-percent::units_max, "-99999.9999"}};
    for (const auto& [units, text] : percents) {
      copy.begin_row(6);
      copy.put(percent{units});
      copy.put(date{units < 0 ? -719'162 : 2'932'896});
      copy.put(json{"{\"a\":1.00}"});
      copy.put(units == 0 ? tags{} : tags{"x", ""});
      copy.put(std::int32_t{-2});
      copy.put(std::optional<std::string>{});
      expected += text + (units < 0 ? "|0001-01-01" : "|9999-12-31") + "|{\"a\": 1.00}|" +
                  (units == 0 ? "{}" : "{x,\"\"}") + "|-2|NULL\n";
    }
    CHECK(copy.finish() == 9);
  }
  raw.run("COMMIT");
  CHECK(raw.rows("SELECT p, d, j, a, i, t FROM t ORDER BY n") == expected);
}

TEST_CASE("rows larger than the buffer, and many of them, come through") {
  const test::scratch_postgres scratch;
  auto raw = scratch.raw();
  raw.run("CREATE TABLE t (n BIGINT, t TEXT)");
  {
    postgres::binary_copy copy(raw.handle(), "COPY t FROM STDIN (FORMAT binary)");
    for (std::int64_t n = 0; n < 20'000; ++n) {
      copy.begin_row(2);
      copy.put(n);
      copy.put(std::string(n % 5000 == 0 ? 700'000 : 50, 'x'));
    }
    CHECK(copy.finish() == 20'000);
  }
  CHECK(raw.rows("SELECT count(*), sum(n), sum(length(t)) FROM t") == "20000|199990000|3799800\n");
}

TEST_CASE("a COPY that fails or is given up stores nothing and frees the connection") {
  const test::scratch_postgres scratch;
  auto raw = scratch.raw();
  raw.run("CREATE TABLE t (n BIGINT NOT NULL)");
  {
    postgres::binary_copy copy(raw.handle(), "COPY t FROM STDIN (FORMAT binary)");
    copy.begin_row(1);
    copy.put(std::int64_t{1});
  }
  CHECK(raw.rows("SELECT * FROM t").empty());
  {
    postgres::binary_copy copy(raw.handle(), "COPY t FROM STDIN (FORMAT binary)");
    for (int i = 0; i < 100'000; ++i) {
      copy.begin_row(1);
      copy.put_null();
    }
    try {
      copy.finish();
      FAIL("NULL was taken");
    } catch (const odb::pgsql::database_exception& problem) {
      CHECK(problem.sqlstate() == "23502");
    }
  }
  CHECK(raw.rows("SELECT * FROM t").empty());
  CHECK_THROWS_AS(postgres::binary_copy(raw.handle(), "COPY absent FROM STDIN (FORMAT binary)"),
                  odb::pgsql::database_exception);
  CHECK(raw.rows("SELECT 1") == "1\n");
}
