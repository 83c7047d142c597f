// SPDX-License-Identifier: BSL-1.0
#include <tidemark/policy/words.hpp>

#include <fstream>
#include <sstream>
#include <string>

#include "../catch.hpp"

using namespace tidemark;

TEST_CASE("rules/README.md describes every rule as the table of rules does") {
  std::ifstream file(POLICY_LANGUAGE);
  std::stringstream text;
  text << file.rdbuf();
  for (const auto& rule : policy::rule_descriptions) {
    if (rule.word == policy::rule::key) continue;  // has no row of its own
    INFO(rule.text);
    const auto row = text.str().find("\n| `" + std::string(rule.text) + ":");
    REQUIRE(row != std::string::npos);
    const std::string line = text.str().substr(row + 1, text.str().find('\n', row + 1) - row - 1);
    CHECK(line.ends_with("| " + std::string(rule.meaning) + " |"));
  }
}

TEST_CASE("a rule is found by its word") {
  for (const auto& rule : policy::rule_descriptions)
    CHECK(policy::find_word<policy::rule>(policy::rule_words, rule.text) == rule.word);
  CHECK_FALSE(policy::find_word<policy::rule>(policy::rule_words, "monotonous"));
  CHECK_FALSE(policy::find_word<policy::rule>(policy::rule_words, "Latest"));
  CHECK(policy::find_word<policy::comparison>(policy::comparison_words, "<=") ==
        policy::comparison::le);
}
