// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <string>

#include <catch.hpp>

#include <tidemark/value/hex.hpp>

using namespace tidemark;

TEST_CASE("a byte becomes two digits") {
  std::string text = "x";
  for (const unsigned char byte : std::array<unsigned char, 4>{0x00, 0x0F, 0xA0, 0xFF})
    append_hex(text, byte);
  append_hex(text, 0xBE, upper_hex_digits);
  CHECK(text == "x000fa0ffBE");
}
