// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <tidemark/diagnostics/issue.hpp>
#include <tidemark/yaml/file_text.hpp>
#include <tidemark/yaml/located_node.hpp>
#include <tidemark/yaml/node_builder.hpp>

namespace tidemark::yaml {

namespace detail {

/// What the YAML library's `message` means to a user, and what to do about it.
inline std::string in_plain_words(std::string_view message) {
  struct translation {
    std::string_view from;
    std::string_view to;
  };
  namespace raw = YAML::ErrorMsg;
  const std::array<translation, 12> known{{
      {raw::END_OF_MAP, "this does not continue the map above it; check indentation and quotes"},
      {raw::END_OF_SEQ, "this does not continue the list above it; check indentation and quotes"},
      {raw::END_OF_MAP_FLOW, "this \"{\" is never closed by a \"}\""},
      {raw::END_OF_SEQ_FLOW, "this \"[\" is never closed by a \"]\""},
      {raw::FLOW_END, "this bracket closes nothing"},
      {raw::MAP_VALUE, "a \":\" where no key can stand; check the indentation, or quote the text"},
      {raw::MAP_KEY, "a \"?\" where no key can stand; quote the text"},
      {raw::BLOCK_ENTRY, "a \"-\" where no list can stand; check the indentation"},
      {raw::TAB_IN_INDENTATION, "a tab indents this line; use spaces"},
      {raw::UNKNOWN_TOKEN, "no value can begin with this character; quote the text"},
      {raw::UNKNOWN_ANCHOR, "this alias names nothing; define it with &name before"},
      {raw::BAD_FILE, "nested too deeply"},
  }};
  for (const auto& wording : known)
    if (wording.from == message) return std::string(wording.to);
  return std::string(message);
}

/// The place of the tab in the indentation of the line of `position`, if there is one.
inline std::optional<std::size_t> indenting_tab(std::string_view text, std::size_t position) {
  const auto line = position == 0 ? text.npos : text.rfind('\n', position - 1);
  const std::size_t start = line == text.npos ? 0 : line + 1;
  const auto first = std::min(text.find_first_not_of(" \t", start), text.size());
  const auto tab = text.substr(start, first - start).find('\t');
  if (tab == text.npos) return std::nullopt;
  return start + tab;
}

/// What the YAML library's error means, and where it is. For some tabs in an indentation, the
/// library reports what follows them. It has the same error for a bracket that is never closed and
/// for a missing comma; the latter is likely before the line ends.
inline diagnostics::issue explain(const YAML::Exception& problem, const node_builder& builder,
                                  file_text& file) {
  const auto at = std::min(static_cast<std::size_t>(std::max(problem.mark.pos, 0)),
                           file.text().size());
  diagnostics::issue found{diagnostics::severity::error, file.place_of(at),
                           "not YAML: " + in_plain_words(problem.msg),
                           policy::problem_kind::not_yaml};
  if (problem.msg == YAML::ErrorMsg::BAD_FILE) found.code = policy::problem_kind::nested_too_deeply;
  const auto bracket = builder.open_bracket();
  if (const auto tab = indenting_tab(file.text(), at); tab && !bracket) {
    found.at = file.place_of(*tab);
    found.message = "not YAML: " + in_plain_words(YAML::ErrorMsg::TAB_IN_INDENTATION);
  }
  const bool in_brackets = problem.msg == YAML::ErrorMsg::END_OF_MAP_FLOW ||
                           problem.msg == YAML::ErrorMsg::END_OF_SEQ_FLOW;
  if (!in_brackets || !bracket) return found;
  const bool more_in_line =
      file.text().substr(at, 1).find_first_not_of("\r\n") != std::string_view::npos;
  if (found.at.line == bracket->line && more_in_line)
    found.message = "not YAML: expected a comma or the closing bracket";
  else found.at = *bracket;
  return found;
}

}  // namespace detail

/// Reads `text`, a YAML file of one document, into a tree of nodes.
///
/// Nothing if it cannot be read; the reason, with its place, is then added to `found`. Refuses
/// files over 1 MiB, bytes that are not UTF-8, control characters, directives, tags, keys that are
/// not words, more than 32 levels of nesting, and aliases that expand to too much. An empty file is
/// a node of kind `nothing`. Issues have the codes of policies, also if the file is another one.
/// Repeated keys are kept: the reader of the map reports them. Throws only when out of memory.
inline std::optional<located_node> read_document(std::string_view text,
                                                 diagnostics::issues& found) {
  file_text file(text);
  if (!file.check(found)) return std::nullopt;
  node_builder builder(file);
  try {
    // If the file ends in a line break, the library treats an open quote as closed; otherwise it
    // reports the end of the file. The builder knows where the quote begins.
    std::istringstream in{std::string(file.text()) + "\n"};
    YAML::Parser parser(in);
    // A second call finds what follows the document; the builder refuses it.
    if (parser.HandleNextDocument(builder)) parser.HandleNextDocument(builder);
  } catch (const reading_stopped& stop) {
    found.push_back({diagnostics::severity::error, stop.at, stop.message, stop.code});
    return std::nullopt;
  } catch (const YAML::Exception& problem) {
    found.push_back(detail::explain(problem, builder, file));
    return std::nullopt;
  }
  if (builder.root) return std::move(builder.root);
  located_node nothing;
  nothing.at = {1, 1};
  return nothing;
}

}  // namespace tidemark::yaml
