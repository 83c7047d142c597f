// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <tidemark/source/column_names.hpp>

namespace tidemark::source {

/// The index in `videos::raw_names` of the field, not in `taken`, that exports of shops and studios
/// usually call `name`: `Video ID`, `Vendas brutas`. A guess for proposals, never for reading.
std::optional<std::size_t> find_usual_heading(std::string_view name, const field_set& taken);

}  // namespace tidemark::source
