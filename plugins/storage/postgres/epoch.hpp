// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cstdint>

/// PostgreSQL counts days and microseconds from 2000-01-01, tidemark from 1970-01-01.
namespace tidemark::postgres {

inline constexpr std::int32_t epoch_days = 10'957;
inline constexpr std::int64_t epoch_micros = epoch_days * std::int64_t{86'400'000'000};

}  // namespace tidemark::postgres
