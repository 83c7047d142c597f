// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <plugins/guarded_source.hpp>

#include "catch.hpp"

using namespace tidemark;

namespace {

/// Uses `text` wherever a source passes on a text.
class talking_source final : public source::data_source {
 public:
  explicit talking_source(std::string text) : text_(std::move(text)) {}
  std::string origin(const source::fetch_request&) const override { return text_; }
  result<void> fetch(const source::fetch_request&, source::row_sink& sink) override {
    sink.warning(text_);
    static_cast<void>(sink.rejected({1, text_, text_}));
    return busy_error(text_);
  }

 private:
  std::string text_;
};

struct listening_sink final : source::row_sink {
  bool row(videos::video_row&) override { return true; }
  bool rejected(source::rejected_row row) override {
    heard.push_back(row.reason);
    raw = row.raw;
    return true;
  }
  void begin_part(videos::added_fields) override {}
  bool go_on() const override { return true; }
  void warning(std::string message) override { heard.push_back(std::move(message)); }

  std::vector<std::string> heard;
  std::string raw;
};

}  // namespace

TEST_CASE("control characters in a source's texts are not passed on") {
  struct { const char* name; std::string given, expected; } const cases[] = {
      {"a colour", "a\x1b[31mb", "a [31mb"},
      {"lines and a NUL", std::string("a\r\nb\0c", 6), "a  b c"},
      {"a control character of two bytes", "a\xC2\x9B" "31mb", "a 31mb"},
      {"the last of these, and DEL", "a\xC2\x9F\x7F" "b", "a  b"},
      {"an embedding and an override", "a\u202Ab\u202Ec", "a b c"},
      {"isolates", "a\u2066b\u2069c", "a b c"},
      {"no UTF-8", "a\xFF" "b\xC2", "a\uFFFDb\uFFFD"},
      {"words of any language, however long", "caf\u00E9 \u5E97 \u05D0" + std::string(5'000, 'x'),
       "caf\u00E9 \u5E97 \u05D0" + std::string(5'000, 'x')},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    host::guarded_source guarded(std::make_unique<talking_source>(given), {}, "talker");
    const source::fetch_request request{1, "USD", 30, {}};
    listening_sink sink;
    CHECK(guarded.origin(request) == expected);
    const auto done = guarded.fetch(request, sink);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().kind == error_kind::busy);
    CHECK(done.error().message == expected);
    CHECK(sink.heard == std::vector<std::string>{expected, expected});
    CHECK(sink.raw == given);
  }
}

namespace {

/// Delivers a row after `change`.
struct one_row final : source::data_source {
  explicit one_row(void (*change)(videos::video_row&)) : change_(change) {}
  std::string origin(const source::fetch_request&) const override { return "one"; }
  result<void> fetch(const source::fetch_request& request, source::row_sink& sink) override {
    videos::video_row row;
    row.brand_id = request.brand_id;
    row.tiktok_video_id = "1";
    change_(row);
    static_cast<void>(sink.row(row));
    return {};
  }

 private:
  void (*change_)(videos::video_row&);
};

}  // namespace

TEST_CASE("a row with a text that no storage can hold is rejected") {
  using row = videos::video_row;
  struct { const char* name; void (*change)(row&); std::string expected; } const cases[] = {
      {"id", [](row& given) { given.tiktok_video_id = "\xFF"; }, "id"},
      {"username", [](row& given) { given.username = "\xC2"; }, "username"},
      {"title", [](row& given) { given.title = std::string(1, '\0'); }, "title"},
      {"tags", [](row& given) { given.hash_tags = tags{"a", "\xFF"}; }, "hash_tags"},
      {"payload", [](row& given) { given.raw_payload = json{"{\xFF}"}; }, "raw_payload"},
  };
  for (const auto& [name, change, expected] : cases) {
    INFO(name);
    host::guarded_source guarded(std::make_unique<one_row>(change), {}, "one");
    listening_sink sink;
    REQUIRE(guarded.fetch({1, "USD", 30, {}}, sink));
    CHECK(sink.heard == std::vector<std::string>{expected + " is not UTF-8, or holds a NUL"});
  }
}

namespace {

/// Delivers rows at once.
struct many_rows final : source::data_source {
  explicit many_rows(std::vector<videos::row_view> rows) : rows_(std::move(rows)) {}
  std::string origin(const source::fetch_request&) const override { return "many"; }
  result<void> fetch(const source::fetch_request&, source::row_sink& sink) override {
    static_cast<void>(sink.rows(rows_));
    return {};
  }

 private:
  std::vector<videos::row_view> rows_;
};

/// Writes down what it gets: the ids of rows, `!` and the position of rejected ones.
struct noting_sink final : source::row_sink {
  bool row(videos::video_row& row) override {
    notes += row.tiktok_video_id + ' ';
    if (row.hash_tags) notes += to_json(*row.hash_tags) + ' ';
    if (row.raw_payload) notes += row.raw_payload->text + ' ';
    return true;
  }
  bool rejected(source::rejected_row row) override {
    notes += '!' + std::to_string(row.position) + ' ';
    return true;
  }
  void begin_part(videos::added_fields) override {}
  void warning(std::string) override {}

  std::string notes;
};

videos::row_view row_of(std::string_view id, std::int64_t brand_id = 1) {
  videos::row_view row;
  row.brand_id = brand_id;
  row.tiktok_video_id = id;
  return row;
}

}  // namespace

TEST_CASE("rows that come at once are guarded as one by one, and keep their order") {
  auto with_secret = row_of("3");
  with_secret.raw_payload = json_view{R"({"note":"key hush-hush"})"};
  auto unended_tags = row_of("6");
  unended_tags.hash_tags = tags_view{std::string_view("a\0b", 3)};
  auto bad_tag = row_of("4");
  bad_tag.hash_tags = tags_view{std::string_view("a\0\xFF\0", 4)};
  struct {
    const char* name;
    std::vector<videos::row_view> rows;
    std::string notes;
    std::string fault;
  } const cases[] = {
      {"none", {}, "", ""},
      {"good ones", {row_of("1"), row_of("2")}, "1 2 ", ""},
      {"a bad text", {row_of("1"), row_of("\xFF"), row_of("3")}, "1 !2 3 ", ""},
      {"a bad tag, last", {row_of("1"), bad_tag}, "1 !2 ", ""},
      {"a last tag without its end", {unended_tags, row_of("7")}, "6 [\"a\",\"b\"] 7 ", ""},
      {"a secret", {row_of("1"), with_secret, row_of("5")}, "1 3 {\"note\":\"key ***\"} 5 ", ""},
      {"another brand", {row_of("1"), row_of("2", 7), row_of("3")}, "1 ",
       "many: the plugin delivered a row of brand 7, not of brand 1"},
      {"no id", {row_of(""), row_of("3")}, "", "many: the plugin delivered a row without an id"},
  };
  for (const auto& [name, rows, notes, fault] : cases) {
    INFO(name);
    host::redactor secrets;
    secrets.add("hush-hush");
    host::guarded_source guarded(std::make_unique<many_rows>(rows), std::move(secrets), "many");
    noting_sink sink;
    const auto fetched = guarded.fetch({1, "USD", 30, {}}, sink);
    CHECK(sink.notes == notes);
    CHECK(fetched.has_value() == fault.empty());
    if (!fetched) CHECK(fetched.error().message == fault);
  }
}
