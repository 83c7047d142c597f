// SPDX-License-Identifier: BSL-1.0
#include <tidemark/record/field_mask.hpp>

#include "../catch.hpp"

using tidemark::field_mask;

TEST_CASE("a mask has the fields that were added") {
  field_mask mask;
  CHECK(mask.empty());
  CHECK(mask.count() == 0);
  mask.add(0);
  mask.add(63);
  mask.add(63);
  CHECK_FALSE(mask.empty());
  CHECK(mask.count() == 2);
  for (std::size_t i = 0; i < 64; ++i) CHECK(mask.has(i) == (i == 0 || i == 63));
}

TEST_CASE("masks have unions and intersections") {
  CHECK((field_mask{0b0110} | field_mask{0b1100}) == field_mask{0b1110});
  CHECK((field_mask{0b0110} & field_mask{0b1100}) == field_mask{0b0100});
  CHECK_FALSE(field_mask{1} == field_mask{2});
}
