// SPDX-License-Identifier: BSL-1.0
#include <tidemark/videos/row_shape.hpp>

#include <string>
#include <vector>

#include <catch.hpp>

using tidemark::videos::row_shape;
using tidemark::videos::row_shapes;

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

TEST_CASE("alternating shapes are learned once") {
  using names = std::vector<std::string_view>;
  const names full{"id", "gmv"}, without{"id"}, turned{"gmv", "id"}, alike{"id", "gpm"};
  row_shapes shapes;
  const auto first = shapes.number_of(full);
  for (const names& others : {without, turned, alike, names{}}) {
    INFO(others.size());
    const auto number = shapes.number_of(others);
    CHECK(number != first);
    CHECK(shapes[number].is_of(others));
    CHECK(shapes.number_of(others) == number);
    CHECK(shapes[number].revision() <= 1);
    CHECK(shapes.number_of(full) == first);
  }
  CHECK(shapes[first].is_of(full));
  CHECK(shapes[first].revision() == 1);
}

TEST_CASE("only the last large shape is kept") {
  row_shapes shapes;
  const std::vector<std::string_view> small{"id"};
  const auto of_small = shapes.number_of(small);
  std::vector<std::string_view> names(row_shapes::big, "a");
  std::size_t number = of_small;
  for (int i = 0; i < 5; ++i) {
    names.push_back("b");
    const auto next = shapes.number_of(names);
    if (i > 0) CHECK(next == number);
    number = next;
    CHECK(shapes[number].is_of(names));
  }
  CHECK(number != of_small);
  CHECK(shapes.number_of(small) == of_small);
}

TEST_CASE("with any number of shapes, each is found and few are kept") {
  row_shapes shapes;
  for (std::size_t i = 0; i < 3 * row_shapes::kept_max; ++i) {
    const std::string key = "key" + std::to_string(i);
    const std::vector<std::string_view> names{key};
    const auto number = shapes.number_of(names);
    REQUIRE(number < row_shapes::kept_max);
    REQUIRE(shapes[number].is_of(names));
    REQUIRE(shapes[number].find(key) == 0u);
  }
}
