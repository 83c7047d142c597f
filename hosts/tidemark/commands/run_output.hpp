// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include <tidemark/storage/figures.hpp>

/// The figures of a run or of its plan, for people: lines of a label and a text.
namespace tidemark::host {

void write_labelled(std::ostream& out, std::string_view label, std::string_view text);

/// What was, or would be, stored and merged.
void write_counts(std::ostream& out, const storage::run_figures& figures,
                  std::string_view currency);

/// The rows that were skipped or rejected, if there are any; `see` goes on after those rejected.
void write_left_out(std::ostream& out, const storage::run_figures& figures, std::string_view see);

}  // namespace tidemark::host
