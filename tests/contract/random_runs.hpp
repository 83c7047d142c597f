// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <rapidcheck.h>

#include <engine/random_values.hpp>

#include "obvious_tables.hpp"
#include "storage_under_test.hpp"

namespace tidemark::contract {

/// One delivered row: a few videos and creators, any field missing, so that rows meet often. The
/// spread of any two gmvs fits 64 bits.
inline videos::video_row random_row(std::uint32_t seed) {
  engine_test::randomness random(seed);
  videos::video_row row = random.any_record<videos::video_row>();
  static constexpr const char* ids[] = {"10", "9", "a", "B", "\xC3\xA4"};
  static constexpr const char* usernames[] = {"anna", "bo", "c_o", "d'or"};
  row.brand_id = 1;
  row.tiktok_video_id = ids[random.below(std::size(ids))];
  if (row.username) row.username = usernames[random.below(std::size(usernames))];
  if (row.gmv_cents) row.gmv_cents = *row.gmv_cents / 4;
  return row;
}

/// One run, of any brand.
struct random_run {
  int day = 0;  ///< days after 2026-02-20
  std::vector<videos::video_row> rows_90;
  std::vector<videos::video_row> rows_30;

  obvious_windows windows() const { return {{90, rows_90}, {30, rows_30}}; }
  date snapshot_date() const { return {contract::day("2026-02-20").days + day}; }
};

/// Some runs over a few days, each with some rows; shrinks to fewer of both.
inline rc::Gen<std::vector<random_run>> random_runs() {
  const auto rows = rc::gen::container<std::vector<videos::video_row>>(
      rc::gen::map(rc::gen::arbitrary<std::uint32_t>(), random_row));
  const auto run = rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(0, 3), rows, rows), [](auto parts) {
        return random_run{std::get<0>(parts), std::move(std::get<1>(parts)),
                          std::move(std::get<2>(parts))};
      });
  return rc::gen::resize(16, rc::gen::container<std::vector<random_run>>(run));
}

/// The setting of the `number`-th run of a sequence.
inline run_setting setting_of(const random_run& run, int number, std::int64_t brand_id = 1) {
  const timestamp at{moment("2026-02-20 09:00:00").micros + number * 1'000'001LL};
  return {brand_id, run.snapshot_date(), at, "run-" + std::to_string(number)};
}

/// How rapidcheck shows a run that fails.
inline void showValue(const random_run& run, std::ostream& out) {
  const auto show_rows = [&](const char* name, const std::vector<videos::video_row>& rows) {
    out << "\n  window " << name;
    for (const auto& row : rows) {
      out << "\n   ";
      for (const auto& [field, text] : texts_of(row))
        if (text != "missing") out << " " << field << "=" << text;
    }
  };
  out << "\n day " << run.day;
  show_rows("90", run.rows_90);
  show_rows("30", run.rows_30);
}

}  // namespace tidemark::contract
