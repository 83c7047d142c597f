// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tidemark/result.hpp>
#include <tidemark/source/data_source.hpp>
#include <tidemark/videos/row_builder.hpp>

#include "../file/line_reader.hpp"

namespace tidemark::source {

/// Delivers every line of `lines`, a JSON object each, to `sink` as a row or as a reject; blank
/// lines count for nothing. The clock of `settings` must outlive the call. At the end `sink` is
/// told the keys that the rows had, and warned of those that are nearly a raw name.
///
/// Returns how many lines there were; less of them when the sink asked to stop. Error: that of
/// `lines`; what came before is delivered. May throw what memory and threads throw.
result<std::size_t> deliver_rows(line_reader& lines, const videos::row_settings& settings,
                                 row_sink& sink);

}  // namespace tidemark::source
