// SPDX-License-Identifier: BSL-1.0
#include "case_report.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "../output/table.hpp"

namespace tidemark::host {

namespace {

std::size_t count_of(const std::vector<tested_file>& files, bool passed) {
  std::size_t count = 0;
  for (const auto& each : files)
    count += static_cast<std::size_t>(
        std::count_if(each.results.begin(), each.results.end(),
                      [&](const case_result& result) { return result.passed() == passed; }));
  return count;
}

void write_differences(json_writer& out, const std::vector<case_difference>& differences) {
  out.key("differences");
  out.begin_array();
  for (const auto& each : differences) {
    const bool is_value = each.what == case_difference::kind::value;
    out.begin_object();
    out.member("field", each.field);
    out.member("of", is_value ? "value" : "verdict");
    out.member("by", each.by_storage ? "storage" : "engine");
    out.key("expected");
    if (is_value) out.value(json{each.expected});
    else out.value(each.expected);
    out.key("found");
    if (is_value) out.value(json{each.found});
    else out.value(each.found);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string text_of(const case_difference& difference, const std::string& storage) {
  std::string text(difference.field);
  if (difference.what == case_difference::kind::verdict) text += " decided";
  text += ": expected " + difference.expected + ", found " + difference.found;
  if (difference.by_storage) text += " in " + storage;
  return text;
}

std::size_t policy_test_report::passed() const { return count_of(files, true); }
std::size_t policy_test_report::failed() const { return count_of(files, false); }

bool policy_test_report::is_ok() const {
  if (failed() > 0) return false;
  return !coverage || std::all_of(coverage->begin(), coverage->end(), [&](const auto& each) {
           return each.coverage.reaches(coverage_min);
         });
}

void write_text(std::ostream& out, const policy_test_report& report) {
  for (const auto& each : report.files)
    for (const auto& result : each.results) {
      if (result.passed()) continue;
      out << "failed: " << one_line(each.file->path.string()) << ':' << result.test->at.line
          << ": " << one_line(result.test->name) << '\n';
      for (const auto& difference : result.differences)
        out << "  " << one_line(text_of(difference, report.storage)) << '\n';
    }
  if (report.coverage)
    for (const auto& each : *report.coverage) {
      out << "coverage of " << one_line(each.policy.string()) << ": ";
      write_text(out, each.coverage);
      if (!each.coverage.reaches(report.coverage_min))
        out << "  less than " << to_text(report.coverage_min) << "%\n";
    }
  out << report.passed() << " passed, " << report.failed() << " failed\n";
}

void write_json(json_writer& out, const policy_test_report& report) {
  out.member("ok", report.is_ok());
  out.member("passed", static_cast<std::int64_t>(report.passed()));
  out.member("failed", static_cast<std::int64_t>(report.failed()));
  out.key("files");
  out.begin_array();
  for (const auto& each : report.files) {
    out.begin_object();
    out.member("file", each.file->path.string());
    out.member("policy", each.file->policy.string());
    out.key("cases");
    out.begin_array();
    for (const auto& result : each.results) {
      out.begin_object();
      out.member("name", result.test->name);
      out.member("line", static_cast<std::int64_t>(result.test->at.line));
      out.member("record", record_of(*result.test));
      out.member("ok", result.passed());
      write_differences(out, result.differences);
      out.end_object();
    }
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.key("coverage");
  if (!report.coverage) return out.value(nullptr);
  out.begin_array();
  for (const auto& each : *report.coverage) {
    out.begin_object();
    out.member("policy", each.policy.string());
    write_json(out, each.coverage);
    out.end_object();
  }
  out.end_array();
}

}  // namespace tidemark::host
