// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include <tidemark/sync/change_limit.hpp>
#include <tidemark/value/percent.hpp>

/// Checks of an option's text before it is read. An error quotes the text.
namespace tidemark::host {

/// A day as YYYY-MM-DD.
CLI::Validator is_date();

/// A text that fits in tables, JSON and terminals: one line, 1 to 200 bytes of UTF-8.
CLI::Validator is_run_name();

/// An integer from -2^63 to 2^63 - 1; CLI11 itself reads a larger one as the largest.
CLI::Validator fits_64_bits();

/// A duration above zero, such as 500ms, 30s or 5m.
CLI::Validator is_duration();

/// A percentage from 0 to 100.
CLI::Validator is_share();

/// What `is_share` lets pass.
percent read_share(const std::string& text);

/// A number of records, or a percentage of them from 0% to 100%.
CLI::Validator is_change_limit();

/// What `is_change_limit` lets pass; else nothing.
std::optional<sync::change_limit> read_change_limit(const std::string& text);

/// name=value.
CLI::Validator is_option();

}  // namespace tidemark::host
