// SPDX-License-Identifier: BSL-1.0
#include "issue_json.hpp"

#include <cstdint>
#include <string_view>

namespace tidemark::host {

void write_issue(json_writer& out, const std::filesystem::path& file,
                 const diagnostics::issue& issue) {
  const auto or_null = [&](std::string_view name, std::string_view text) {
    out.key(name);
    if (text.empty()) out.value(nullptr);
    else out.value(text);
  };
  out.begin_object();
  out.member("file", file.string());
  out.member("line", static_cast<std::int64_t>(issue.at.line));
  out.member("column", static_cast<std::int64_t>(issue.at.column));
  out.member("severity", issue.level == diagnostics::severity::error ? "error" : "warning");
  or_null("code", issue.code ? diagnostics::to_text(*issue.code) : std::string_view());
  out.member("text", issue.message);
  or_null("suggestion", issue.suggestion);
  out.member("message", issue.message);  // the former name of "text"
  out.end_object();
}

}  // namespace tidemark::host
