// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

#include <tidemark/policy/problem_kind.hpp>

namespace tidemark::policy {

/// What a user can read about a problem. The texts are valid until the end of the program; they
/// have no line break at their end.
struct problem_page {
  problem_kind kind;
  std::string_view title;    ///< a noun, as in "TM012: an unknown key"
  std::string_view meaning;  ///< Markdown, one sentence a line; links start from rules/
  std::string_view wrong;    ///< part of a policy, or a command, that has the problem
  std::string_view message;  ///< what it gives, without place and code
  std::string_view right;    ///< what to write instead
};

namespace detail {

/// Adds `example` as a block of code of Markdown.
inline void add_example(std::string& out, std::string_view example) {
  out += "\n    ";
  for (const char c : example) {
    out += c;
    if (c == '\n') out += "    ";
  }
  out += '\n';
}

}  // namespace detail

/// The whole page in Markdown, as a section of rules/errors.md. `severity` is "error" or "warning".
inline std::string to_markdown(const problem_page& page, std::string_view severity) {
  const std::string code(diagnostics::to_text(page.kind));
  std::string out = "## " + code + ": " + std::string(page.title) + "\n\n";
  out.append(page.meaning).append("\n\nWrong:\n");
  detail::add_example(out, page.wrong);
  out += "\nThe message:\n";
  detail::add_example(out, std::string(severity) + ": " + std::string(page.message) + " [" + code +
                               "]");
  out += "\nRight:\n";
  detail::add_example(out, page.right);
  return out;
}

}  // namespace tidemark::policy
