// SPDX-License-Identifier: BSL-1.0
#include <memory>
#include <stdexcept>

#include <catch.hpp>

#include <tidemark/plugin/make.hpp>

using namespace tidemark;

TEST_CASE("what a plugin's function throws becomes an error that names the plugin") {
  const auto thrown =
      plugin::make("own", []() -> result<int> { throw std::runtime_error("full"); });
  REQUIRE(!thrown);
  CHECK(thrown.error().message == "own: full");
  const auto refused = plugin::make("own", []() -> result<int> { return usage_error("bad"); });
  REQUIRE(!refused);
  CHECK(refused.error().message == "bad");
  CHECK(refused.error().kind == error_kind::usage);
  const auto made = plugin::make("own", []() -> result<std::unique_ptr<int>> {
    return std::make_unique<int>(7);
  });
  REQUIRE(made);
  CHECK(**made == 7);
}
