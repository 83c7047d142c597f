// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <cmath>

#include <tidemark/value/percent.hpp>

/// A percentage in SQLite's REAL column (plugins/storage/README.md, "Tables"): only here does an
/// exact value become binary floating point and come back. Up to `percent::units_max` it stays the
/// same.
namespace tidemark::sqlite {

inline double to_real(percent value) { return static_cast<double>(value.units) / 10'000; }

inline percent from_real(double stored) { return {std::llround(stored * 10'000)}; }

}  // namespace tidemark::sqlite
