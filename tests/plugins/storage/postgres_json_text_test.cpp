// SPDX-License-Identifier: GPL-2.0-only
#include <json_text.hpp>

#include <string>

#include "catch.hpp"
#include "scratch_postgres.hpp"

using namespace tidemark;

TEST_CASE("a canonical document comes back from JSONB as it went in") {
  const test::scratch_postgres database;
  auto raw = database.raw();
  for (const std::string given : {
           R"({})", R"([])", R"(null)", R"("")", R"(-12.50)", R"({"a":[]})",
           R"({"":1,"a":{"b":[1,"x, y",{"c":null}]},"aa":true,"b":"}"})",
           R"({"\t":1,"\n":2,"\u0001":3,"\"":4,"\\":5,"a b":6,"é":7,"✨":[8.00]})",
           R"({"bb":1,"c":"\\\"","ccc":"\u001f\b\f\r"})"}) {
    INFO(given);
    const std::string quoted = "$json$" + given + "$json$";
    // Of the keys, \t and \n come after \u0001: by bytes.
    const auto stored = raw.rows("SELECT " + quoted + "::jsonb");
    const auto back = postgres::parse_json_text(stored.substr(0, stored.size() - 1)).text;
    if (given.find("\\u0001") == std::string::npos) CHECK(back == given);
    else CHECK(back == R"({"\u0001":3,"\t":1,"\n":2,"\"":4,"\\":5,"a b":6,"é":7,"✨":[8.00]})");
  }
}
