// SPDX-License-Identifier: BSL-1.0
#include <optional>
#include <string>
#include <type_traits>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/policy/problem_kind.hpp>

#include "catch.hpp"

namespace diagnostics = tidemark::diagnostics;
namespace policy = tidemark::policy;

// Nothing is reported without saying which kind it is, or that its file has no codes.
static_assert(!std::is_constructible_v<diagnostics::issue, diagnostics::severity,
                                       diagnostics::location, std::string>);

TEST_CASE("an issue is shown with its place, its line and a caret") {
  struct row {
    std::string name;
    diagnostics::severity level;
    diagnostics::location at;
    std::string message;
    std::string text;
    std::string expected;
  };
  const std::string wide(300, 'x');
  const auto error = diagnostics::severity::error;
  const std::vector<row> rows{
      {"error", error, {2, 3}, "wrong", "a: 1\nb: 2\n", "f:2:3: error: wrong\n  b: 2\n    ^\n"},
      {"warning",
       diagnostics::severity::warning,
       {1, 1},
       "odd",
       "a",
       "f:1:1: warning: odd\n  a\n  ^\n"},
      {"no place", error, {}, "not there", "a", "f: error: not there\n"},
      {"a message of several lines is shown in one",
       error,
       {1, 1},
       "a\nb\r\n\tc\x7F",
       "a",
       "f:1:1: error: a b   c \n  a\n  ^\n"},
      {"after the end", error, {3, 1}, "more", "a\n", "f:3:1: error: more\n"},
      {"carriage return", error, {1, 2}, "x", "ab\r\nc", "f:1:2: error: x\n  ab\n   ^\n"},
      {"tabs stay", error, {1, 3}, "x", "\ta\tb", "f:1:3: error: x\n  \ta\tb\n  \t ^\n"},
      {"columns count characters",
       error,
       {1, 3},
       "x",
       "\xC3\xA9\xE2\x82\xAC!",
       "f:1:3: error: x\n  \xC3\xA9\xE2\x82\xAC!\n    ^\n"},
      {"terminal codes are not sent",
       error,
       {1, 3},
       "x",
       "a\x1B[31mb",
       "f:1:3: error: x\n  a?[31mb\n    ^\n"},
      {"a column after the line's end points at the end",
       error,
       {1, 9},
       "x",
       "ab",
       "f:1:9: error: x\n  ab\n    ^\n"},
      {"a very long line is cut around the place",
       error,
       {1, 201},
       "x",
       wide,
       "f:1:201: error: x\n  ..." + std::string(220, 'x') + "\n" + std::string(125, ' ') + "^\n"},
      {"and at its end",
       error,
       {1, 1},
       "x",
       wide,
       "f:1:1: error: x\n  " + std::string(120, 'x') + "...\n  ^\n"},
  };
  for (const auto& [name, level, at, message, text, expected] : rows) {
    INFO(name);
    CHECK(diagnostics::to_text({level, at, message, std::nullopt}, "f", text) == expected);
  }
}

TEST_CASE("the name of a file with a line end stays in one line") {
  CHECK(diagnostics::to_text({diagnostics::severity::error, {}, "x", std::nullopt}, "a\nb", "") ==
        "a b: error: x\n");
}

TEST_CASE("a code follows the message in brackets") {
  const auto code = policy::problem_kind::unknown_key;
  CHECK(diagnostics::to_text({diagnostics::severity::warning, {1, 1}, "odd", code}, "f", "a") ==
        "f:1:1: warning: odd [TM012]\n  a\n  ^\n");
}

TEST_CASE("the number of a problem is written with three digits") {
  CHECK(diagnostics::to_text(policy::problem_kind::unreadable_file) == "TM001");
  CHECK(diagnostics::to_text(policy::problem_kind::unknown_key) == "TM012");
  CHECK(diagnostics::to_text(policy::problem_kind::acceptance_not_needed) == "TM131");
}

TEST_CASE("issues are sorted by place, those at the same place in the order of finding") {
  diagnostics::issues found{{diagnostics::severity::error, {2, 1}, "c", std::nullopt},
                       {diagnostics::severity::error, {1, 9}, "b", std::nullopt},
                       {diagnostics::severity::warning, {1, 2}, "a", std::nullopt},
                       {diagnostics::severity::error, {2, 1}, "d", std::nullopt}};
  diagnostics::sort_by_place(found);
  std::string order;
  for (const auto& issue : found) order += issue.message;
  CHECK(order == "abcd");
}

TEST_CASE("a warning is not an error") {
  CHECK_FALSE(diagnostics::has_error({}));
  const diagnostics::issue warning{diagnostics::severity::warning, {1, 1}, "odd", std::nullopt};
  CHECK_FALSE(diagnostics::has_error({warning}));
  const diagnostics::issue error{diagnostics::severity::error, {1, 1}, "wrong", std::nullopt};
  CHECK(diagnostics::has_error({warning, error}));
}

TEST_CASE("a long list of issues ends after 200 and says so") {
  diagnostics::issues found(200, {diagnostics::severity::warning, {1, 1}, "odd", std::nullopt});
  diagnostics::keep_first(found, policy::problem_kind::too_many_issues);
  CHECK(found.size() == 200);
  found.push_back(found.front());
  diagnostics::keep_first(found, policy::problem_kind::too_many_issues);
  diagnostics::keep_first(found, policy::problem_kind::too_many_issues);
  REQUIRE(found.size() == 201);
  CHECK(found.back().level == diagnostics::severity::error);
  CHECK(found.back().message == "more than 200 issues; the first 200 are listed");
  CHECK(found.back().code == policy::problem_kind::too_many_issues);
}
