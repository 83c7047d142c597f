// SPDX-License-Identifier: BSL-1.0
#include <memory>
#include <string>
#include <vector>

#include <guarded_source.hpp>

#include "catch.hpp"

using namespace tidemark;

namespace {

/// Says `said` wherever a source can say something.
class talking_source final : public source::data_source {
 public:
  explicit talking_source(std::string said) : said_(std::move(said)) {}
  std::string origin(const source::fetch_request&) const override { return said_; }
  result<void> fetch(const source::fetch_request&, source::row_sink& sink) override {
    sink.warning(said_);
    static_cast<void>(sink.rejected({1, said_, said_}));
    return busy_error(said_);
  }

 private:
  std::string said_;
};

struct listening_sink final : source::row_sink {
  bool row(videos::video_row&) override { return true; }
  bool rejected(source::rejected_row one) override {
    heard.push_back(one.reason);
    raw = one.raw;
    return true;
  }
  void begin_part(videos::added_fields) override {}
  bool go_on() const override { return true; }
  void warning(std::string message) override { heard.push_back(std::move(message)); }

  std::vector<std::string> heard;
  std::string raw;
};

}  // namespace

TEST_CASE("nothing that a terminal obeys is passed on of what a source says") {
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

/// Delivers a row that `change` was done to.
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

TEST_CASE("a row with a text that no storage can hold is a rejected one") {
  using row = videos::video_row;
  struct { const char* name; void (*change)(row&); std::string expected; } const cases[] = {
      {"id", [](row& one) { one.tiktok_video_id = "\xFF"; }, "id"},
      {"username", [](row& one) { one.username = "\xC2"; }, "username"},
      {"title", [](row& one) { one.title = std::string(1, '\0'); }, "title"},
      {"tags", [](row& one) { one.hash_tags = tags{"a", "\xFF"}; }, "hash_tags"},
      {"payload", [](row& one) { one.raw_payload = json{"{\xFF}"}; }, "raw_payload"},
  };
  for (const auto& [name, change, expected] : cases) {
    INFO(name);
    host::guarded_source guarded(std::make_unique<one_row>(change), {}, "one");
    listening_sink sink;
    REQUIRE(guarded.fetch({1, "USD", 30, {}}, sink));
    CHECK(sink.heard == std::vector<std::string>{expected + " is not UTF-8, or holds a NUL"});
  }
}
