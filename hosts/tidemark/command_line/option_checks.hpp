// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <CLI/CLI.hpp>

/// What an option's text is checked for before it is read. Each says in quotes what is wrong.
namespace tidemark::host {

/// A day as YYYY-MM-DD.
CLI::Validator is_date();

/// What stands in tables, in JSON and on terminals: a text of one line, 1 to 200 bytes of UTF-8.
CLI::Validator is_run_name();

/// A whole number from -2^63 to 2^63 - 1; CLI11 takes one that does not fit for the largest one.
CLI::Validator fits_64_bits();

/// A duration above zero, as 500ms, 30s or 5m.
CLI::Validator is_duration();

/// name=value.
CLI::Validator is_option();

}  // namespace tidemark::host
