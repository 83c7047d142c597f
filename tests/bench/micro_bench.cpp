// SPDX-License-Identifier: BSL-1.0
// The time of each step of a row: `micro_bench DIR` reads the first day's files of generate_rows in
// DIR, and takes the options of Google Benchmark. Beside the rules it measures the same by hand,
// as a programmer would write it for the shipped policy alone.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <contract/rules_for.hpp>
#include <contract/shipped_programs.hpp>
#include <postgres/binary_rows.hpp>
#include <tidemark/engine/decide.hpp>
#include <tidemark/engine/merger.hpp>
#include <tidemark/storage/batch_digest.hpp>
#include <tidemark/videos/row_keeper.hpp>
#include <tidemark/videos/to_records.hpp>

#include "counting_sink.hpp"

namespace {

using namespace tidemark;
using videos::creator_video;
using videos::row_view;

const date day{20'504};

/// The rows of a window of the first day, as a run gets them.
class kept_rows final : public source::row_sink {
 public:
  explicit kept_rows(const std::string& path) {
    if (const auto read = bench::source_of(path)->fetch({1, "USD", 90, day}, *this); !read) {
      std::cerr << read.error().message << '\n';
      std::exit(1);
    }
  }
  bool row(videos::video_row& row) override {
    std::string joined_tags;
    kept.push_back(keeper_.keep(videos::view_of(row, joined_tags)));
    return true;
  }
  bool rows(std::span<const row_view> all) override {
    for (const auto& row : all) kept.push_back(keeper_.keep(row));
    return true;
  }
  bool rejected(source::rejected_row) override { return true; }
  void begin_part(videos::added_fields) override {}
  void warning(std::string message) override { std::cerr << message << '\n'; }

  std::vector<row_view> kept;

 private:
  videos::row_keeper keeper_;
};

std::string folder;

std::string file_of(std::string_view format) {
  return folder + "/2026-02-20-90d." + std::string(format);
}

const std::vector<row_view>& rows() {
  static const kept_rows all(file_of("jsonl"));
  return all.kept;
}

/// Places of `rows()`, in order or not: then most rows are not in the processor's caches.
std::vector<std::size_t> places(bool in_order) {
  std::vector<std::size_t> made(rows().size());
  std::iota(made.begin(), made.end(), std::size_t{0});
  if (!in_order) std::shuffle(made.begin(), made.end(), std::mt19937(1));
  return made;
}

void parse(benchmark::State& state, const char* format) {
  bench::counting_sink sink;
  for (auto _ : state)
    if (!bench::source_of(file_of(format))->fetch({1, "USD", 90, day}, sink))
      state.SkipWithError("the file cannot be read");
  state.SetItemsProcessed(sink.row_count);
}

/// The order of the shipped policy.
engine::preference_order<row_view> shipped_order() {
  engine::preference_order<row_view> order;
  const auto index = [](std::string_view name) { return find_field<row_view>(name).value(); };
  for (const auto name : {"gmv_cents", "views", "items_sold"})
    order.steps[order.step_count++] = {policy::preference::highest, index(name), {}};
  field_mask complete;
  for (const auto name : {"gmv_cents", "gpm_cents", "views", "items_sold", "ctr", "duration",
                          "posted_at", "hash_tags"})
    complete.add(index(name));
  order.steps[order.step_count++] = {policy::preference::most_complete, 0, complete};
  return order;
}

int known_values(const row_view& row) {
  return row.gmv_cents.has_value() + row.gpm_cents.has_value() + row.views.has_value() +
         row.items_sold.has_value() + row.ctr.has_value() + row.duration.has_value() +
         row.posted_at.has_value() + row.hash_tags.has_value();
}

struct order_by_hand {
  bool prefers(const row_view& later, const row_view& earlier) const {
    if (later.gmv_cents != earlier.gmv_cents) return later.gmv_cents > earlier.gmv_cents;
    if (later.views != earlier.views) return later.views > earlier.views;
    if (later.items_sold != earlier.items_sold) return later.items_sold > earlier.items_sold;
    return known_values(later) > known_values(earlier);
  }
};

/// Compares each row with the one at the next place.
template <typename Order>
void prefer(benchmark::State& state, Order order, bool in_order) {
  const auto at = places(in_order);
  const auto& all = rows();
  std::int64_t preferred = 0;
  for (auto _ : state) {
    for (std::size_t i = 1; i < at.size(); ++i)
      preferred += order.prefers(all[at[i]], all[at[i - 1]]);
    benchmark::DoNotOptimize(preferred);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(at.size() - 1));
}

void merge(benchmark::State& state) {
  for (auto _ : state) {
    engine::merger<row_view, videos::row_keeper> merged(shipped_order());
    merged.add_all(std::span(rows()), [](const row_view&, auto) {},
                   [](const row_view&, const row_view&) {});
    benchmark::DoNotOptimize(merged.rows().size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows().size()));
}

void merge_by_hand(benchmark::State& state) {
  for (auto _ : state) {
    std::unordered_map<std::string_view, std::size_t> winner_of;
    std::vector<row_view> winners;
    videos::row_keeper keeper;
    for (const auto& row : rows()) {
      const auto [known, unseen] = winner_of.try_emplace(row.tiktok_video_id, winners.size());
      if (unseen) winners.push_back(keeper.keep(row));
      else if (order_by_hand().prefers(row, winners[known->second]))
        winners[known->second] = keeper.keep(row);
    }
    benchmark::DoNotOptimize(winners.size());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows().size()));
}

creator_video random_record(std::mt19937& random, std::size_t key) {
  const auto number = [&]() -> std::int64_t { return static_cast<std::int64_t>(random() % 1000); };
  creator_video made;
  made.brand_id = 1;
  made.tiktok_video_id = std::to_string(key);
  made.creator_id = 1 + number() % 2;
  made.title = "a title";
  made.gmv_cents.known = number();
  made.impressions.known = number();
  made.items_sold.known = number();
  if (random() % 2 == 0) made.likes.known = number();
  if (random() % 2 == 0) made.comments.known = number();
  made.gpm_cents = number();
  made.ctr = percent{number()};
  if (random() % 2 == 0) made.duration = number();
  return made;
}

/// Pairs of records of a video; one in four pairs is equal.
struct pairs {
  std::vector<creator_video> stored, incoming;

  explicit pairs(std::size_t count) {
    std::mt19937 random(1);
    for (std::size_t i = 0; i < count; ++i) {
      stored.push_back(random_record(random, i));
      incoming.push_back(random() % 4 == 0 ? stored.back() : random_record(random, i));
    }
  }
};

struct decide_by_rules {
  engine::program<creator_video> rules = contract::shipped_programs().creator_videos;

  bool operator()(creator_video& stored, creator_video& incoming) const {
    return !engine::decide(rules, stored, std::move(incoming)).empty();
  }
};

/// The same rules as a constant expression.
struct decide_by_types {
  static constexpr engine::program<creator_video> rules =
      contract::rules_for<creator_video>()
          .monotonic({"gmv_cents", "impressions", "items_sold", "affiliate_orders", "likes",
                      "comments", "shares", "est_commission_cents"})
          .gated("gmv_cents", policy::comparison::ge, "gmv_cents", policy::null_rule::keep,
                 {"gpm_cents", "ctr", "duration", "title", "video_url", "hash_tags"})
          .first_known({"posted_at"})
          .latest_known({"creator_id"})
          .ignored_rest();

  bool operator()(creator_video& stored, creator_video& incoming) const {
    return !engine::decide(rules, stored, std::move(incoming)).empty();
  }
};

struct decide_by_hand {
  bool operator()(creator_video& stored, creator_video& incoming) const {
    bool changed = false;
    const bool is_open = !incoming.gmv_cents.known || !stored.gmv_cents.known
                             ? false
                             : *incoming.gmv_cents.known >= *stored.gmv_cents.known;
    const auto take = [&](auto& to, auto& from) {
      if (!from || to == from) return;
      to = std::move(from);
      changed = true;
    };
    if (is_open) {
      take(stored.gpm_cents, incoming.gpm_cents);
      take(stored.ctr, incoming.ctr);
      take(stored.duration, incoming.duration);
      take(stored.title, incoming.title);
      take(stored.video_url, incoming.video_url);
      take(stored.hash_tags, incoming.hash_tags);
    }
    const auto raise = [&](auto& to, const auto& from) {
      if (!from || (to && *to >= *from)) return;
      to = from;
      changed = true;
    };
    raise(stored.gmv_cents.known, incoming.gmv_cents.known);
    raise(stored.impressions.known, incoming.impressions.known);
    raise(stored.items_sold.known, incoming.items_sold.known);
    raise(stored.affiliate_orders.known, incoming.affiliate_orders.known);
    raise(stored.likes.known, incoming.likes.known);
    raise(stored.comments.known, incoming.comments.known);
    raise(stored.shares.known, incoming.shares.known);
    raise(stored.est_commission_cents, incoming.est_commission_cents);
    if (!stored.posted_at) take(stored.posted_at, incoming.posted_at);
    take(stored.creator_id, incoming.creator_id);
    return changed;
  }
};

/// Decides 4,096 records, or a million, of which none is in the processor's caches.
template <typename Decide>
void decide(benchmark::State& state, Decide decided) {
  const pairs made(static_cast<std::size_t>(state.range(0)));
  std::vector<std::size_t> at(made.stored.size());
  std::iota(at.begin(), at.end(), std::size_t{0});
  std::shuffle(at.begin(), at.end(), std::mt19937(2));
  std::int64_t changed = 0;
  for (auto _ : state) {
    state.PauseTiming();
    auto both = made;
    state.ResumeTiming();
    for (const auto i : at) changed += decided(both.stored[i], both.incoming[i]);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.counters["changed"] =
      static_cast<double>(changed) / static_cast<double>(state.iterations() * state.range(0));
}

class counted_bytes final : public postgres::binary_rows {
 public:
  std::int64_t bytes = 0;

 private:
  void send(std::string_view sent) override { bytes += static_cast<std::int64_t>(sent.size()); }
};

void encode(benchmark::State& state) {
  counted_bytes copy;
  for (auto _ : state)
    for (const auto& row : rows()) copy.put_inserted(videos::to_snapshot(row, day, 90, "run"), {});
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows().size()));
  state.SetBytesProcessed(copy.bytes);
}

void digest(benchmark::State& state) {
  storage::run_batch batch;
  auto all = rows();
  for (auto& row : all) batch.all_time.push_back(&row);
  const auto rules = contract::shipped_programs();
  for (auto _ : state) benchmark::DoNotOptimize(storage::digest_batch(batch, rules));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(all.size()));
}

}  // namespace

int main(int count, char** arguments) {
  benchmark::Initialize(&count, arguments);
  if (count != 2) {
    std::cerr << "usage: micro_bench DIR [--benchmark_filter=...]\n";
    return 2;
  }
  folder = arguments[1];
  if (decide_by_rules().rules != decide_by_types::rules) {
    std::cerr << "micro_bench: decide_by_types is not the shipped policy\n";
    return 1;
  }
  using benchmark::RegisterBenchmark;
  const auto in = benchmark::kMillisecond;
  RegisterBenchmark("parse_csv", parse, "csv")->Unit(in)->UseRealTime();
  RegisterBenchmark("parse_jsonl", parse, "jsonl")->Unit(in)->UseRealTime();
  for (const bool in_order : {true, false}) {
    const std::string places = in_order ? "/in order" : "/random";
    RegisterBenchmark(("prefer" + places).c_str(), [=](benchmark::State& state) {
      prefer(state, shipped_order(), in_order);
    })->Unit(in);
    RegisterBenchmark(("prefer_by_hand" + places).c_str(), [=](benchmark::State& state) {
      prefer(state, order_by_hand(), in_order);
    })->Unit(in);
  }
  RegisterBenchmark("merge", merge)->Unit(in);
  RegisterBenchmark("merge_by_hand", merge_by_hand)->Unit(in);
  for (const std::int64_t records : {4'096, 1'000'000}) {
    RegisterBenchmark("decide", [](benchmark::State& state) {
      decide(state, decide_by_rules());
    })->Arg(records)->Unit(in);
    RegisterBenchmark("decide_by_types", [](benchmark::State& state) {
      decide(state, decide_by_types());
    })->Arg(records)->Unit(in);
    RegisterBenchmark("decide_by_hand", [](benchmark::State& state) {
      decide(state, decide_by_hand());
    })->Arg(records)->Unit(in);
  }
  RegisterBenchmark("encode", encode)->Unit(in);
  RegisterBenchmark("digest", digest)->Unit(in);
  benchmark::RunSpecifiedBenchmarks();
}
