// SPDX-License-Identifier: BSL-1.0
#include <cstdint>
#include <limits>

#include <tidemark/record/field_type.hpp>

#include "../catch.hpp"
#include "sample.hpp"

using namespace tidemark;

TEST_CASE("every type of a field is recognised") {
  CHECK(type_of<std::int64_t>() == field_type::integer);
  CHECK(type_of<std::int32_t>() == field_type::integer);
  CHECK(type_of<std::uint32_t>() == field_type::integer);
  CHECK(type_of<std::optional<std::int64_t>>() == field_type::integer);
  CHECK(type_of<counter>() == field_type::counter);
  CHECK(type_of<std::optional<percent>>() == field_type::percent);
  CHECK(type_of<date>() == field_type::date);
  CHECK(type_of<std::optional<timestamp>>() == field_type::timestamp);
  CHECK(type_of<std::optional<std::string>>() == field_type::text);
  CHECK(type_of<std::optional<tags>>() == field_type::texts);
  CHECK(type_of<json>() == field_type::json);
  // 64-bit unsigned numbers, bool and double do not have the order that all ordered types share.
  CHECK(type_of<std::uint64_t>() == field_type::other);
  CHECK(type_of<bool>() == field_type::other);
  CHECK(type_of<double>() == field_type::other);
  CHECK(field_types<record_test::sample> ==
        std::array<field_type, 4>{field_type::text, field_type::text, field_type::counter,
                                  field_type::integer});
}

TEST_CASE("numbers, days and moments have an order, texts have none") {
  for (const auto type : {field_type::integer, field_type::counter, field_type::percent,
                          field_type::date, field_type::timestamp})
    CHECK(has_order(type));
  for (const auto type : {field_type::text, field_type::texts, field_type::json, field_type::other})
    CHECK_FALSE(has_order(type));
}

TEST_CASE("only optional values and counters can be missing") {
  CHECK(is_present(0));
  CHECK(is_present(std::string()));
  CHECK(is_present(counter{0}));
  CHECK_FALSE(is_present(counter{}));
  CHECK(is_present(std::optional<percent>(percent{})));
  CHECK_FALSE(is_present(std::optional<percent>()));
}

TEST_CASE("the order of a value is its number") {
  CHECK(order_of(std::int32_t{-7}) == -7);
  CHECK(order_of(counter{std::numeric_limits<std::int64_t>::min()}) ==
        std::numeric_limits<std::int64_t>::min());
  CHECK(order_of(std::optional<percent>(percent{24'000})) == 24'000);
  CHECK(order_of(date{20'000}) == 20'000);
  CHECK(order_of(std::optional<timestamp>(timestamp{-1})) == -1);
}
