// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/policy/problem_kind.hpp>
#include <tidemark/yaml/file_text.hpp>
#include <tidemark/yaml/located_node.hpp>

namespace tidemark::yaml {

/// Ends the reading of a file: thrown through the YAML library and caught by `read_document`.
struct reading_stopped {
  diagnostics::location at;
  policy::problem_kind code;
  std::string message;
};

/// Builds a tree of `located_node` from the events of the YAML library, and makes up for what that
/// library does: it counts from 0 and in bytes, marks a missing value at the token that follows,
/// allows any nesting, continues with further documents and accepts a quote that is never closed.
class node_builder final : public YAML::EventHandler {
 public:
  static constexpr std::size_t depth_max = 32;
  /// Bytes of texts and `node_weight` for each node; the content of an anchor counts once more for
  /// the anchor, and at each use.
  static constexpr std::size_t weight_max = 16 << 20;
  static constexpr std::size_t node_weight = 32;

  explicit node_builder(file_text& file) : file_(file) {}

  std::optional<located_node> root;

  /// The place of the innermost `[` or `{` that is still open, if any.
  std::optional<diagnostics::location> open_bracket() const {
    for (auto open = open_.rbegin(); open != open_.rend(); ++open)
      if (open->in_brackets) return open->node.at;
    return std::nullopt;
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (document_seen_)
      throw reading_stopped{place_of(mark), policy::problem_kind::second_document,
                            "the file goes on after its end; it must be one YAML document without "
                            "\"---\" or \"...\" inside"};
    document_seen_ = true;
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    located_node node;
    node.at = place_of_nothing(mark);
    finish(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto named = anchored_.find(anchor);
    if (named == anchored_.end())
      throw reading_stopped{place_of(mark), policy::problem_kind::unbounded_alias,
                            "this alias is inside of what it names"};
    weigh(named->second.second - node_weight, place_of(mark));
    located_node node = named->second.first;
    node.at = place_of(mark);
    if (node.kind == node_kind::text) node.text_at = node.at;
    node.verbatim = false;
    finish(std::move(node), YAML::NullAnchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    located_node node;
    node.kind = node_kind::text;
    node.at = place_of(mark);
    node.text = value;
    node.plain = tag == "?";
    const std::size_t start = content_start(mark);
    const bool quoted = !node.plain && is_quote(start);
    if (quoted) check_closed(start);
    const std::size_t text_start = start + (quoted ? 1 : 0);
    node.text_at = file_.place_of(text_start);
    node.verbatim = file_.text().substr(text_start, value.size()) == value &&
                    value.find('\n') == value.npos;
    weigh(value.size(), node.at);
    finish(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    begin(node_kind::list, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { end(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    begin(node_kind::map, mark, tag, anchor, style);
  }
  void OnMapEnd() override { end(); }

 private:
  struct open_node {
    located_node node;
    YAML::anchor_t anchor = YAML::NullAnchor;
    bool in_brackets = false;
    std::size_t weight_before = 0;
    std::optional<diagnostics::located_text> key;  ///< read, its value not yet
  };

  static std::size_t position_of(const YAML::Mark& mark) {
    return static_cast<std::size_t>(std::max(mark.pos, 0));
  }
  diagnostics::location place_of(const YAML::Mark& mark) {
    last_event_ = position_of(mark);
    return file_.place_of(last_event_);
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    throw reading_stopped{place_of(mark), policy::problem_kind::tag_or_directive,
                          "a tag (!name) has no meaning here; remove it"};
  }

  void begin(node_kind kind, const YAML::Mark& mark, const std::string& tag,
             YAML::anchor_t anchor, YAML::EmitterStyle::value style) {
    refuse_tag(mark, tag);
    open_node opened;
    opened.node.kind = kind;
    opened.node.at = place_of(mark);
    opened.anchor = anchor;
    opened.in_brackets = style == YAML::EmitterStyle::Flow;
    opened.weight_before = weight_;
    if (open_.size() == depth_max)
      throw reading_stopped{
          opened.node.at, policy::problem_kind::nested_too_deeply,
          "nested too deeply; " + std::to_string(depth_max) + " levels are the limit"};
    open_.push_back(std::move(opened));
  }

  void end() {
    open_node closed = std::move(open_.back());
    open_.pop_back();
    const std::size_t weight = weight_ - closed.weight_before;
    finish(std::move(closed.node), closed.anchor, weight);
  }

  bool awaits_key() const {
    return !open_.empty() && open_.back().node.kind == node_kind::map && !open_.back().key;
  }

  void finish(located_node node, YAML::anchor_t anchor, std::size_t weight = 0) {
    weigh(node_weight, node.at);
    if (anchor != YAML::NullAnchor) {
      const std::size_t copied = weight + node_weight + node.text.size();
      weigh(copied, node.at);
      anchored_[anchor] = {node, copied};
    }
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    open_node& parent = open_.back();
    if (awaits_key()) {
      if (node.kind != node_kind::text)
        throw reading_stopped{node.at, policy::problem_kind::key_not_a_word,
                              "a key must be a word, found " + std::string(to_text(node.kind))};
      parent.key = diagnostics::located_text{std::move(node.text), node.at};
      return;
    }
    if (parent.key) {
      node.key = std::move(*parent.key);
      parent.key.reset();
    }
    parent.node.children.push_back(std::move(node));
  }

  void weigh(std::size_t weight, diagnostics::location at) {
    weight_ += weight;
    if (weight_ > weight_max)
      throw reading_stopped{at, policy::problem_kind::unbounded_alias,
                            "the file is too large once its aliases are resolved"};
  }

  /// Where the text of a scalar begins, after its anchor.
  std::size_t content_start(const YAML::Mark& mark) const {
    constexpr std::string_view space = " \t\r\n";
    const auto text = file_.text();
    std::size_t at = position_of(mark);
    while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
      at = std::min(text.find_first_of(space, at), text.size());
      at = std::min(text.find_first_not_of(space, at), text.size());
    }
    return at;
  }

  bool is_quote(std::size_t at) const {
    return at < file_.text().size() && (file_.text()[at] == '"' || file_.text()[at] == '\'');
  }

  /// The library treats the end of the file as a closing quote.
  void check_closed(std::size_t start) {
    const auto text = file_.text();
    const char quote = text[start];
    for (std::size_t i = start + 1; i < text.size(); ++i) {
      if (quote == '"' && text[i] == '\\') {
        ++i;
      } else if (text[i] == quote) {
        if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) return;
        ++i;  // '' is an escaped '
      }
    }
    throw reading_stopped{file_.place_of(start), policy::problem_kind::not_yaml,
                          "this quote is never closed"};
  }

  /// Whether the value at `at` is `null` or `~`.
  bool is_null_word(std::size_t at) const {
    constexpr std::array<std::string_view, 4> words{"~", "null", "Null", "NULL"};
    const auto rest = file_.text().substr(at);
    for (const auto word : words)
      if (rest.starts_with(word) && rest.substr(word.size(), 1).find_first_not_of(" \r\n,]}") ==
                                        std::string_view::npos)
        return true;
    return false;
  }

  /// A missing value has the mark of what follows it. A comma or bracket in the same line is a good
  /// place; otherwise it is the dash of the item, or what was read last.
  diagnostics::location place_of_nothing(const YAML::Mark& mark) {
    const auto text = file_.text();
    const std::size_t next = std::min(position_of(mark), text.size());
    const bool written = next > last_event_ && is_null_word(next);
    const bool in_brackets = !open_.empty() && open_.back().in_brackets;
    if (!open_.empty() && open_.back().key && !written)
      return open_.back().key->at;
    if (in_brackets || written) return place_of(mark);

    for (std::size_t end = next; end > last_event_;) {
      const auto break_before = text.rfind('\n', end - 1);
      const std::size_t start = std::max(break_before == text.npos ? 0 : break_before + 1,
                                         last_event_);
      const auto first = text.find_first_not_of(" \t", start);
      if (first < end && text[first] == '-') {
        last_event_ = first;
        break;
      }
      if (start == 0 || start == last_event_) break;
      end = start - 1;
    }
    return file_.place_of(last_event_);
  }

  file_text& file_;
  bool document_seen_ = false;
  std::size_t weight_ = 0;
  std::size_t last_event_ = 0;
  std::vector<open_node> open_;
  std::map<YAML::anchor_t, std::pair<located_node, std::size_t>> anchored_;
};

}  // namespace tidemark::yaml
