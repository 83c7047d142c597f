// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <exception>
#include <memory>

#include <tidemark/plugin/export.hpp>
#include <tidemark/source/time_zone.hpp>

#include "csv_source.hpp"

namespace tidemark::source {

namespace {

constexpr std::array<plugin::option_spec, 4> options{{
    {"path", plugin::option_type::path, true,
     "The CSV file; {brand}, {window} and {date} are replaced, .gz is decompressed."},
    {"columns", plugin::option_type::map, false,
     "Raw names and the header names of their columns, where they differ: {gmv: \"Total sales\"}."},
    {"delimiter", plugin::option_type::text, false,
     "The one ASCII character between cells.", ","},
    {"time_zone", plugin::option_type::text, false,
     "The IANA time zone of times without an offset, e.g. Europe/Berlin.", "UTC"},
}};

result<std::unique_ptr<data_source>> create(const plugin::option_values& given) {
  try {
    auto path = path_pattern::parse(given.text("path"));
    if (!path) return path.error();
    auto clock = open_wall_clock(given.text("time_zone"));
    if (!clock) return clock.error();
    auto form = csv_form::parse(given.text("delimiter"), given.map("columns"));
    if (!form) return form.error();
    return std::make_unique<csv_source>(std::move(*path), std::move(*clock), std::move(*form));
  } catch (const std::exception& problem) {
    return failure(std::string("csv: ") + problem.what());
  }
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
