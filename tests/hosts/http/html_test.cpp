// SPDX-License-Identifier: BSL-1.0
#include <http/page/html.hpp>

#include "../../catch.hpp"

using namespace tidemark::host;

TEST_CASE("texts that are not markup of the page are escaped") {
  struct { const char* given; const char* expected; } const cases[] = {
      {"plain", "plain"},
      {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
      {"\" onload=\"x", "&quot; onload=&quot;x"},
      {"' onload='x", "&#39; onload=&#39;x"},
      {"&amp;", "&amp;amp;"},
      {"\u00E4 \U0001F98A", "\u00E4 \U0001F98A"},
  };
  for (const auto& test : cases) {
    INFO(test.given);
    html out;
    out << R"(<a title=")"_html << test.given << R"(">)"_html << std::string(test.given)
        << "</a>"_html;
    CHECK(out.text() ==
          std::string("<a title=\"") + test.expected + "\">" + test.expected + "</a>");
  }
}

TEST_CASE("html is inserted into html unchanged, numbers as digits") {
  html inner;
  inner << "<b>"_html << "<" << "</b>"_html;
  html outer;
  outer << inner << -12 << std::int64_t{34};
  CHECK(outer.text() == "<b>&lt;</b>-1234");
}

// Markup cannot be made of a text that is not a literal.
static_assert(!std::is_constructible_v<html_literal, std::string>);
static_assert(!std::is_constructible_v<html_literal, const char*>);
