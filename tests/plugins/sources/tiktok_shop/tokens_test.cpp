// SPDX-License-Identifier: BSL-1.0
#include <sources/tiktok_shop/token_file.hpp>
#include <sources/tiktok_shop/tokens.hpp>

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <thread>

#include <catch.hpp>

#include "../../http/fake_clock.hpp"
#include "../temporary_folder.hpp"

using namespace tidemark;
using namespace tidemark::source::tiktok;
using source::test::temporary_folder;

TEST_CASE("tokens are read from the four members, or from an unchanged answer of the API") {
  const tokens all{"TTP_a", 1'767'830'400, "TTP_r", 1'798'761'600};
  struct { const char* name; const char* given; tokens expected; } const cases[] = {
      {"four members",
       R"({"access_token":"TTP_a","access_token_expire_in":1767830400,"refresh_token":"TTP_r",)"
       R"("refresh_token_expire_in":1798761600})", all},
      {"an answer of the API",
       R"({"code":0,"message":"success","data":{"access_token":"TTP_a","access_token_expire_in":)"
       R"(1767830400,"refresh_token":"TTP_r","refresh_token_expire_in":1798761600,"open_id":"7"}})",
       all},
      {"a span instead of a moment counts from when it was written",
       R"({"access_token":"a","access_token_expire_in":604800})", {"a", 1'700'604'800, "", {}}},
      {"only a token", R"({"access_token":"a","refresh_token":null})", {"a", {}, "", {}}},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    const auto found = parse_tokens(given, 1'700'000'000);
    REQUIRE(found.has_value());
    CHECK(*found == expected);
    CHECK(parse_tokens(to_json(*found), 0).value() == expected);
  }
}

TEST_CASE("a text without a token is reported without being shown") {
  for (const char* given :
       {"", "s3cret", "[\"s3cret\"]", "{\"access_token\":5}", "{}", "{\"access_token\":\"\"}",
        "{\"access_token\":\"s3cret\\r\\nX-Evil: 1\"}", "{\"access_token\":\"s3\xC3\xA4\"}",
        "{\"access_token\":\"a\",\"refresh_token\":7}", "{\"access_token\":\"s3cret\""}) {
    INFO(given);
    const auto found = parse_tokens(given, 0);
    REQUIRE_FALSE(found.has_value());
    CHECK_THAT(found.error().message, !Catch::Contains("s3"));
  }
}

TEST_CASE("a token file is replaced atomically, for its owner only, at the target of its links") {
  const temporary_folder folder;
  const std::string real = folder.write("real.json", R"({"access_token":"old"})");
  const std::string path = folder.path("link.json");
  std::filesystem::create_symlink(real, path);
  const token_file file(path);
  {
    auto place = file.begin_replacement();
    REQUIRE(place.has_value());
    CHECK(file.read().value().access_token == "old");
    REQUIRE(place->commit({"new", 5'000'000'000, "refresh", 6'000'000'000}));
  }
  CHECK(std::filesystem::is_symlink(path));
  CHECK(file.read().value() == tokens{"new", 5'000'000'000, "refresh", 6'000'000'000});
  struct stat about {};
  REQUIRE(::stat(real.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  {
    REQUIRE(file.begin_replacement().has_value());  // not completed: no file is left behind
  }
  int files = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(path).parent_path()))
    ++files;
  CHECK(files == 2);
}

TEST_CASE("a token file that cannot be read is reported with what to do") {
  const temporary_folder folder;
  struct { const char* name; std::string path; const char* expected; } const cases[] = {
      {"missing", folder.path("none"), "No such file or directory; authorise the app"},
      {"a folder", folder.path(""), "is not a regular file"},
      {"no JSON", folder.write("text", "TTP_secret"), "is not a JSON object; it must be"},
  };
  for (const auto& [name, path, expected] : cases) {
    INFO(name);
    const auto found = token_file(path).read();
    REQUIRE_FALSE(found.has_value());
    CHECK_THAT(found.error().message,
               Catch::StartsWith("token_file " + path + ": ") && Catch::Contains(expected) &&
                   !Catch::Contains("TTP_secret"));
  }
}

TEST_CASE("an error of the API in a token file is reported with the API's message") {
  const temporary_folder folder;
  const std::string what_to_do =
      "; authorise the app again for the shop and store the new tokens in token_file";
  struct { const char* name; const char* given; std::string expected; } const cases[] = {
      {"an unchanged answer",
       R"({"code":36004004,"message":"Invalid auth code.","request_id":"202601","data":null})",
       "code 36004004 \"Invalid auth code.\" (request id \"202601\")"},
      {"without a request id", R"({"code":36004003,"message":"Invalid app_key."})",
       "code 36004003 \"Invalid app_key.\""},
      {"with data of another kind", R"({"data":[],"code":36004004,"message":"Invalid auth code."})",
       "code 36004004 \"Invalid auth code.\""},
      {"without words", R"({"code":36004004})", "code 36004004 \"\""},
      {"on several lines", "{\n \"code\": 36004004,\n \"message\": \"Invalid\\nauth code.\"\n}",
       "code 36004004 \"Invalid auth code.\""},
      {"with tokens all the same",
       R"({"code":1,"message":"TTP_secret or TTP_other","data":{"access_token":"TTP_secret",)"
       R"("refresh_token":"TTP_other"}})", "code 1 \"[hidden] or [hidden]\""},
  };
  for (const auto& [name, given, expected] : cases) {
    INFO(name);
    const auto path = folder.write("tokens.json", given);
    const auto found = token_file(path).read();
    REQUIRE_FALSE(found.has_value());
    CHECK(found.error().kind == error_kind::failed);
    CHECK(found.error().message == "token_file " + path +
                                       ": holds an error answer instead of tokens: the API "
                                       "answered " + expected + what_to_do);
  }
  for (const char* given : {R"({"code":0,"data":{}})", R"({"code":"1"})", "5", "{", "{}"})
    CHECK_FALSE(error_answer_in(given));
}

TEST_CASE("only one process at a time may refresh") {
  const temporary_folder folder;
  const token_file file(folder.write("tokens.json", R"({"access_token":"old"})"));
  http::test::fake_clock clock;
  const auto deadline = clock.now() + std::chrono::hours(1);
  auto first = file.take_lock(clock, deadline, {});
  REQUIRE(first.has_value());
  const auto second = token_file(file.path()).take_lock(clock, deadline, {});
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().kind == error_kind::busy);
  std::stop_source stop;
  stop.request_stop();
  CHECK(file.take_lock(clock, deadline, stop.get_token()).error().kind == error_kind::failed);
  {
    const auto ended = std::move(*first);
  }
  CHECK(file.take_lock(clock, deadline, {}).has_value());
}
