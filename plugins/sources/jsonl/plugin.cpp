// SPDX-License-Identifier: BSL-1.0
#include <array>
#include <memory>

#include <tidemark/plugin/export.hpp>
#include <tidemark/plugin/make.hpp>
#include <tidemark/source/time_zone.hpp>

#include "jsonl_source.hpp"

namespace tidemark::source {

namespace {

constexpr std::array<plugin::option_spec, 2> options{{
    {"path", plugin::option_type::path, true,
     "The file of JSON Lines; {brand}, {window} and {date} are replaced, .gz is decompressed."},
    {"time_zone", plugin::option_type::text, false,
     "The IANA time zone of times without an offset, e.g. Europe/Berlin.", "UTC"},
}};

result<std::unique_ptr<data_source>> create(const plugin::option_values& given) {
  return plugin::make("jsonl", [&]() -> result<std::unique_ptr<data_source>> {
    auto path = path_pattern::parse(given.text("path"));
    if (!path) return path.error();
    auto clock = open_wall_clock(given.text("time_zone"));
    if (!clock) return clock.error();
    return std::make_unique<jsonl_source>(std::move(*path), std::move(*clock));
  });
}

constexpr plugin::manifest jsonl_manifest{
    .provides = plugin::kind::source,
    .name = "jsonl",
    .version = "0.1.0",
    .options = options.data(),
    .option_count = options.size(),
    .create_source = create,
};

}  // namespace

}  // namespace tidemark::source

TIDEMARK_PLUGIN(tidemark::source::jsonl_manifest);
