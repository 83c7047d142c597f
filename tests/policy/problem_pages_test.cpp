// SPDX-License-Identifier: BSL-1.0
// tests/engine/problem_pages_test.cpp loads the examples of the pages.
#include <tidemark/policy/problem_pages.hpp>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "../catch.hpp"

using namespace tidemark;

TEST_CASE("every kind of problem has exactly one page") {
  std::ifstream file(PROBLEM_KINDS);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::regex enumerator("\n  [a-z0-9_]+ = ([0-9]+),");
  std::multiset<int> numbers, paged;
  for (std::sregex_iterator at(text.begin(), text.end(), enumerator), end; at != end; ++at)
    numbers.insert(std::stoi((*at)[1]));
  for (const auto& page : policy::problem_pages) paged.insert(static_cast<int>(page.kind));
  REQUIRE(numbers.size() > 50);
  CHECK(numbers == paged);
}

TEST_CASE("a page is found by its code, and says whether a valid policy can have the problem") {
  REQUIRE(policy::find_page("TM012"));
  CHECK(policy::find_page("TM012")->kind == policy::problem_kind::unknown_key);
  CHECK_FALSE(policy::find_page("TM999"));
  CHECK_FALSE(policy::find_page(""));
  CHECK(policy::severity_of(policy::problem_kind::unknown_key) == "error");
  CHECK(policy::severity_of(policy::problem_kind::null_rule_of_gate) == "warning");
}

TEST_CASE("a page in Markdown has its examples as blocks of code") {
  const policy::problem_page page{policy::problem_kind::no_window, "no window", "It is empty.",
                                  "a:\n  b", "wrong", "c"};
  CHECK(policy::to_markdown(page, "error") ==
        "## TM033: no window\n\nIt is empty.\n\nWrong:\n\n    a:\n      b\n\nThe message:\n\n"
        "    error: wrong [TM033]\n\nRight:\n\n    c\n");
}
