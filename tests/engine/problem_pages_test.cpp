// SPDX-License-Identifier: BSL-1.0
// Every wrong example of a page gives the problem of the page, and every right one does not.
#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string>

#include <tidemark/policy/problem_pages.hpp>

#include "catch.hpp"
#include "compile_file.hpp"

namespace diagnostics = tidemark::diagnostics;
namespace policy = tidemark::policy;
using policy::problem_kind;

namespace {

/// Two whole files where an example is not a part of a policy.
struct whole_files {
  std::string wrong, right;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != text.npos);
  return text.replace(at, from.size(), to);
}

/// The shipped rules with `example` at the end.
std::string with_accepts(std::string_view example) {
  return shipped_rules() + std::string(example) + "\n";
}

std::string many_steps(std::size_t count) {
  std::string steps;
  for (std::size_t i = 0; i < count; ++i) steps += "    - most_complete: [views]\n";
  return replaced(shipped_rules(), "    - first_seen\n", steps + "    - first_seen\n");
}

/// The files of the pages whose examples are commands, or stand in a place that has nothing yet.
/// All others show a part of the shipped policy, and what could be written instead.
whole_files files_of(const policy::problem_page& page) {
  const std::string rules = shipped_rules();
  const std::string wrong(page.wrong), right(page.right);
  const auto instead_of = [&](const std::string& from, const std::string& before = "") {
    return whole_files{replaced(rules, from, before + wrong + "\n"),
                       replaced(rules, from, before + right + "\n")};
  };
  const std::string keep = "        on_null: keep\n";
  const std::string guarded = "        fields: [gpm_cents, ctr, raw_payload]\n";
  switch (page.kind) {
    case problem_kind::file_too_large: return {std::string((1 << 20) + 1, ' '), rules};
    case problem_kind::not_utf8: return {std::string("\xFF\xFEt\0i\0", 6), rules};
    case problem_kind::control_character: return {"tidemark: 1\r", "tidemark: 1\r\n"};
    case problem_kind::empty_file: return {wrong, rules};
    case problem_kind::too_many_issues: {
      std::string log;
      for (int i = 0; i < 300; ++i) log += "line" + std::to_string(i) + ": started\n";
      return {log, rules};
    }
    case problem_kind::too_many_steps: return {many_steps(17), many_steps(0)};
    case problem_kind::record_without_rules:
      return {rules.substr(0, rules.find("upsert:")) + wrong + "\n", rules};
    case problem_kind::gate_without_fields: return instead_of("    first_known: [posted_at]\n");
    case problem_kind::unknown_tie_rule: return instead_of(keep);
    case problem_kind::tie_of_two_fields:
      return instead_of("      - when: incoming.gmv_cents >= stored.gmv_cents\n");
    case problem_kind::tie_without_order: return instead_of(guarded);
    case problem_kind::null_rule_of_gate: return instead_of(wrong + "\n");
    case problem_kind::gate_on_two_fields:
      return instead_of("      - when: incoming.gmv_cents >= stored.gmv_cents\n");
    case problem_kind::counter_stays_zero:
      return instead_of(", shares, est_commission_cents]\n    gated:\n" +
                            rules.substr(rules.find("      - when"),
                                         rules.find("    first_known") -
                                             rules.find("      - when")) +
                            "    first_known: [posted_at]\n    latest_known: [creator_id]\n",
                        ", est_commission_cents]\n    first_known: [posted_at]\n"
                        "    ignored: [creator_id, gpm_cents, ctr, duration, title, video_url, "
                        "hash_tags]\n");
    case problem_kind::missing_key: return {replaced(rules, keep + guarded, wrong + "\n"), rules};
    default: break;
  }
  if (wrong.starts_with("accepts:")) return {with_accepts(wrong), with_accepts(right)};
  return {replaced(rules, right, wrong), rules};
}

/// The codes in `text`, of errors only where there is one.
std::set<std::string> codes_of(const std::string& text) {
  const auto found = compile_file(text).found;
  std::set<std::string> codes;
  for (const auto& issue : found) {
    REQUIRE(issue.code);
    if (issue.level == diagnostics::severity::error || !diagnostics::has_error(found))
      codes.emplace(diagnostics::to_text(*issue.code));
  }
  return codes;
}

std::string without_lines(const std::string& message) {
  static const std::regex line("in line [0-9]+");
  return std::regex_replace(message, line, "in line N");
}

}  // namespace

TEST_CASE("the wrong example of a page gives its message and its code, the right one does not") {
  const auto known = codes_of(shipped_rules());
  std::size_t tried = 0;
  for (const auto& page : policy::problem_pages) {
    if (page.kind == problem_kind::unreadable_file) continue;  // the loader gets a text
    const std::string code(diagnostics::to_text(page.kind));
    INFO(code);
    const auto files = files_of(page);
    auto wrong = codes_of(files.wrong);
    if (page.kind == problem_kind::too_many_issues) wrong.erase("TM012"), wrong.erase("TM014");
    if (policy::severity_of(page.kind) == "warning")
      for (const auto& other : known)
        if (other != code) wrong.erase(other);
    CHECK(wrong == std::set<std::string>{code});

    const auto found = compile_file(files.wrong).found;
    CHECK(std::any_of(found.begin(), found.end(), [&](const auto& issue) {
      return issue.code == page.kind &&
             without_lines(issue.message) == without_lines(std::string(page.message)) &&
             (issue.level == diagnostics::severity::error) ==
                 (policy::severity_of(page.kind) == "error");
    }));

    const auto after = compile_file(files.right).found;
    const auto left = std::count_if(after.begin(), after.end(), [&](const auto& issue) {
      return issue.code == page.kind;
    });
    if (page.kind == problem_kind::null_rule_of_gate)
      CHECK(left == 1);  // of the other record
    else
      CHECK(left == 0);
    if (page.kind != problem_kind::control_character) CHECK_FALSE(diagnostics::has_error(after));
    ++tried;
  }
  CHECK(tried == policy::problem_pages.size() - 1);
}
