// SPDX-License-Identifier: BSL-1.0
#include "csv_columns.hpp"

#include <algorithm>

#include <fmt/core.h>

#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/raw_names.hpp>
#include <tidemark/videos/row_text.hpp>

#include "usual_headings.hpp"

namespace tidemark::source {

namespace {

std::string quoted_list(std::span<const std::string_view> names) {
  constexpr std::size_t shown_max = 40;
  std::string list;
  for (const auto name : names.first(std::min(names.size(), shown_max)))
    list += (list.empty() ? "" : ", ") + in_quotes(name);
  return names.size() > shown_max ? list + ", ..." : list;
}

/// Assigns the columns of one header, step by step.
class column_finder {
 public:
  column_finder(std::span<const std::string_view> names, const csv_form& form)
      : names_(names), form_(form), used_(names.size()) {
    for (const auto name : names) {
      folded_.push_back(folded_name(name));
      found_.columns.push_back({.name = std::string(name)});
    }
  }

  csv_columns find() {
    constexpr std::size_t columns_max = 10'000;  // since each is compared with all others
    if (names_.size() > columns_max) {
      found_.columns.clear();
      fail(fmt::format("the header has {} columns; at most 10000 are read", names_.size()));
      return std::move(found_);
    }
    check_texts();
    take_mapped();
    take_exact();
    take_alike();
    keep_others();
    take_addition();
    check_fields();
    return std::move(found_);
  }

 private:
  /// The last cell with the name `name`, exactly or else similarly; nothing if there is none.
  std::optional<std::size_t> cell_of(std::string_view name) const {
    for (std::size_t cell = names_.size(); cell-- > 0;)
      if (names_[cell] == name) return cell;
    const std::string folded = folded_name(name);
    for (std::size_t cell = names_.size(); cell-- > 0;)
      if (folded_[cell] == folded) return cell;
    return std::nullopt;
  }

  void fail(std::string reason) {
    if (!found_.fault) found_.fault = std::move(reason);
  }

  /// Reads `cell` as `name`, a raw name or alias.
  void read(std::size_t cell, std::string_view name) {
    const std::size_t field = *videos::find_raw_name(name);
    found_.kept.push_back({std::string(name), cell});
    found_.read.set(field);
    if (field == 0) found_.id = cell;
    used_[cell] = true;
    found_.columns[cell].read_as = videos::raw_names[field].name;
  }

  /// Leaves `cell` out, also of the payload.
  void leave_out(std::size_t cell, const std::string& why) {
    used_[cell] = true;
    note(cell, why);
  }

  /// Adds the note `text` to a column that is still read or kept.
  void note(std::size_t cell, const std::string& text) {
    found_.columns[cell].note = text;
    found_.warnings.push_back(fmt::format("the column {} {}", in_quotes(names_[cell]), text));
  }

  void check_texts() {
    for (const auto name : names_)
      if (const auto fault = videos::scan_text(name).fault; fault != videos::text_fault::none)
        fail(fmt::format("the column name {} {}{}", in_quotes(name), to_text(fault),
                         fault == videos::text_fault::not_utf8 && form_.encoding.empty()
                             ? "; name the file's encoding, as in encoding: WINDOWS-1252"
                             : ""));
  }

  void take_mapped() {
    for (const auto& [name, headers] : form_.columns) {
      mapped_.set(*videos::find_raw_name(name));
      const auto header = std::ranges::find_if(
          headers, [&](const auto& wanted) { return cell_of(wanted).has_value(); });
      if (header == headers.end()) {
        fail(missing_header(name, headers));
        continue;
      }
      const std::size_t cell = *cell_of(*header);
      read(cell, name);
      if (names_[cell] != *header)
        note(cell, fmt::format("is read as {}, which \"columns\" names for {}",
                               in_quotes(*header), name));
    }
    for (const auto& [name, headers] : form_.columns)
      for (const auto& header : headers)
        if (const auto cell = cell_of(header); cell && !used_[*cell])
          leave_out(*cell, "is not read: \"columns\" names another one first for " + name);
  }

  std::string missing_header(const std::string& name, const plugin::text_list& headers) const {
    std::string wanted;
    for (const auto& header : headers) wanted += (wanted.empty() ? "" : " or ") + in_quotes(header);
    return fmt::format("no column {}, which \"columns\" names for {}{}", wanted, name, there());
  }

  std::string there() const { return "; the header has " + quoted_list(names_); }

  void take_exact() {
    for (std::size_t cell = 0; cell < names_.size(); ++cell) {
      const auto field = used_[cell] ? std::nullopt : videos::find_raw_name(names_[cell]);
      if (!field) continue;
      if (mapped_[*field])
        leave_out(cell, "is not read: \"columns\" names another one for it");
      else if (cell_of(names_[cell]) != cell)
        leave_out(cell, "appears twice; the last one is read");
      else
        read(cell, names_[cell]);
    }
  }

  /// Reads names that differ only in case and outer white space, if there is no exact one.
  void take_alike() {
    for (std::size_t cell = 0; cell < names_.size(); ++cell) {
      const auto field = used_[cell] ? std::nullopt : videos::find_raw_name(folded_[cell]);
      if (!field) continue;
      const bool last = std::find(folded_.begin() + static_cast<std::ptrdiff_t>(cell) + 1,
                                  folded_.end(), folded_[cell]) == folded_.end();
      if (found_.read[*field]) {
        note(cell, "is not read: another column is read as " +
                              in_quotes(videos::raw_names[*field].name));
      } else if (!last) {
        leave_out(cell, "appears twice up to case and spaces; the last one is read");
      } else {
        read(cell, folded_[cell]);
        note(cell, "is read as " + in_quotes(folded_[cell]));
      }
    }
  }

  /// Keeps every other column for the payload, and checks whether it may be a misspelt field.
  void keep_others() {
    for (std::size_t cell = 0; cell < names_.size(); ++cell) {
      if (used_[cell]) continue;
      if (std::find(names_.begin() + static_cast<std::ptrdiff_t>(cell) + 1, names_.end(),
                    names_[cell]) != names_.end()) {
        leave_out(cell, "appears twice; the last one is kept");
        continue;
      }
      found_.kept.push_back({std::string(names_[cell]), cell});
      if (!found_.columns[cell].note.empty() || !other_delimiter().empty()) continue;
      auto field = find_near_field(names_[cell], found_.read);
      if (!field) field = find_usual_heading(names_[cell], found_.read);
      if (!field) continue;
      const std::string_view raw = videos::raw_names[*field].name;
      found_.columns[cell].meant = raw;
      note(cell, fmt::format("is not read{} Map it: columns: {{{}: {}}}",
                             did_you_mean_field(*field), raw, in_quotes(names_[cell])));
    }
  }

  void take_addition() {
    if (!form_.add_by) return;
    found_.add_by = cell_of(form_.add_by->column);
    if (!found_.add_by)
      fail(fmt::format("no column {}, which \"add_by\" names{}", in_quotes(form_.add_by->column),
                       there()));
    for (std::size_t i = 0; i < videos::additive_fields.size(); ++i) {
      const auto raw = videos::additive_fields[i].raw_name;
      if (form_.add_by->fields[i] && !found_.read[*videos::find_raw_name(raw)])
        found_.warnings.push_back(fmt::format("add_by adds {}, and no column is read as it", raw));
    }
  }

  void check_fields() {
    if (!found_.id && names_.front().starts_with("sep="))
      return fail("the first line is a spreadsheet's sep= line; set skip_lines: 1, and delimiter "
                  "to what it names");
    if (const auto other = other_delimiter(); !found_.id && !other.empty())
      return fail(
          fmt::format("the header is one cell{}; set delimiter: {}, or skip_lines where the header "
                      "is further down",
                      there(), other));
    if (!found_.id)
      return fail(fmt::format(
          "no column \"id\"{}; map the one that holds it, as in columns: {{id: {}}}", there(),
          likely_id()));
    if (found_.read.count() == 1)
      fail(fmt::format("no column but the id is known{}; map them, as in columns: {{gmv: \"Total "
                       "sales\"}}; `tidemark sources preview` shows what every column became",
                       there()));
  }

  /// The likely delimiter of a header that was read as one cell; empty if there is none.
  std::string other_delimiter() const {
    if (names_.size() != 1) return {};
    if (names_.front().find('\t') != names_.front().npos) return "tab";
    for (const char candidate : {';', ',', '|'})
      if (names_.front().find(candidate) != names_.front().npos)
        return fmt::format("\"{}\"", candidate);
    return {};
  }

  std::string likely_id() const {
    for (const auto& column : found_.columns)
      if (column.meant == "id") return in_quotes(column.name);
    return "\"Video ID\"";
  }

  std::span<const std::string_view> names_;
  const csv_form& form_;
  std::vector<std::string> folded_;
  std::vector<bool> used_;  // by cell: it is read, or left out
  field_set mapped_;
  csv_columns found_;
};

}  // namespace

csv_columns find_columns(std::span<const std::string_view> names, const csv_form& form) {
  return column_finder(names, form).find();
}

}  // namespace tidemark::source
