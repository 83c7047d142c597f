// SPDX-License-Identifier: BSL-1.0
#include "config_variables.hpp"

#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/core.h>

#include <tidemark/value/utf8.hpp>
#include <tidemark/yaml/map_reader.hpp>

#include "config_issues.hpp"
#include "read_file.hpp"

namespace tidemark::host {

namespace {

bool is_variable_name(std::string_view name) {
  constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
  return !name.empty() && (name.front() < '0' || name.front() > '9') &&
         name.find_first_not_of(letters) == name.npos;
}

/// Whether `text` is UTF-8 without NUL, as every storage and message needs it.
bool is_text(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = text.front() == '\0' ? 0 : utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

/// `text` without a final LF or CRLF, which editors and `echo` add.
std::string without_line_end(std::string text) {
  if (!text.ends_with('\n')) return text;
  text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

std::string file_content(const std::string& name, diagnostics::location at,
                         const std::filesystem::path& folder, diagnostics::issues& found) {
  constexpr std::size_t size_max = 64 << 10;
  auto content = read_file(folder / name, size_max);
  if (!content) {
    report_issue(found, at,
                 fmt::format("cannot read the file {}: {}", in_quotes(name),
                             content.error().message));
    return {};
  }
  if (is_text(*content)) return without_line_end(std::move(*content));
  report_issue(found, at, fmt::format("the file {} is not UTF-8 text", in_quotes(name)));
  return {};
}

/// The value of `${name}`.
std::string value_of(const std::string& name, diagnostics::location at,
                     const std::filesystem::path& folder, diagnostics::issues& found) {
  constexpr std::string_view file = "file:";
  if (name.starts_with(file) && name.size() > file.size())
    return file_content(name.substr(file.size()), at, folder, found);
  if (!is_variable_name(name)) {
    report_issue(found, at,
                 in_quotes(name) +
                     " is not a variable; write ${NAME} or ${file:PATH}, or "
                     "$${ for the text ${ itself");
    return {};
  }
  const char* const value = std::getenv(name.c_str());
  if (!value) {
    report_issue(found, at,
                 fmt::format("the environment variable {} is not set; set it, or write $${{ for "
                             "the text ${{ itself",
                             name));
    return {};
  }
  if (is_text(value)) return without_line_end(value);
  report_issue(found, at, fmt::format("the environment variable {} is not UTF-8 text", name));
  return {};
}

}  // namespace

std::string replace_variables(const yaml::located_node& node, const std::filesystem::path& folder,
                              diagnostics::issues& found) {
  const std::string& text = node.text;
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text.compare(i, 3, "$${") == 0) {
      out += "${";
      i += 3;
    } else if (text.compare(i, 2, "${") == 0) {
      const auto end = text.find('}', i);
      if (end == text.npos) {
        report_issue(found, node.place_of(i),
                     "this ${ has no closing }; write $${ for the text ${ "
                     "itself");
        return out;
      }
      out += value_of(text.substr(i + 2, end - i - 2), node.place_of(i), folder, found);
      i = end + 1;
    } else {
      out += text[i++];
    }
  }
  return out;
}

yaml::located_node with_variables(yaml::located_node node, const std::filesystem::path& folder,
                                  diagnostics::issues& found) {
  if (node.kind == yaml::node_kind::text && node.text.find("${") != node.text.npos) {
    node.text = replace_variables(node, folder, found);
    node.verbatim = false;
  }
  for (auto& child : node.children) child = with_variables(std::move(child), folder, found);
  return node;
}

}  // namespace tidemark::host
