// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <memory>

#include <tidemark/plugin/export.hpp>
#include <tidemark/plugin/make.hpp>
#include <tidemark/source/time_zone.hpp>

#include "csv_source.hpp"

namespace tidemark::source {

namespace {

using plugin::option_type;

constexpr std::array<plugin::option_spec, 13> options{{
    {.name = "path", .type = option_type::path, .required = true,
     .help = "The CSV file; {brand}, {window} and {date} are replaced, .gz is decompressed."},
    {.name = "columns", .type = option_type::lists,
     .help = "Raw names and the header names of their columns, where they differ, one or several "
             "each; the first that exists is read: {gmv: [GMV, \"Total sales\"]}."},
    {.name = "delimiter", .type = option_type::text,
     .help = "The one ASCII character between cells; tab for a tab.", .default_text = ","},
    {.name = "time_zone", .type = option_type::text,
     .help = "The IANA time zone of times without an offset, e.g. Europe/Berlin.",
     .default_text = "UTC"},
    {.name = "skip_lines", .type = option_type::integer,
     .help = "Lines before the header, 0 or more.", .default_text = "0", .unit = "lines"},
    {.name = "encoding", .type = option_type::text,
     .help = "The file's encoding by its iconv name, e.g. WINDOWS-1252; UTF-8 when not given. A "
             "byte order mark of UTF-8 or UTF-16 counts before it."},
    {.name = "null_values", .type = option_type::list,
     .help = "Cells that mean a missing value, besides empty ones: [\"-\", \"N/A\"]."},
    {.name = "constants", .type = option_type::map,
     .help = "Raw names and their value in every row, for columns that the file lacks: "
             "{username: maker.anna}."},
    {.name = "skip_ids", .type = option_type::list,
     .help = "Ids of lines that are not videos, such as [Total]; they are counted, not rejected."},
    {.name = "numbers", .type = option_type::lists,
     .help = "How numbers are written: {decimal: \",\", group: \".\", symbols: [\"R$\"]}."},
    {.name = "percent", .type = option_type::list,
     .help = "Rates whose numbers without % are percentages, not fractions: "
             "[click_through_rate]."},
    {.name = "time_formats", .type = option_type::list,
     .help = "How times are written, in the letters of strptime: [\"%d/%m/%Y %H:%M\"]. The first "
             "that fits counts, then the usual forms."},
    {.name = "add_by", .type = option_type::lists,
     .help = "For a file with a row for each video and product: the column that tells products "
             "apart, and what is added over them: {column: product_id, fields: [gmv, items_sold]}. "
             "The rows are held until the file's end."},
}};

result<std::unique_ptr<data_source>> create(const plugin::option_values& given) {
  return plugin::make("csv", [&]() -> result<std::unique_ptr<data_source>> {
    auto path = path_pattern::parse(given.text("path"));
    if (!path) return path.error();
    auto clock = open_wall_clock(given.text("time_zone"));
    if (!clock) return clock.error();
    auto form = csv_form::parse(given);
    if (!form) return form.error();
    return std::make_unique<csv_source>(std::move(*path), std::move(*clock), std::move(*form));
  });
}

constexpr plugin::manifest csv_manifest{
    .provides = plugin::kind::source,
    .name = "csv",
    .version = "0.1.0",
    .options = options.data(),
    .option_count = options.size(),
    .create_source = create,
};

}  // namespace

}  // namespace tidemark::source

TIDEMARK_PLUGIN(tidemark::source::csv_manifest);
