// SPDX-License-Identifier: BSL-1.0
#include "csv_cells.hpp"

#include <algorithm>
#include <utility>

#include <tidemark/value/utf8.hpp>
#include <tidemark/value/white_space.hpp>
#include <tidemark/videos/raw_names.hpp>
#include <tidemark/videos/row_text.hpp>

#include "identifier.hpp"

namespace tidemark::source {

namespace {

bool is_currency_code(std::string_view symbol) {
  return symbol.size() == 3 &&
         std::ranges::all_of(symbol, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_plain_number(std::string_view text) {
  if (text.ends_with('%')) text.remove_suffix(1);
  return !text.empty() && text.find_first_not_of("-.0123456789") == text.npos &&
         text.find_first_of("0123456789") != text.npos;
}

}  // namespace

csv_cells::csv_cells(const csv_form& form, const csv_columns& columns,
                     videos::row_settings settings)
    : form_(form), settings_(settings), rows_(std::move(settings)) {
  std::vector<bool> kept(columns.columns.size());
  for (const auto& column : columns.kept) {
    const kind is = kind_of(column.name);
    const bool number = is == kind::amount || is == kind::integer;
    const bool rate = is == kind::rate && !form.rates_are_percents;
    const bool moment = is == kind::moment && form.time_formats.empty();
    const bool as_it_is =
        form.null_values.empty() &&
        (is == kind::other || moment || ((number || rate) && !form.numbers));
    columns_.push_back({column.name, column.cell, is, as_it_is, column.name == "hash_tags"});
    kept[column.cell] = true;
  }
  for (std::size_t cell = 0; cell < kept.size(); ++cell)
    if (!kept[cell]) unread_.push_back(cell);
  id_ = columns.id;
  for (const auto& [name, value] : form.constants)
    if (!columns.read[*videos::find_raw_name(name)]) constants_.emplace_back(name, value);
}

csv_cells::kind csv_cells::kind_of(std::string_view name) {
  const auto field = videos::find_raw_name(name);
  if (!field) return kind::other;
  const std::string_view raw = videos::raw_names[*field].name;
  if (raw == "id") return kind::id;
  if (raw == "username") return kind::username;
  if (raw == "title" || raw == "hash_tags") return kind::other;
  if (raw == "video_post_time") return kind::moment;
  if (raw == "click_through_rate") return kind::rate;
  const bool amount = raw == "gmv" || raw == "gpm" || raw == "est_commission";
  return amount ? kind::amount : kind::integer;
}

bool csv_cells::is_skipped(std::span<const std::string_view> cells) const {
  return !form_.skip_ids.empty() && id_ && *id_ < cells.size() &&
         std::ranges::find(form_.skip_ids, bare_id(cells[*id_])) != form_.skip_ids.end();
}

std::optional<std::string> csv_cells::read(std::span<const std::string_view> cells,
                                           videos::row_view& row) {
  for (const std::size_t cell : unread_)
    if (const auto fault = videos::scan_text(cells[cell]).fault;
        fault != videos::text_fault::none) {
      const std::string reason = "cell " + std::to_string(cell + 1) + ": " +
                                 in_quotes(cells[cell]) + " " + std::string(to_text(fault));
      return reason + hint(reason);
    }
  std::optional<std::string> reason;
  for (const auto& from : columns_) {
    if (from.as_it_is) {
      if (from.is_tags) rows_.cell(from.name, cells[from.cell]);
      else rows_.text_cell(from.name, cells[from.cell]);
    } else if (from.is == kind::id && form_.null_values.empty() &&
               counts_.ids.add_number(cells[from.cell])) {
      rows_.text_cell(from.name, cells[from.cell]);
    } else if (auto refused = feed(from, cells[from.cell])) {
      reason = std::move(refused);
      break;
    }
  }
  for (const auto& [name, value] : constants_) rows_.cell(name, value);
  if (auto broken = rows_.finish(row); !reason && broken) reason = *broken + hint(*broken);
  constexpr std::int64_t whole = 1'000'000;  // 100 % in units of percent
  if (!reason && row.ctr && row.ctr->units > whole && has_bare_rate(cells)) ++counts_.large_rates;
  return reason;
}

/// What to do if the cell that broke the rule in `reason` may be valid in another form.
std::string csv_cells::hint(std::string_view reason) const {
  if (reason.ends_with(to_text(videos::text_fault::not_utf8)) && form_.encoding.empty())
    return "; if the file has another encoding, name it, as in encoding: WINDOWS-1252";
  for (const auto& from : columns_) {
    if (!reason.starts_with(from.name + ": ")) continue;
    if (is_number(from.is) && !form_.numbers)
      return "; if the file writes numbers in another form, name it, as in numbers: {decimal: "
             "\",\", group: \".\", symbols: [\"R$\"]}, or what stands for a missing value, as in "
             "null_values: [\"-\"]";
    if (from.is == kind::moment && form_.time_formats.empty())
      return "; name the form of the file's times, as in time_formats: [\"%d/%m/%Y %H:%M\"]";
  }
  return {};
}

/// Feeds one cell; returns the reason to reject the row if no rule of the row does.
std::optional<std::string> csv_cells::feed(const read_column& from, std::string_view cell) {
  if (!form_.null_values.empty() && is_null(from, cell)) cell = {};
  switch (from.is) {
    case kind::id: return feed_id(from, cell);
    case kind::amount:
    case kind::integer:
      if (form_.numbers) return feed_number(from, cell);
      rows_.cell(from.name, cell);
      break;
    case kind::rate:
      if (form_.numbers) return feed_number(from, cell);
      feed_rate(from, cell);
      break;
    case kind::username: rows_.cell(from.name, without_outer_space(cell)); break;
    case kind::moment: return feed_moment(from, cell);
    case kind::other: rows_.cell(from.name, cell); break;
  }
  return std::nullopt;
}

std::optional<std::string> csv_cells::feed_id(const read_column& from, std::string_view cell) {
  const std::string_view id = bare_id(cell);
  rows_.cell(from.name, id);
  return counts_.ids.add("id", id);
}

/// Feeds a number in the form of `numbers`.
std::optional<std::string> csv_cells::feed_number(const read_column& from,
                                                  std::string_view cell) {
  if (without_outer_space(cell).empty()) {
    rows_.cell(from.name, std::string_view());
    return std::nullopt;
  }
  number_format::symbols_beside beside;
  if (!form_.numbers->read(cell, number_, beside)) {
    rows_.cell(from.name, cell);
    return from.name + ": " + in_quotes(cell) + " is not a number in the form of \"numbers\" (" +
           form_.numbers->description() + ")";
  }
  for (const auto symbol : beside)
    if (from.is == kind::amount && is_currency_code(symbol) && symbol != settings_.currency) {
      rows_.cell(from.name, cell);
      return from.name + ": the currency " + in_quotes(symbol) + " is not the brand's, " +
             settings_.currency;
    }
  if (from.is == kind::rate) feed_rate(from, number_);
  else rows_.cell(from.name, std::string(number_));
  return std::nullopt;
}

/// Whether a rate among `cells` lacks its sign.
bool csv_cells::has_bare_rate(std::span<const std::string_view> cells) const {
  return std::ranges::any_of(columns_, [&](const auto& from) {
    const std::string_view cell = without_outer_space(cells[from.cell]);
    return from.is == kind::rate && !cell.empty() && !cell.ends_with('%');
  });
}

void csv_cells::feed_rate(const read_column& from, std::string_view number) {
  const bool percent =
      form_.rates_are_percents && !number.ends_with('%') && !number.empty();
  if (percent) rows_.cell(from.name, std::string(number) + "%");
  else if (form_.numbers) rows_.cell(from.name, std::string(number));  // it is in our own buffer
  else rows_.cell(from.name, number);
}

std::optional<std::string> csv_cells::feed_moment(const read_column& from,
                                                  std::string_view cell) {
  for (const auto& format : form_.time_formats) {
    const auto reading = format.read(cell);
    if (!reading) continue;
    const bool known = reading->has_offset || !settings_.clock;
    rows_.cell(from.name, known ? to_rfc3339(reading->shown) : to_text(reading->shown));
    return std::nullopt;
  }
  const std::string_view text = form_.time_formats.empty() ? cell : without_outer_space(cell);
  rows_.cell(from.name, text);
  constexpr std::size_t seconds_digits_min = 9;  // from 1973 on
  if (!form_.time_formats.empty() && is_digits(text) && text.size() < seconds_digits_min)
    return from.name + ": " + in_quotes(text) +
           " is not a time in one of time_formats, and too small for Unix seconds; a spreadsheet's "
           "number of a day must be exported as a date";
  return std::nullopt;
}

/// Whether `cell` is one of `null_values`; counts those that are numbers.
bool csv_cells::is_null(const read_column& from, std::string_view cell) {
  const auto entry = std::ranges::find(form_.null_values, without_outer_space(cell));
  if (entry == form_.null_values.end()) return false;
  if (is_number(from.is) && is_number_text(*entry)) {
    counts_.null_numbers.resize(form_.null_values.size());
    auto& counted =
        counts_.null_numbers[static_cast<std::size_t>(entry - form_.null_values.begin())];
    if (counted.count++ == 0) counted.column = from.name;
  }
  return true;
}

/// Whether `text` is a number in the file's form.
bool csv_cells::is_number_text(std::string_view text) const {
  std::string plain;
  number_format::symbols_beside beside;
  return form_.numbers ? form_.numbers->read(text, plain, beside) : is_plain_number(text);
}

}  // namespace tidemark::source
