// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <tidemark/value/json.hpp>
#include <tidemark/value/json_writer.hpp>
#include <tidemark/videos/raw_names.hpp>

#include "../output/format.hpp"
#include "../output/table.hpp"
#include "source_preview.hpp"

namespace tidemark::host {

namespace {

using videos::video_row;

std::string joined(const tags& list) {
  std::string text;
  for (const auto& tag : list) text += (text.empty() ? "" : "|") + tag;
  return text;
}

/// One field of a row for people; `-` if it is missing.
struct shown_field {
  std::string_view name;
  table::align side;
  std::function<std::string(const video_row&)> text;
};

template <typename T, typename Show>
auto shown_as(std::optional<T> video_row::* field, Show show) {
  return [field, show](const video_row& row) {
    return row.*field ? std::string(show(*(row.*field))) : std::string("-");
  };
}

std::vector<shown_field> shown_fields() {
  const auto number = [](std::int64_t value) { return grouped(value); };
  const auto text = [](const std::string& value) { return value; };
  const auto left = table::align::left, right = table::align::right;
  return {
      {"id", left, [](const video_row& row) { return row.tiktok_video_id; }},
      {"username", left, shown_as(&video_row::username, text)},
      {"title", left, shown_as(&video_row::title, text)},
      {"video_post_time", left,
       shown_as(&video_row::posted_at, [](timestamp moment) { return to_rfc3339(moment); })},
      {"gmv", right, shown_as(&video_row::gmv_cents, money)},
      {"gpm", right, shown_as(&video_row::gpm_cents, money)},
      {"est_commission", right, shown_as(&video_row::est_commission_cents, money)},
      {"views", right, shown_as(&video_row::views, number)},
      {"items_sold", right, shown_as(&video_row::items_sold, number)},
      {"affiliate_orders", right, shown_as(&video_row::affiliate_orders, number)},
      {"likes", right, shown_as(&video_row::likes, number)},
      {"comments", right, shown_as(&video_row::comments, number)},
      {"shares", right, shown_as(&video_row::shares, number)},
      {"click_through_rate", right, shown_as(&video_row::ctr, percentage)},
      {"duration", right, shown_as(&video_row::duration, number)},
      {"hash_tags", left, shown_as(&video_row::hash_tags, joined)},
  };
}

/// The value of a column in the first row that has it, as it is in the payload.
std::string first_value(const source_preview& preview, const source::delivered_column& column) {
  // A column that is not read although it has a raw name is not in the payload: its field is.
  if (column.read_as.empty() && videos::find_raw_name(column.name)) return "-";
  for (const auto& row : preview.found.rows) {
    if (!row.raw_payload) continue;
    boost::system::error_code wrong;
    const auto payload = boost::json::parse(row.raw_payload->text, wrong);
    const auto* object = wrong ? nullptr : payload.if_object();
    if (!object) continue;
    const boost::json::value* value = nullptr;
    if (!column.read_as.empty()) {
      const auto& raw = videos::raw_names[*videos::find_raw_name(column.read_as)];
      value = object->if_contains(raw.name);
      if (!value && !raw.alias.empty()) value = object->if_contains(raw.alias);
    } else {
      value = object->if_contains(column.name);
    }
    if (value) return value->is_string() ? std::string(value->get_string())
                                         : boost::json::serialize(*value);
  }
  return "-";
}

void write_columns(std::ostream& out, const source_preview& preview) {
  table columns({{"column", table::align::left, 40},
                 {"read as"},
                 {"first value", table::align::left, 40},
                 {"", table::align::left, 200}});
  for (const auto& column : preview.found.columns_delivered)
    columns.add({column.name, column.read_as.empty() ? "-" : std::string(column.read_as),
                 first_value(preview, column), column.note});
  columns.write(out);
}

/// The rows, with a column for each field that at least one of them has.
void write_rows(std::ostream& out, const std::vector<video_row>& rows) {
  std::vector<shown_field> fields;
  std::vector<table::column> heads;
  for (auto& field : shown_fields()) {
    const bool any = std::ranges::any_of(
        rows, [&](const auto& row) { return field.text(row) != "-"; });
    if (!any) continue;
    heads.push_back({std::string(field.name), field.side, 40});
    fields.push_back(std::move(field));
  }
  table shown(std::move(heads));
  for (const auto& row : rows) {
    std::vector<std::string> cells;
    for (const auto& field : fields) cells.push_back(field.text(row));
    shown.add(std::move(cells));
  }
  shown.write(out);
}

/// The first rows and rejected rows, and how many there are.
void write_found(std::ostream& out, const preview_sink& found) {
  if (!found.rows.empty()) {
    out << '\n';
    write_rows(out, found.rows);
  }
  if (!found.rejects.empty()) {
    out << '\n';
    table rejects({{"line", table::align::right}, {"rejected", table::align::left, 400}});
    for (const auto& row : found.rejects) rejects.add({std::to_string(row.position), row.reason});
    rejects.write(out);
  }
  out << '\n' << counted(found.row_count, "row", "rows");
  if (found.rejected_count > 0) out << ", " << grouped(found.rejected_count) << " rejected";
  if (found.skipped_count > 0) out << ", " << grouped(found.skipped_count) << " skipped";
  if (found.in_parts) out << "; rows of one video are added up (add_by)";
  out << '\n';
}

void write_proposal(std::ostream& out, const source_preview& preview) {
  if (!preview.proposal) return;
  if (preview.proposal->empty()) {
    if (!preview.fault) out << "\nNo column needs to be mapped with \"columns\".\n";
    return;
  }
  out << "\nTo map the columns, write in the source's config:\n\ncolumns:\n";
  for (const auto& [raw, header] : *preview.proposal) {
    std::string quoted;
    append_json_string(quoted, header);
    out << "  " << raw << ": " << quoted << '\n';
  }
  if (!preview.mapped) return;
  out << "\nWith this mapping, the file yields:\n";
  write_found(out, *preview.mapped);
  if (preview.mapped_fault)
    out << "It also fails with this mapping: " << preview.mapped_fault->message << '\n';
}

void write_json(json_writer& out, const video_row& row) {
  out.begin_object();
  out.member("tiktok_video_id", row.tiktok_video_id);
  out.member("username", row.username);
  out.member("title", row.title);
  out.member("posted_at", row.posted_at);
  out.member("gmv_cents", row.gmv_cents);
  out.member("gpm_cents", row.gpm_cents);
  out.member("est_commission_cents", row.est_commission_cents);
  out.member("views", row.views);
  out.member("items_sold", row.items_sold);
  out.member("affiliate_orders", row.affiliate_orders);
  out.member("likes", row.likes);
  out.member("comments", row.comments);
  out.member("shares", row.shares);
  out.member("ctr", row.ctr);
  out.member("duration", row.duration);
  out.member("hash_tags", row.hash_tags);
  out.member("raw_payload", row.raw_payload);
  out.end_object();
}

void write_json(json_writer& out, const source::delivered_column& column) {
  const auto text_or_null = [&](const char* name, std::string_view text) {
    out.key(name);
    if (text.empty()) out.value(nullptr);
    else out.value(text);
  };
  out.begin_object();
  out.member("name", column.name);
  text_or_null("read_as", column.read_as);
  text_or_null("meant", column.meant);
  text_or_null("note", column.note);
  out.end_object();
}

void write_found(json_writer& out, const preview_sink& found) {
  out.member("row_count", found.row_count);
  out.member("rejected_rows", found.rejected_count);
  out.member("skipped_rows", found.skipped_count);
  out.key("rows");
  out.begin_array();
  for (const auto& row : found.rows) write_json(out, row);
  out.end_array();
  out.key("rejected");
  out.begin_array();
  for (const auto& row : found.rejects) {
    out.begin_object();
    out.member("position", row.position);
    out.member("reason", one_line(row.reason));
    out.end_object();
  }
  out.end_array();
  out.key("warnings");
  out.begin_array();
  for (const auto& warning : found.warnings) out.value(warning);
  out.end_array();
}

}  // namespace

void write_text(std::ostream& out, const source_preview& preview) {
  const auto& found = preview.found;
  out << one_line(preview.file) << ", read by " << preview.plugin << "\n\n";
  if (!found.columns_delivered.empty()) write_columns(out, preview);
  write_found(out, found);
  write_proposal(out, preview);
}

void write_json(std::ostream& stream, const source_preview& preview) {
  const auto& found = preview.found;
  json_writer out(stream);
  out.begin_object();
  out.member("file", preview.file);
  out.member("plugin", preview.plugin);
  out.key("columns");
  out.begin_array();
  for (const auto& column : found.columns_delivered) write_json(out, column);
  out.end_array();
  write_found(out, found);
  out.key("proposal");
  if (preview.proposal) {
    out.begin_object();
    for (const auto& [raw, header] : *preview.proposal) out.member(raw, header);
    out.end_object();
  } else {
    out.value(nullptr);
  }
  out.key("mapped");
  if (preview.mapped) {
    out.begin_object();
    write_found(out, *preview.mapped);
    out.key("error");
    if (preview.mapped_fault) out.value(preview.mapped_fault->message);
    else out.value(nullptr);
    out.end_object();
  } else {
    out.value(nullptr);
  }
  out.key("error");
  if (preview.fault) out.value(preview.fault->message);
  else out.value(nullptr);
  out.end_object();
  stream << '\n';
}

}  // namespace tidemark::host
