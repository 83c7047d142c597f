// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <policy/read_cases.hpp>

#include "../../catch.hpp"

/// The test file of `cases`, a list in YAML, for the policy at `policy`.
inline tidemark::host::test_file file_of(const std::string& cases,
                                         const std::string& policy = SHIPPED_POLICY) {
  return tidemark::host::read_cases("tests.yaml", "policy: " + policy + "\ncases:\n" + cases);
}

/// Its cases, which have no error.
inline tidemark::host::test_file runnable(const std::string& cases,
                                          const std::string& policy = SHIPPED_POLICY) {
  auto file = file_of(cases, policy);
  std::string shown;
  for (const auto& issue : file.found)
    shown += tidemark::diagnostics::to_text(issue, "tests.yaml", file.text);
  INFO(shown);
  REQUIRE(file.can_run());
  return file;
}
