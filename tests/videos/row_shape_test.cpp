// SPDX-License-Identifier: BSL-1.0
#include <tidemark/videos/row_shape.hpp>

#include <catch.hpp>

using tidemark::videos::row_shape;

TEST_CASE("a shape sorts keys by bytes and keeps the last of repeated ones") {
  struct {
    const char* name;
    std::vector<std::string_view> given;
    std::vector<std::uint32_t> expected;
  } const cases[] = {
      {"none", {}, {}},
      {"sorted by bytes", {"b", "a", "B", "é", ""}, {4, 2, 1, 0, 3}},
      {"a prefix comes first", {"ab", "a"}, {1, 0}},
      {"the last of repeated keys", {"a", "b", "a", "a"}, {3, 1}},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    row_shape shape;
    shape.learn(given);
    CHECK(std::vector<std::uint32_t>(shape.sorted().begin(), shape.sorted().end()) == expected);
  }
}

TEST_CASE("a shape knows its keys by position until it learns others") {
  row_shape shape;
  const std::vector<std::string_view> first{"id", "gmv", "id"};
  shape.learn(first);
  const auto revision = shape.revision();
  CHECK(shape.has(0, "id"));
  CHECK_FALSE(shape.has(1, "id"));
  CHECK_FALSE(shape.has(3, "id"));
  CHECK(shape.find("id") == 2u);
  CHECK_FALSE(shape.find("views"));
  CHECK(shape.quoted(1) == ",\"gmv\":");
  const std::vector<std::string_view> second{"views"};
  shape.learn(second);
  CHECK(shape.revision() != revision);
  CHECK(shape.find("views") == 0u);
  CHECK_FALSE(shape.find("id"));
}
