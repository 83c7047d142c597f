// SPDX-License-Identifier: BSL-1.0
#include <tidemark/record/field_text.hpp>

#include "../catch.hpp"

using namespace tidemark;

TEST_CASE("a field's text is readable") {
  CHECK(field_text(std::int64_t{-5}) == "-5");
  CHECK(field_text(std::int32_t{30}) == "30");
  CHECK(field_text(counter{0}) == "0");
  CHECK(field_text(std::optional<std::int64_t>(7)) == "7");
  CHECK(field_text(std::optional<percent>(percent{24'000})) == "2.4");
  CHECK(field_text(date{0}) == "1970-01-01");
  CHECK(field_text(std::optional<timestamp>(timestamp{1'000'000})) == "1970-01-01 00:00:01");
  CHECK(field_text(std::string("a \"b\"")) == "a \"b\"");
  CHECK(field_text(std::optional<std::string>("")) == "");
  CHECK(field_text(std::optional<tags>(tags{"a", "\""})) == "[\"a\",\"\\\"\"]");
  CHECK(field_text(std::optional<json>(json{"{}"})) == "{}");
}

TEST_CASE("a missing field has no text") {
  CHECK_FALSE(field_text(counter{}));
  CHECK_FALSE(field_text(std::optional<std::int64_t>()));
  CHECK_FALSE(field_text(std::optional<std::string>()));
  CHECK_FALSE(field_text(std::optional<tags>()));
}
