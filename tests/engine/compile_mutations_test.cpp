// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tidemark/engine/canonical_text.hpp>
#include <tidemark/engine/compile.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>
#include <tidemark/videos/video_row.hpp>
#include <tidemark/yaml/load_policy.hpp>

#include "catch.hpp"
#include "yaml/shown_issues.hpp"

namespace engine = tidemark::engine;
namespace policy = tidemark::policy;
using tidemark::videos::creator_video;
using tidemark::videos::metric_snapshot;
using tidemark::videos::video_row;

namespace {

struct compiled_file {
  policy::issues found;
  engine::preference_order<video_row> merge;
  engine::program<creator_video> creator_videos;
  engine::program<metric_snapshot> snapshots;
  std::string canonical;
};

compiled_file compile_file(const std::string& text) {
  compiled_file compiled;
  auto loaded = tidemark::yaml::load_policy(text);
  constexpr std::array<std::string_view, 2> known{"creator_videos",
                                                  "creator_video_metric_snapshots"};
  engine::check_records(loaded.value, known, loaded.found);
  compiled.merge = engine::compile_merge<video_row>(loaded.value.merge, loaded.found);
  if (const auto* rules = engine::find_rules<creator_video>(loaded.value))
    compiled.creator_videos = engine::compile_upsert<creator_video>(*rules, loaded.found);
  if (const auto* rules = engine::find_rules<metric_snapshot>(loaded.value))
    compiled.snapshots = engine::compile_upsert<metric_snapshot>(*rules, loaded.found);
  std::vector<std::int32_t> windows;
  for (const auto& one : loaded.value.windows) windows.push_back(one.days);
  compiled.canonical = engine::canonical_text(loaded.value.name.text, windows, compiled.merge,
                                              compiled.creator_videos, compiled.snapshots);
  policy::sort_by_place(loaded.found);
  compiled.found = std::move(loaded.found);
  return compiled;
}

/// Whether every field outside the key has exactly one rule.
template <typename Record>
bool is_complete(const engine::program<Record>& rules) {
  const tidemark::field_mask masks[] = {
      rules.monotonic,   rules.monotonic_down, rules.gated_keep, rules.gated_replace,
      rules.first_known, rules.latest_known,   rules.latest,     rules.stamped, rules.ignored};
  int count = 0;
  tidemark::field_mask all;
  for (const auto mask : masks) {
    count += mask.count();
    all = all | mask;
  }
  const int fields = static_cast<int>(tidemark::field_count<Record>);
  return count == all.count() && (all & tidemark::key_fields<Record>).empty() &&
         count == fields - tidemark::key_fields<Record>.count();
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

  /// A random stretch between two places that `is_edge` finds.
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

TEST_CASE("the shipped policy compiles, with a warning for each gate that keeps") {
  std::ifstream in(SHIPPED_POLICY);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto compiled = compile_file(text);
  REQUIRE(compiled.found.size() == 2);
  for (const auto& one : compiled.found) CHECK(one.level == policy::severity::warning);
  CHECK(compiled.found[0].at == policy::location{22, 18});
  CHECK(compiled.found[1].at == policy::location{31, 18});
  CHECK(is_complete(compiled.creator_videos));
  CHECK(is_complete(compiled.snapshots));
  CHECK(words_of(text) == words_of(compiled.canonical));
  CHECK(compile_file(compiled.canonical).canonical == compiled.canonical);
}

TEST_CASE("a mutilated policy is refused, or means all that stands in it") {
  std::ifstream in(SHIPPED_POLICY);
  mutator mutations({std::istreambuf_iterator<char>(in), {}});
  int accepted = 0;
  int refused = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::string text = mutations.next();
    const auto compiled = compile_file(text);
    if (policy::has_error(compiled.found)) {
      ++refused;
      if (shown(compiled.found, text).empty()) FAIL("refused without a word:\n" << text);
      continue;
    }
    ++accepted;
    INFO(text);
    REQUIRE(is_complete(compiled.creator_videos));
    REQUIRE(is_complete(compiled.snapshots));
    REQUIRE(words_of(compiled.canonical) == words_of(text));
    const auto again = compile_file(compiled.canonical);
    REQUIRE_FALSE(policy::has_error(again.found));
    REQUIRE(again.canonical == compiled.canonical);
  }
  CHECK(accepted > 200);
  CHECK(refused > 2000);
}
