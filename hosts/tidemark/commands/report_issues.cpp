// SPDX-License-Identifier: BSL-1.0
#include "report_issues.hpp"

#include <iostream>

#include <tidemark/value/json_writer.hpp>

#include "../application/settings.hpp"
#include "../output/host_output.hpp"
#include "../output/issue_json.hpp"

namespace tidemark::host {

exit_code report_issues(std::span<const faulty_file> files, output_format format) {
  if (format != output_format::json) {
    for (const auto& file : files)
      show_issues(file.found, file.path, file.text, std::cerr);
    return exit_code::usage;
  }
  json_writer out(host_output());
  out.begin_object();
  out.member("ok", false);
  out.key("issues");
  out.begin_array();
  for (const auto& file : files)
    for (const auto& issue : file.found) write_issue(out, file.path, issue);
  out.end_array();
  out.end_object();
  host_output() << '\n';
  return exit_code::usage;
}

}  // namespace tidemark::host
