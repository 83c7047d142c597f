// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <tidemark/value/json_writer.hpp>
#include <tidemark/value/percent.hpp>

#include "coverage.hpp"
#include "read_cases.hpp"
#include "run_cases.hpp"

namespace tidemark::host {

/// A test file and what became of its cases, in its order.
struct tested_file {
  const test_file* file = nullptr;
  std::vector<case_result> results;
};

/// How much of a policy all its cases notice, of all files.
struct covered_policy {
  std::filesystem::path policy;
  policy_coverage coverage;
};

/// What `policy test` found.
struct policy_test_report {
  std::vector<tested_file> files;
  std::string storage;  ///< the plugin that ran the cases too; empty: none
  std::optional<std::vector<covered_policy>> coverage;  ///< if it was asked for
  percent coverage_min;  ///< that each policy should reach

  std::size_t passed() const;
  std::size_t failed() const;
  /// Whether every case passed and every policy reaches `coverage_min`.
  bool is_ok() const;
};

/// `ctr: expected 2.4, found 0.4`; `storage` is the plugin that may have given it.
std::string text_of(const case_difference& difference, const std::string& storage);

/// For people: the differences of each case that failed, the coverage, and `N passed, N failed`.
void write_text(std::ostream& out, const policy_test_report& report);

/// The members of the object that is open; rules/README.md, "Cases in JSON".
void write_json(json_writer& out, const policy_test_report& report);

/// For CI services: JUnit's XML. What XML cannot hold is replaced by U+FFFD.
void write_junit(std::ostream& out, const policy_test_report& report);

}  // namespace tidemark::host
