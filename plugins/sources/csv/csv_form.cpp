// SPDX-License-Identifier: BSL-1.0
#include "csv_form.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include <fmt/core.h>

#include <tidemark/value/nearest.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/value/white_space.hpp>
#include <tidemark/videos/raw_names.hpp>
#include <tidemark/videos/row_builder.hpp>

#include "../file/decoded_bytes.hpp"
#include "identifier.hpp"

namespace tidemark::source {

namespace {

std::string item(std::string_view option, std::size_t index) {
  return fmt::format("{}[{}]: ", option, index);
}

/// The raw names and their aliases.
std::vector<std::string_view> known_names() {
  std::vector<std::string_view> names;
  for (const auto& raw : videos::raw_names) {
    names.push_back(raw.name);
    if (!raw.alias.empty()) names.push_back(raw.alias);
  }
  return names;
}

/// Error: `name` is not a raw name; `place` begins the message.
result<std::size_t> field_of(const std::string& name, const std::string& place) {
  if (const auto field = videos::find_raw_name(name)) return *field;
  return usage_error(fmt::format("{}{} is not a raw name{}", place, in_quotes(name),
                                 did_you_mean(name, known_names())));
}

result<char> read_delimiter(const std::string& text) {
  constexpr std::string_view refused("\"\r\n\0", 4);
  if (text == "tab") return '\t';
  if (text.size() == 1 && static_cast<unsigned char>(text.front()) <= 0x7F &&
      refused.find(text.front()) == refused.npos)
    return text.front();
  return usage_error(
      fmt::format("delimiter: {} is not one ASCII character that can separate cells; write \",\" "
                  "or \";\", and tab for a tab",
                  in_quotes(text)));
}

result<plugin::text_lists> read_columns(const plugin::text_lists& given) {
  std::array<std::string, videos::raw_names.size()> named;
  for (const auto& [name, headers] : given) {
    const std::string place = fmt::format("columns.{}: ", name);
    const auto field = field_of(name, place);
    if (!field) return field.error();
    if (!named[*field].empty())
      return usage_error(
          fmt::format("{}this is the same field as {}; name its headers in one list", place,
                      in_quotes(named[*field])));
    named[*field] = name;
    if (headers.empty()) return usage_error(place + "the list is empty; name a header");
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < headers.size(); ++i)
      if (!seen.insert(headers[i]).second)
        return usage_error(fmt::format("{}{} appears twice", item("columns." + name, i),
                                       in_quotes(headers[i])));
  }
  return given;
}

/// Error: a constant that would reject every row.
result<plugin::text_map> read_constants(const plugin::text_map& given,
                                        const plugin::text_lists& columns) {
  for (const auto& [name, value] : given) {
    const std::string place = fmt::format("constants.{}: ", name);
    const auto field = field_of(name, place);
    if (!field) return field.error();
    if (*field == 0)
      return usage_error(place + "every row has an id of its own; map its column with \"columns\"");
    for (const auto& [mapped, headers] : columns)
      if (videos::find_raw_name(mapped) == *field)
        return usage_error(place + "\"columns\" names a column for this field; leave one out");
    if (value.empty()) return usage_error(place + "is empty; leave it out");
    videos::row_builder rows({1, "", nullptr});
    rows.cell("id", "1");
    rows.cell(name, value);
    videos::video_row row;
    if (const auto reason = rows.finish(row)) return usage_error("constants." + *reason);
  }
  return given;
}

result<std::vector<std::string>> read_texts(const plugin::text_list& given,
                                            std::string_view option) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const std::string text(option == "skip_ids" ? bare_id(given[i])
                                                : without_outer_space(given[i]));
    if (text.empty() && option == "null_values")
      return usage_error(item(option, i) + "is empty; an empty cell is a missing value already");
    if (std::ranges::find(texts, text) != texts.end())
      return usage_error(fmt::format("{}{} appears twice", item(option, i), in_quotes(text)));
    texts.push_back(text);
  }
  return texts;
}

result<bool> read_percent(const plugin::text_list& given) {
  const auto rate = videos::find_raw_name("click_through_rate");
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto field = field_of(given[i], item("percent", i));
    if (!field) return field.error();
    if (*field != *rate)
      return usage_error(fmt::format("{}{} is not a rate; only click_through_rate is",
                                     item("percent", i), in_quotes(given[i])));
  }
  return !given.empty();
}

result<std::vector<time_format>> read_time_formats(const plugin::text_list& given) {
  std::vector<time_format> formats;
  for (std::size_t i = 0; i < given.size(); ++i) {
    auto format = time_format::parse(given[i]);
    if (!format) return usage_error(item("time_formats", i) + format.error().message);
    formats.push_back(std::move(*format));
  }
  return formats;
}

result<std::optional<csv_addition>> read_addition(const plugin::text_lists& given) {
  constexpr std::array<std::string_view, 2> keys{"column", "fields"};
  if (given.empty()) return std::optional<csv_addition>();
  csv_addition addition;
  for (const auto& [key, texts] : given) {
    if (key == "column") {
      if (texts.size() != 1 || texts.front().empty())
        return usage_error("add_by.column: names one column, as in column: product_id");
      addition.column = texts.front();
    } else if (key == "fields") {
      for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto field = field_of(texts[i], item("add_by.fields", i));
        if (!field) return field.error();
        const auto additive = videos::find_additive(videos::raw_names[*field].name);
        if (!additive)
          return usage_error(
              fmt::format("{}{} cannot be added; gpm is worked out from what is",
                          item("add_by.fields", i), in_quotes(texts[i])));
        if (addition.fields[*additive])
          return usage_error(fmt::format("{}{} appears twice", item("add_by.fields", i),
                                         in_quotes(texts[i])));
        addition.fields.set(*additive);
      }
    } else {
      return usage_error(fmt::format("add_by.{}: {} is not a key of add_by{}", key, in_quotes(key),
                                     did_you_mean(key, keys)));
    }
  }
  if (addition.column.empty() || addition.fields.none())
    return usage_error("add_by: needs a column and fields, as in {column: product_id, "
                       "fields: [gmv, items_sold]}");
  return std::optional(std::move(addition));
}

}  // namespace

result<csv_form> csv_form::parse(const plugin::option_values& given) {
  csv_form form;
  const auto take = [](auto&& read, auto& into) -> result<void> {
    if (!read) return read.error();
    into = std::move(*read);
    return {};
  };
  if (auto done = take(read_delimiter(given.text("delimiter")), form.delimiter); !done)
    return done.error();
  form.skip_lines = given.integer("skip_lines");
  if (form.skip_lines < 0) return usage_error("skip_lines: must be 0 or more");
  form.encoding = given.text("encoding");
  if (auto known = decoded_bytes::check_encoding(form.encoding); !known)
    return usage_error("encoding: " + known.error().message);
  if (auto done = take(read_columns(given.lists("columns")), form.columns); !done)
    return done.error();
  if (auto done = take(read_constants(given.map("constants"), form.columns), form.constants); !done)
    return done.error();
  if (auto done = take(read_texts(given.list("null_values"), "null_values"), form.null_values);
      !done)
    return done.error();
  if (auto done = take(read_texts(given.list("skip_ids"), "skip_ids"), form.skip_ids); !done)
    return done.error();
  if (const auto numbers = given.lists("numbers"); !numbers.empty())
    if (auto done = take(number_format::parse(numbers), form.numbers); !done) return done.error();
  if (auto done = take(read_percent(given.list("percent")), form.rates_are_percents); !done)
    return done.error();
  if (form.rates_are_percents)
    for (auto& [name, value] : form.constants)
      if (videos::find_raw_name(name) == videos::find_raw_name("ctr") && !value.ends_with('%'))
        value += '%';
  if (auto done = take(read_time_formats(given.list("time_formats")), form.time_formats); !done)
    return done.error();
  if (auto done = take(read_addition(given.lists("add_by")), form.add_by); !done)
    return done.error();
  return form;
}

}  // namespace tidemark::source
