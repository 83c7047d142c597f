// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <vector>

#include <tidemark/result.hpp>

#include "../application/application.hpp"
#include "../output/report.hpp"
#include "commands.hpp"

/// What a run and its plan read of their options alike.
namespace tidemark::host {

/// The error of a `--snapshot-date` in the future: lists of a window show its latest day, and a day
/// cannot be taken back.
std::optional<error> refuse_future_date(const sync_options& options);

/// The brands that are named, each once, in their order; unknown ones are reported.
outcome<std::vector<const brand_config*>> brands_of(const application& app,
                                                    const sync_options& options);

}  // namespace tidemark::host
