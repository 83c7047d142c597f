// SPDX-License-Identifier: BSL-1.0
#include <cstddef>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>

#include "../output/table.hpp"
#include "case_report.hpp"

namespace tidemark::host {

namespace {

using boost::property_tree::ptree;

/// `text` (valid UTF-8) with U+FFFD for each character that XML 1.0 cannot hold, not even escaped.
std::string xml_text(std::string_view text) {
  constexpr std::string_view replacement = "\uFFFD";
  std::string allowed;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto three = text.substr(i, 3);
    if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
      allowed += replacement;
    } else if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
      allowed += replacement;
      i += 2;
    } else {
      allowed += text[i];
    }
  }
  return allowed;
}

ptree test_case(const std::string& name, const std::string& suite) {
  ptree node;
  node.put("<xmlattr>.name", xml_text(name));
  node.put("<xmlattr>.classname", suite);
  return node;
}

void add_failure(ptree& node, const std::string& message, const std::string& text) {
  ptree failure(xml_text(text));
  failure.put("<xmlattr>.message", xml_text(message));
  node.add_child("failure", failure);
}

/// The differences, one a line.
std::string text_of(const case_result& result, const std::string& storage) {
  std::string text;
  for (const auto& each : result.differences)
    text += (text.empty() ? "" : "\n") + text_of(each, storage);
  return text;
}

/// Adds a suite of `cases` to `root`.
void add_suite(ptree& root, const std::string& name, std::size_t failures,
               const std::vector<ptree>& cases) {
  ptree suite;
  suite.put("<xmlattr>.name", name);
  suite.put("<xmlattr>.tests", cases.size());
  suite.put("<xmlattr>.failures", failures);
  for (const auto& each : cases) suite.add_child("testcase", each);
  root.add_child("testsuites.testsuite", suite);
}

}  // namespace

void write_junit(std::ostream& out, const policy_test_report& report) {
  ptree root;
  std::size_t tests = report.passed() + report.failed(), failures = report.failed();
  root.add_child("testsuites", {});
  for (const auto& each : report.files) {
    const std::string suite = one_line(each.file->path.string());
    std::vector<ptree> cases;
    std::size_t failed = 0;
    for (const auto& result : each.results) {
      cases.push_back(test_case(result.test->name, suite));
      if (result.passed()) continue;
      ++failed;
      const std::string text = text_of(result, report.storage);
      add_failure(cases.back(), text.substr(0, text.find('\n')), text);
    }
    add_suite(root, suite, failed, cases);
  }
  if (report.coverage)
    for (const auto& each : *report.coverage) {
      const std::string suite = "coverage of " + one_line(each.policy.string());
      ptree node = test_case("at least " + to_text(report.coverage_min) + "%", suite);
      std::ostringstream text;
      write_text(text, each.coverage);
      const std::size_t failed = each.coverage.reaches(report.coverage_min) ? 0 : 1;
      if (failed > 0) add_failure(node, text.str().substr(0, text.str().find('\n')), text.str());
      add_suite(root, suite, failed, {node});
      ++tests;
      failures += failed;
    }
  root.put("testsuites.<xmlattr>.tests", tests);
  root.put("testsuites.<xmlattr>.failures", failures);
  boost::property_tree::write_xml(
      out, root, boost::property_tree::xml_writer_settings<std::string>(' ', 2));
}

}  // namespace tidemark::host
