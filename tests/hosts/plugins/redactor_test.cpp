// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include <plugins/redactor.hpp>

#include "catch.hpp"

namespace host = tidemark::host;
namespace plugin = tidemark::plugin;

TEST_CASE("the values of a plugin's secret options are removed from its texts") {
  constexpr plugin::option_spec declared[] = {
      {.name = "key", .secret = true},
      {.name = "longer", .secret = true},
      {.name = "pin", .secret = true},
      {.name = "words", .type = plugin::option_type::list, .secret = true},
      {.name = "environment", .type = plugin::option_type::map, .secret = true},
      {.name = "path", .type = plugin::option_type::path},
  };
  host::redactor secrets;
  secrets.add(declared,
              plugin::option_values({{"key", std::string("hunter2")},
                                     {"longer", std::string("hunter2hunter")},
                                     {"pin", std::string("12")},
                                     {"words", plugin::text_list{"open sesame", ""}},
                                     {"environment", plugin::text_map{{"TOKEN", "t0ken"}}},
                                     {"path", std::string("/data/rows")}}));
  secrets.add("daemon-t0ken");
  struct row {
    std::string name;
    std::string given;
    std::string expected;
  };
  const std::vector<row> rows{
      {"one of the host's own", "it said daemon-t0ken", "it said ***"},
      {"once", "no shop for hunter2!", "no shop for ***!"},
      {"again and again", "hunter2 hunter2", "*** ***"},
      {"one secret inside of another", "hunter2hunter", "***"},
      {"of a list and of a map", "open sesame: t0ken", "***: ***"},
      {"the name of a variable stays", "TOKEN is wrong", "TOKEN is wrong"},
      {"a path is not a secret", "/data/rows: no such file", "/data/rows: no such file"},
      {"too short to be one", "12 rows", "12 rows"},
      {"nothing", "", ""},
  };
  for (const auto& [name, given, expected] : rows) {
    INFO(name);
    CHECK(secrets.redacted(given) == expected);
  }
}

TEST_CASE("a JSON object is valid after its secrets are removed") {
  constexpr plugin::option_spec declared[] = {{.name = "key", .secret = true},
                                              {.name = "quoted", .secret = true}};
  host::redactor secrets;
  secrets.add(declared, plugin::option_values(
                            {{"key", std::string("12345")}, {"quoted", std::string("a\"bc")}}));
  struct row {
    std::string name;
    std::string given;
    std::string expected;
  };
  const std::vector<row> rows{
      {"without one", R"({"id":"1"})", R"({"id":"1"})"},
      {"in a string", R"({"id":"x12345"})", R"({"id":"x***"})"},
      {"escaped", R"({"id":"a\"bc"})", R"({"id":"***"})"},
      {"in a number", R"({"gmv":123456})", R"({"secret":"***"})"},
  };
  for (const auto& [name, given, expected] : rows) {
    INFO(name);
    tidemark::json object{given};
    secrets.redact_json(object);
    CHECK(object.text == expected);
  }
}
