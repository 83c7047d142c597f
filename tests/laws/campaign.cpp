// SPDX-License-Identifier: BSL-1.0
// Random policies, to prove the proofs: README.md.
#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <contract/every_storage.hpp>
#include <engine/random_values.hpp>
#include <tidemark/engine/decide.hpp>
#include <tidemark/engine/proof/concrete_record.hpp>
#include <tidemark/engine/proof/rule_laws.hpp>
#include <tidemark/record/field_text.hpp>

#include "owned_views.hpp"
#include "random_rules.hpp"
#include "z3_oracle.hpp"

namespace {

using namespace tidemark;
namespace proof = engine::proof;

/// How much is tried.
struct effort {
  std::uint32_t first = 1;        ///< the seed of the first pair of policies
  std::uint32_t pairs = 300;
  std::uint32_t sequences = 2'000;  ///< of records, on the engine, for each equal pair
  std::uint32_t trials = 50;        ///< the same on each database
};

/// What was found; every "wrong" must be 0.
struct figures {
  std::uint64_t pairs = 0, equal = 0, different = 0, fields_compared = 0, wrong = 0;
  std::uint64_t sequences = 0, trials = 0, replayed = 0, refuted = 0;
  std::uint64_t laws_holding = 0, laws_depending = 0;
};

using contract::scratch_storage;
using texts = std::vector<std::optional<std::string>>;

template <record Record>
texts texts_of(const Record& record) {
  texts all;
  for_each_field<Record>([&](auto i) { all.push_back(field_text(field<i>(record))); });
  return all;
}

/// The records of one type under random rules.
template <record Record, record View>
class campaign {
 public:
  campaign(const effort& tried, std::vector<storage::backend*> databases, figures& found)
      : tried_(tried), databases_(std::move(databases)), found_(found), pool_(4'096, 1) {}

  void pair(std::uint32_t seed) {
    seed_ = seed;
    laws::random_rules random(shape_, seed);
    const engine::program<Record> a{random.any()};
    const engine::program<Record> b{seed % 2 == 0 ? random.changed(a) : random.rewritten(a)};
    const auto compared = proof::compare_rules(shape_, a, b);
    ++found_.pairs;
    ++(compared.differences.empty() ? found_.equal : found_.different);
    ask_oracle(compared, a, b);
    for (const auto& difference : compared.differences) {
      std::vector<Record> rows;
      for (std::size_t i = 0; i < 2; ++i)
        rows.push_back(proof::concrete_record<Record>(difference.shown.records[i],
                                                      difference.shown.named[i]));
      replay(rows, a, b, difference.field);
    }
    if (compared.differences.empty()) {
      attack_on_engine(a, b);
      attack_on_databases(a, b);
    }
    if (seed % 10 == 0) check_laws(a);
  }

 private:
  void wrong(const std::string& what, std::size_t index) {
    ++found_.wrong;
    std::cout << "WRONG: seed " << seed_ << ", " << shape_.name << "." << shape_.fields[index]
              << ": " << what << '\n';
  }

  void ask_oracle(const proof::rule_comparison& compared, const engine::field_rules& a,
                  const engine::field_rules& b) {
    proof::for_each_in(shape_.ruled(), [&](std::size_t index) {
      const bool stamped = a.rule_of(index) == policy::rule::stamped;
      const bool both = stamped && b.rule_of(index) == policy::rule::stamped;
      if (both && !compared.differences.empty()) return;  // follows the others
      if (!both && proof::detail::has_same_rule(a, b, index)) return;
      const bool says = std::any_of(compared.differences.begin(), compared.differences.end(),
                                    [&](const auto& found) { return found.field == index; });
      ++found_.fields_compared;
      if (oracle_.differ(a, b, index) != says)
        wrong(says ? "said to differ" : "said to be equal", index);
    });
  }

  /// Runs `rows` under both programs everywhere: each says the same, and they differ.
  void replay(const std::vector<Record>& rows, const engine::program<Record>& a,
              const engine::program<Record>& b, std::size_t index) {
    ++found_.replayed;
    std::array<std::optional<std::string>, 2> on_engine;
    for (std::size_t side = 0; side < 2; ++side) {
      const auto& rules = side == 0 ? a : b;
      on_engine[side] = texts_of(stored_after(rules, rows))[index];
      for (auto* database : databases_) {
        const auto kept = try_on(*database, rules, {{std::nullopt, rows}});
        if (!kept[0] || (*kept[0])[index] != on_engine[side])
          wrong("a database stores something else than the engine", index);
      }
    }
    if (on_engine[0] == on_engine[1]) wrong("the rows that are shown show nothing", index);
  }

  static Record stored_after(const engine::program<Record>& rules,
                             const std::vector<Record>& rows) {
    Record stored = rows[0];
    engine::settle_insert(stored);
    for (std::size_t i = 1; i < rows.size(); ++i) engine::decide(rules, stored, rows[i]);
    return stored;
  }

  void attack_on_engine(const engine::program<Record>& a, const engine::program<Record>& b) {
    const auto rules_a = a.template of<View>(), rules_b = b.template of<View>();
    std::mt19937 random(seed_);
    for (std::uint32_t i = 0; i < tried_.sequences; ++i) {
      View kept_a = pool_.view(random());
      engine::settle_insert(kept_a);
      View kept_b = kept_a;
      for (int step = 0; step < 2; ++step) {
        // From equal records, the same fields of the same row: the records stay equal.
        const View& incoming = pool_.view(random());
        const field_mask of_a = engine::decide(rules_a, kept_a, incoming);
        const field_mask of_b = engine::decide(rules_b, kept_b, incoming);
        if (of_a == of_b) continue;
        ++found_.refuted;
        wrong("said to be equal, refuted on the engine",
              static_cast<std::size_t>(std::countr_zero(of_a.bits ^ of_b.bits)));
        break;
      }
      ++found_.sequences;
    }
  }

  void attack_on_databases(const engine::program<Record>& a, const engine::program<Record>& b) {
    std::mt19937 random(seed_);
    std::vector<storage::rule_trial<Record>> trials(tried_.trials);
    std::vector<Record> expected;
    for (auto& trial : trials) {
      for (int step = 0; step < 3; ++step) trial.incoming.push_back(pool_.record(random()));
      expected.push_back(stored_after(a, trial.incoming));
    }
    for (auto* database : databases_)
      for (const auto* rules : {&a, &b}) {
        const auto kept = database->try_rules(*rules, trials);
        if (!kept) throw std::runtime_error(kept.error().message);
        for (std::size_t i = 0; i < trials.size(); ++i) compare((*kept)[i], expected[i]);
      }
    found_.trials += trials.size();
  }

  void compare(const std::optional<Record>& kept, const Record& expected) {
    for_each_field<Record>([&](auto index) {
      if (kept && field<index>(*kept) == field<index>(expected)) return;
      ++found_.refuted;
      wrong("said to be equal, refuted on a database", index);
    });
  }

  static std::vector<std::optional<texts>> try_on(
      storage::backend& database, const engine::program<Record>& rules,
      const std::vector<storage::rule_trial<Record>>& trials) {
    const auto kept = database.try_rules(rules, trials);
    if (!kept) throw std::runtime_error(kept.error().message);
    std::vector<std::optional<texts>> shown;
    for (const auto& record : *kept)
      shown.push_back(record ? std::optional(texts_of(*record)) : std::nullopt);
    return shown;
  }

  void check_laws(const engine::program<Record>& rules) {
    using proof::record_law;
    for (const auto law : {record_law::replay, record_law::order})
      proof::for_each_in(shape_.ruled(), [&](std::size_t index) {
        const auto found = proof::find_dependence(shape_, rules, index, law);
        ++(found ? found_.laws_depending : found_.laws_holding);
        const bool depends = law == record_law::replay ? oracle_.depends_on_replay(rules, index)
                                                       : oracle_.depends_on_order(rules, index);
        if (depends != found.has_value()) wrong("a law is judged wrongly", index);
        if (found) replay_law(rules, *found, index, law);
      });
  }

  /// The rows that are shown give the two results that are shown, everywhere.
  void replay_law(const engine::program<Record>& rules, const proof::dependence& found,
                  std::size_t index, proof::record_law law) {
    ++found_.replayed;
    std::vector<Record> rows;
    for (std::size_t i = 0; i < found.shown.records.size(); ++i)
      rows.push_back(
          proof::concrete_record<Record>(found.shown.records[i], found.shown.named[i]));
    std::vector<Record> other = rows;
    if (law == proof::record_law::replay) other.push_back(other.back());
    else std::swap(other[other.size() - 1], other[other.size() - 2]);
    const auto one_way = texts_of(stored_after(rules, rows))[index];
    const auto other_way = texts_of(stored_after(rules, other))[index];
    if (one_way == other_way) wrong("the rows of a law show nothing", index);
    for (auto* database : databases_) {
      const auto kept = try_on(*database, rules, {{std::nullopt, rows}, {std::nullopt, other}});
      if (!kept[0] || !kept[1] || (*kept[0])[index] != one_way || (*kept[1])[index] != other_way)
        wrong("a database disagrees about a law", index);
    }
  }

  static constexpr engine::record_shape shape_ = engine::shape_of<Record>();
  const effort& tried_;
  std::vector<storage::backend*> databases_;
  figures& found_;
  laws::z3_oracle oracle_{shape_};
  laws::owned_views<Record, View> pool_;
  std::uint32_t seed_ = 0;
};

std::uint32_t number_of(std::string_view text) {
  std::uint32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size())
    throw std::runtime_error("\"" + std::string(text) + "\" is not a number");
  return number;
}

effort read_effort(const std::vector<std::string_view>& arguments) {
  effort tried;
  const std::map<std::string_view, std::uint32_t*> options{{"--first", &tried.first},
                                                           {"--pairs", &tried.pairs},
                                                           {"--sequences", &tried.sequences},
                                                           {"--trials", &tried.trials}};
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    const auto option = options.find(arguments[i]);
    if (option == options.end() || i + 1 == arguments.size())
      throw std::runtime_error("usage: campaign [--first N] [--pairs N] [--sequences N] "
                               "[--trials N]");
    *option->second = number_of(arguments[i + 1]);
  }
  return tried;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const effort tried = read_effort({arguments + 1, arguments + count});
    const scratch_storage sqlite("sqlite"), postgres("postgres");
    const std::vector<storage::backend*> databases{&*sqlite, &*postgres};
    figures found;
    campaign<videos::creator_video, videos::creator_video_view> all_time(tried, databases, found);
    campaign<videos::metric_snapshot, videos::metric_snapshot_view> snapshots(tried, databases,
                                                                              found);
    for (std::uint32_t seed = tried.first; seed < tried.first + tried.pairs; ++seed) {
      if (seed % 4 < 2) all_time.pair(seed);
      else snapshots.pair(seed);
    }
    std::cout << "pairs " << found.pairs << ", equal " << found.equal << ", different "
              << found.different << ", fields compared with the solver " << found.fields_compared
              << ", laws holding " << found.laws_holding << ", depending " << found.laws_depending
              << ", sequences on the engine " << found.sequences << ", on each database "
              << found.trials << ", shown rows replayed " << found.replayed
              << ", refuted " << found.refuted << ", wrong " << found.wrong << '\n';
    return found.wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
  } catch (const std::exception& problem) {
    std::cerr << "campaign: " << problem.what() << '\n';
    return 2;
  }
}
