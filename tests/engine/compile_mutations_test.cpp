// SPDX-License-Identifier: BSL-1.0
#include <cctype>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/engine/program.hpp>

#include "catch.hpp"
#include "compile_file.hpp"
#include "yaml/shown_issues.hpp"

namespace engine = tidemark::engine;
namespace diagnostics = tidemark::diagnostics;
namespace policy = tidemark::policy;

namespace {

/// Whether every field outside the key has a rule, and every gated field has a gate.
template <typename Record>
bool is_complete(const engine::program<Record>& rules) {
  tidemark::field_mask guarded;
  for (std::size_t g = 0; g < rules.gate_count; ++g) guarded = guarded | rules.gates[g].fields;
  for (std::size_t i = 0; i < tidemark::field_count<Record>; ++i)
    if ((rules.rule_of(i) == policy::rule::key) != tidemark::key_fields<Record>.has(i))
      return false;
  return rules.under(policy::rule::gated) == guarded;
}

/// All words of a policy outside of its comments, found without reading YAML.
std::multiset<std::string> words_of(const std::string& text) {
  std::multiset<std::string> words;
  std::string word;
  bool comment = false;
  char before = '\n';
  for (const char c : text + '\n') {
    if (c == '\n') comment = false;
    else if (c == '#' && (before == ' ' || before == '\t' || before == '\n')) comment = true;
    const bool part = !comment && (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_');
    if (part) word += c;
    if (!part && !word.empty()) words.insert(std::exchange(word, {}));
    before = c;
  }
  return words;
}

class mutator {
 public:
  explicit mutator(std::string original) : original_(std::move(original)) {}

  std::string next() {
    std::string text = original_;
    for (std::size_t edits = 1 + below(3); edits > 0; --edits) edit(text);
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

  /// A random range between two positions that `is_edge` accepts.
  template <typename Edge>
  std::pair<std::size_t, std::size_t> stretch(const std::string& text, Edge is_edge) {
    std::size_t first = below(text.size());
    while (first > 0 && !is_edge(text[first - 1])) --first;
    std::size_t last = first;
    while (last < text.size() && !is_edge(text[last])) ++last;
    return {first, last - first};
  }

  void edit(std::string& text) {
    if (text.empty()) return;
    constexpr std::string_view bytes = " \t\n\r:-[]{},#&*!|>'\"%@`?~<=./\\0a9_\x04\xFF\xC3\xA9";
    const auto line = [](char c) { return c == '\n'; };
    const auto space = [](char c) { return std::string_view(" \n,[]:").find(c) < 6; };
    const std::size_t at = below(text.size());
    const auto [line_at, line_size] = stretch(text, line);
    const auto [word_at, word_size] = stretch(text, space);
    switch (below(10)) {
      case 0: text.erase(at, 1); break;
      case 1: text[at] = bytes[below(bytes.size())]; break;
      case 2: text.insert(at, 1, bytes[below(bytes.size())]); break;
      case 3: text.erase(line_at, line_size + 1); break;
      case 4: text.insert(line_at, text.substr(line_at, line_size + 1)); break;
      case 5: text.erase(word_at, word_size); break;
      case 6: text.insert(word_at, text.substr(word_at, word_size) + " "); break;
      case 7: {
        const auto [other_at, other_size] = stretch(original_, space);
        text.replace(word_at, word_size, original_.substr(other_at, other_size));
        break;
      }
      case 8: {
        const std::string moved = text.substr(line_at, line_size + 1);
        text.erase(line_at, line_size + 1);
        text.insert(stretch(text, line).first, moved);
        break;
      }
      default: text.resize(at); break;
    }
  }

  std::string original_;
  std::mt19937 random_{20'241'123};
};

}  // namespace

TEST_CASE("the shipped policy compiles, with a warning for each gate with on_null keep") {
  const std::string text = shipped_rules();
  const auto compiled = compile_file(text);
  REQUIRE(compiled.found.size() == 2);
  for (const auto& issue : compiled.found) {
    CHECK(issue.level == diagnostics::severity::warning);
    CHECK(issue.code == policy::problem_kind::null_rule_of_gate);
  }
  CHECK(compiled.found[0].at == diagnostics::location{22, 18});
  CHECK(compiled.found[1].at == diagnostics::location{31, 18});
  CHECK(is_complete(compiled.policy.rules.creator_videos));
  CHECK(is_complete(compiled.policy.rules.snapshots));
  CHECK(words_of(text) == words_of(compiled.policy.text));
  CHECK(compile_file(compiled.policy.text).policy.text == compiled.policy.text);
}

TEST_CASE("the shipped policy accepts its warnings, which its canonical text does not show") {
  const auto compiled = compile_file(shipped_text());
  CHECK(shown(compiled.found, shipped_text()).empty());
  CHECK(compiled.policy.text == compile_file(shipped_rules()).policy.text);
}

TEST_CASE("a mutated policy is refused, or everything in it has an effect") {
  mutator mutations(shipped_rules());
  int accepted = 0;
  int refused = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::string text = mutations.next();
    const auto compiled = compile_file(text);
    if (diagnostics::has_error(compiled.found)) {
      ++refused;
      if (shown(compiled.found, text).empty()) FAIL("refused without a word:\n" << text);
      continue;
    }
    ++accepted;
    INFO(text);
    REQUIRE(is_complete(compiled.policy.rules.creator_videos));
    REQUIRE(is_complete(compiled.policy.rules.snapshots));
    REQUIRE(words_of(compiled.policy.text) == words_of(text));
    const auto again = compile_file(compiled.policy.text);
    REQUIRE_FALSE(diagnostics::has_error(again.found));
    REQUIRE(again.policy.text == compiled.policy.text);
  }
  CHECK(accepted > 200);
  CHECK(refused > 2000);
}
