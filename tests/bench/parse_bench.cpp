// SPDX-License-Identifier: BSL-1.0
// How fast the file sources turn a file into rows: `parse_bench FILE...` (.jsonl or .csv, .gz too).
// The rows are counted and dropped, as a merge does with rows that lose.
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>

#include <sources/csv/csv_source.hpp>
#include <sources/jsonl/jsonl_source.hpp>

namespace {

using namespace tidemark;

class counting_sink final : public source::row_sink {
 public:
  bool row(videos::video_row& row) override {
    ++rows;
    gmv_cents += row.gmv_cents.value_or(0);
    payload_bytes += row.raw_payload->text.size();
    return true;
  }
  bool rejected(source::rejected_row refused) override {
    if (rejects++ < 3) std::cerr << refused.position << ": " << refused.reason << '\n';
    return true;
  }
  void begin_part(videos::added_fields) override {}
  void warning(std::string message) override { std::cerr << message << '\n'; }

  std::int64_t rows = 0;
  std::int64_t rejects = 0;
  std::int64_t gmv_cents = 0;
  std::size_t payload_bytes = 0;
};

std::unique_ptr<source::data_source> source_of(const std::string& path) {
  auto pattern = source::path_pattern::parse(path).value();
  if (path.find(".csv") != std::string::npos)
    return std::make_unique<source::csv_source>(std::move(pattern), nullptr,
                                                source::csv_form{});
  return std::make_unique<source::jsonl_source>(std::move(pattern), nullptr);
}

}  // namespace

int main(int count, char** arguments) {
  for (int i = 1; i < count; ++i) {
    counting_sink sink;
    const auto before = std::chrono::steady_clock::now();
    const auto outcome = source_of(arguments[i])->fetch({1, "USD", 90, date{20'000}}, sink);
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - before;
    if (!outcome) {
      std::cerr << outcome.error().message << '\n';
      return 1;
    }
    std::cout << arguments[i] << ": " << taken.count() << " s, " << sink.rows << " rows, "
              << sink.rejects << " rejected, gmv " << sink.gmv_cents << " cents, payload "
              << sink.payload_bytes << " bytes\n";
  }
}
