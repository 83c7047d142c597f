// SPDX-License-Identifier: BSL-1.0
// How fast the file sources turn a file into rows: `parse_bench FILE...` (.jsonl or .csv, .gz too).
// The rows are counted and dropped, as a merge does with rows that lose.
#include <chrono>
#include <iostream>

#include "counting_sink.hpp"

using namespace tidemark;

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) {
    bench::counting_sink sink;
    const auto before = std::chrono::steady_clock::now();
    const auto outcome = bench::source_of(arguments[i])->fetch({1, "USD", 90, date{20'000}}, sink);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - before;
    if (!outcome) {
      std::cerr << outcome.error().message << '\n';
      return 1;
    }
    std::cout << arguments[i] << ": " << taken.count() << " s, " << sink.row_count << " rows, "
              << sink.rejects << " rejected, gmv " << sink.gmv_cents << " cents, payload "
              << sink.payload_bytes << " bytes\n";
  }
}
