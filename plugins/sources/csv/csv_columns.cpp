// SPDX-License-Identifier: BSL-1.0
#include "csv_columns.hpp"

#include <algorithm>

#include <tidemark/policy/nearest.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/row_builder.hpp>

namespace tidemark::source {

namespace {

std::string quoted_list(std::span<const std::string_view> names) {
  constexpr std::size_t shown_max = 40;
  std::string list;
  for (const auto name : names.first(std::min(names.size(), shown_max)))
    list += (list.empty() ? "" : ", ") + in_quotes(name);
  return names.size() > shown_max ? list + ", ..." : list;
}

/// The raw names and their aliases.
std::vector<std::string_view> known_names() {
  std::vector<std::string_view> names;
  for (const auto& one : videos::raw_names) {
    names.push_back(one.name);
    if (!one.alias.empty()) names.push_back(one.alias);
  }
  return names;
}

/// Where `name` stands last in `names`; its size if nowhere.
std::size_t last_of(std::span<const std::string_view> names, std::string_view name) {
  for (std::size_t i = names.size(); i-- > 0;)
    if (names[i] == name) return i;
  return names.size();
}

}  // namespace

result<csv_form> csv_form::parse(std::string_view delimiter,
                                 std::vector<std::pair<std::string, std::string>> columns) {
  constexpr std::string_view refused("\"\r\n\0", 4);
  if (delimiter.size() != 1 || static_cast<unsigned char>(delimiter.front()) > 0x7F ||
      refused.find(delimiter.front()) != std::string_view::npos)
    return usage_error("delimiter: " + in_quotes(delimiter) +
                       " is not one ASCII character that can separate cells; write \",\" or \";\", "
                       "and for a tab \"\\t\" in double quotes");
  const auto known = known_names();
  for (const auto& [name, header] : columns)
    if (std::find(known.begin(), known.end(), name) == known.end())
      return usage_error("columns: " + in_quotes(name) + " is no raw name" +
                         policy::did_you_mean(name, known));
  return csv_form{delimiter.front(), std::move(columns)};
}

result<std::vector<csv_column>> find_columns(std::span<const std::string_view> names,
                                             const csv_form& form,
                                             std::vector<std::string>& remarks) {
  const std::string there = "; the header has " + quoted_list(names);
  for (const auto name : names)
    if (const auto fault = videos::scan_text(name).fault; fault != videos::text_fault::none)
      return failure("the column name " + in_quotes(name) + " " +
                     std::string(to_text(fault)));
  std::vector<csv_column> columns;
  std::vector<bool> mapped(names.size());
  for (const auto& [name, header] : form.columns) {
    const std::size_t cell = last_of(names, header);
    if (cell == names.size())
      return failure("no column " + in_quotes(header) + ", which \"columns\" names for " +
                     name + there);
    mapped[cell] = true;
    columns.push_back({name, cell});
  }
  const auto is_taken = [&](std::string_view name) {
    return std::any_of(form.columns.begin(), form.columns.end(),
                       [&](const auto& one) { return one.first == name; });
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (mapped[i]) continue;
    if (is_taken(names[i])) {
      remarks.push_back("column " + in_quotes(names[i]) +
                        " is left out: \"columns\" names another one for it");
    } else if (last_of(names, names[i]) != i) {
      remarks.push_back("column " + in_quotes(names[i]) + " stands twice; the last counts");
    } else {
      columns.push_back({std::string(names[i]), i});
    }
  }
  if (std::none_of(columns.begin(), columns.end(), [](const auto& c) { return c.name == "id"; }))
    return failure("no column \"id\"" + there +
                   "; map the one that holds it, as in columns: {id: \"Video ID\"}");
  return columns;
}

}  // namespace tidemark::source
