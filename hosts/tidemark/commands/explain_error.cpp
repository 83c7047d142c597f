// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <string_view>

#include <tidemark/policy/problem_pages.hpp>
#include <tidemark/value/json_writer.hpp>
#include <tidemark/value/nearest.hpp>
#include <tidemark/value/utf8.hpp>

#include "../output/host_output.hpp"
#include "../output/report.hpp"
#include "../output/table.hpp"
#include "commands.hpp"

namespace tidemark::host {

namespace {

/// Writes what every document says of a problem, inside an object.
void write_heading(json_writer& out, const policy::problem_page& page) {
  out.member("code", diagnostics::to_text(page.kind));
  out.member("severity", policy::severity_of(page.kind));
  out.member("title", page.title);
}

void list_codes(output_format format) {
  if (format == output_format::json) {
    json_writer out(host_output());
    out.begin_array();
    for (const auto& page : policy::problem_pages) {
      out.begin_object();
      write_heading(out, page);
      out.end_object();
    }
    out.end_array();
    host_output() << '\n';
    return;
  }
  table shown({{"CODE"}, {"SEVERITY"}, {"TITLE"}});
  for (const auto& page : policy::problem_pages)
    shown.add({std::string(diagnostics::to_text(page.kind)),
               std::string(policy::severity_of(page.kind)), std::string(page.title)});
  shown.write(host_output());
}

}  // namespace

exit_code run_policy_explain_error(const global_options& global, const std::string& code) {
  if (code.empty()) {
    list_codes(global.format);
    return exit_code::done;
  }
  const auto* const page = policy::find_page(code);
  if (!page)
    return report(usage_error("there is no code " + in_quotes(code) +
                              did_you_mean(code, policy::problem_codes)));
  if (global.format == output_format::json) {
    json_writer out(host_output());
    out.begin_object();
    write_heading(out, *page);
    out.member("meaning", page->meaning);
    out.member("wrong", page->wrong);
    out.member("message", page->message);
    out.member("right", page->right);
    out.end_object();
    host_output() << '\n';
  } else {
    host_output() << policy::to_markdown(*page, policy::severity_of(page->kind));
  }
  return exit_code::done;
}

}  // namespace tidemark::host
