// SPDX-License-Identifier: GPL-2.0-only
#include <tidemark/storage/figures_json.hpp>

#include "commit_contract.hpp"
#include "every_storage.hpp"
#include "listing_contract.hpp"
#include "merged_run.hpp"
#include "upkeep_contract.hpp"

using namespace tidemark;
using namespace tidemark::contract;

namespace {

/// Replaces the rule of an id field, perhaps by a gate on another field. Ids differ between
/// storages, so nothing may compare them.
template <record Record>
void give_id_rule(engine_test::randomness& random, engine::program<Record>& rules,
                  field_index index) {
  using policy::rule;
  constexpr rule words[] = {rule::first_known, rule::latest_known, rule::latest, rule::stamped,
                            rule::ignored};
  rules.put(index, words[random.below(5)]);
  if (rules.gate_count == 0 || random.below(3) != 0) return;
  const auto gate = static_cast<std::uint8_t>(random.below(rules.gate_count));
  if (rules.gates[gate].on_tie != policy::tie_rule::larger) rules.guard(index, gate);
}

template <record Record>
engine::program<Record> program_without(engine_test::randomness& random, const char* id_field) {
  const auto index = find_field<Record>(id_field).value();
  for (;;) {
    auto rules = random.any_program<Record>();
    bool compares_id = false;
    for (std::size_t g = 0; g < rules.gate_count; ++g)
      compares_id = compares_id || rules.gates[g].incoming == index ||
                    rules.gates[g].stored == index || rules.gates[g].fields.count() == 1;
    if (compares_id) continue;  // a gate of one field might lose it
    give_id_rule(random, rules, index);
    return rules;
  }
}

storage::programs random_programs(std::uint32_t seed) {
  engine_test::randomness random(seed);
  if (random.below(4) == 0) return shipped_programs();
  return {program_without<videos::creator_video>(random, "creator_id"),
          program_without<videos::metric_snapshot>(random, "creator_video_id")};
}

/// All rows of a brand in one list of texts, without ids.
std::vector<std::map<std::string, std::string>> rows_of(storage::backend& from,
                                                        std::int64_t brand_id) {
  std::vector<std::map<std::string, std::string>> rows;
  for (const auto& video : all_videos(from, brand_id)) {
    rows.push_back(texts_of(video.record));
    rows.back()["creator_id"] = video.username;
    rows.back()["times"] = to_text(video.inserted_at) + " " + to_text(video.updated_at);
  }
  for (const auto& snapshot : all_snapshots(from, brand_id)) {
    rows.push_back(texts_of(snapshot.record));
    rows.back()["creator_video_id"] = snapshot.record.creator_video_id ? "present" : "missing";
    rows.back()["times"] = to_text(snapshot.inserted_at) + " " + to_text(snapshot.updated_at);
  }
  return rows;
}

/// Every field of a plan, with its verdict. Values of ids are not compared.
std::vector<std::string> texts_of_plan(const std::vector<storage::planned_change>& plan) {
  std::vector<std::string> texts;
  for (const auto& change : plan) {
    texts.push_back(std::string(change.record) + " " + change.tiktok_video_id + " " +
                    std::to_string(change.window_days.value_or(0)) +
                    (change.inserted ? " new" : ""));
    for (const auto* fields : {&change.fields, &change.refused})
      for (const auto& field : *fields) {
        const bool id = field.field == "creator_id" || field.field == "creator_video_id";
        texts.push_back("  " + std::string(field.field) + ": " +
                        (id ? "" : field.before.value_or("missing") + " -> " +
                                       field.after.value_or("missing") + ", ") +
                        std::string(to_text(field.given)) + (field.tied ? " (tie)" : ""));
      }
  }
  return texts;
}

std::vector<std::string> plan_of(storage::backend& of, merged_run merged,
                                 const storage::programs& rules, storage::run_figures& figures) {
  figures = merged.figures;
  return texts_of_plan(collect<storage::planned_change>([&](const auto& visit) {
    return of.plan_run(merged.batch, rules, figures,
                       storage::planned_fields::all, visit);
  }));
}

std::vector<std::string> texts_of_report(const storage::verify_report& report) {
  std::vector<std::string> texts;
  for (const auto& check : report.checks) {
    texts.push_back(check.name + ": " + text_of(check.figure) + ", of " +
                    std::to_string(check.violation_count));
    for (const auto& violation : check.violations) {
      if (check.name != "stale_runs") texts.push_back("  " + text_of(violation));
    }
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

videos::period_query random_query(std::uint32_t seed, std::int64_t brand_id) {
  engine_test::randomness random(seed);
  auto query = query_of(brand_id);
  if (random.below(3)) query.window_days = std::vector{30, 90, 7}[random.below(3)];
  query.sort = static_cast<videos::sort_field>(random.below(6));
  query.dir = static_cast<videos::direction>(random.below(2));
  if (random.below(3) == 0) query.min_gmv_cents = random.integer();
  if (random.below(4) == 0) query.search = random.text();
  if (random.below(4) == 0) query.creator = random.below(2) ? "anna" : "D'OR";
  if (random.below(4) == 0) query.hashtag = random.text();
  if (random.below(6) == 0) query.posted_after = date{static_cast<std::int32_t>(random.below(2))};
  query.page = 1 + static_cast<std::int64_t>(random.below(3));
  query.per_page = 1 + static_cast<std::int64_t>(random.below(4));
  return query;
}

void check_same_pages(storage::backend& memory, storage::backend& other, std::int64_t brand_id,
                      int count) {
  for (const auto seed : *rc::gen::container<std::vector<std::uint32_t>>(
           static_cast<std::size_t>(count), rc::gen::arbitrary<std::uint32_t>())) {
    const auto query = random_query(seed, brand_id);
    const auto expected = value_of(memory.list_videos(query));
    const auto page = value_of(other.list_videos(query));
    RC_ASSERT(lines_of(page.videos) == lines_of(expected.videos));
    RC_ASSERT(page.total == expected.total);
  }
}

/// Both storages give the same answers about a brand.
void check_same_answers(storage::backend& memory, storage::backend& other, std::int64_t brand_id) {
  RC_ASSERT(rows_of(memory, brand_id) == rows_of(other, brand_id));
  RC_ASSERT(value_of(storage::digest_brand(memory, brand_id)) ==
            value_of(storage::digest_brand(other, brand_id)));
  RC_ASSERT(texts_of_report(value_of(memory.verify(brand_id))) ==
            texts_of_report(value_of(other.verify(brand_id))));
  check_same_pages(memory, other, brand_id, 5);
}

struct outcomes {
  storage::upsert_counts all_time, snapshots;
};

void add(storage::upsert_counts& sum, const storage::upsert_counts& added) {
  sum.inserted += added.inserted;
  sum.updated += added.updated;
  sum.unchanged += added.unchanged;
}

/// Now and then removes the old snapshots of all brands.
void check_same_retention(storage::backend& memory, storage::backend& other, date before) {
  if (*rc::gen::inRange(0, 8) != 0) return;
  RC_ASSERT(value_of(memory.retain(before, {})).snapshots ==
            value_of(other.retain(before, {})).snapshots);
}

/// The rows of the last run once more, perhaps under another name: a storage that recognises them
/// counts and keeps what one does that decides them.
void check_same_again(storage::backend& memory, storage::backend& other, const random_run& run,
                      run_setting setting, const storage::programs& rules) {
  if (*rc::gen::inRange(0, 2) != 0) setting.source_run_id += " again";
  const auto merged = [&] { return merge_run(shipped_policy(), run, setting); };
  RC_ASSERT(storage::to_json(commit_merged(memory, merged(), setting, rules)).text ==
            storage::to_json(commit_merged(other, merged(), setting, rules)).text);
}

/// Random runs of a brand under random rules, on both storages.
void check_agreement(storage::backend& memory, storage::backend& other, std::int64_t brand_id,
                     outcomes& seen) {
  const auto policy = shipped_policy();
  const auto rules = random_programs(*rc::gen::arbitrary<std::uint32_t>());
  int number = 0;
  for (const auto& run : *random_runs()) {
    const auto setting = setting_of(run, ++number, brand_id);
    const auto merged = [&] { return merge_run(policy, run, setting); };
    storage::run_figures planned_memory, planned_other;
    RC_ASSERT(plan_of(memory, merged(), rules, planned_memory) ==
              plan_of(other, merged(), rules, planned_other));
    const auto figures = commit_merged(memory, merged(), setting, rules);
    const auto committed_figures = commit_merged(other, merged(), setting, rules);
    RC_ASSERT(storage::to_json(figures).text == storage::to_json(committed_figures).text);
    RC_ASSERT(storage::to_json(figures).text == storage::to_json(planned_memory).text);
    RC_ASSERT(storage::to_json(figures).text == storage::to_json(planned_other).text);
    if (number % 2 == 0) check_same_again(memory, other, run, setting, rules);
    add(seen.all_time, figures.all_time);
    for (const auto& [window_days, counts] : figures.snapshots) add(seen.snapshots, counts);
    check_same_pages(memory, other, brand_id, 2);
    check_same_retention(memory, other, setting.snapshot_date);
  }
  check_same_answers(memory, other, brand_id);
}

}  // namespace

TEST_CASE("random runs under random rules leave the same on every storage") {
  for (const char* name : other_storages) {
    INFO(name);
    // Heads so small that lists of a few videos end behind them.
    const scratch_storage other(name, {.kept = 3, .rebuilt_below = 2});
    memory::memory_storage memory;
    std::int64_t brand_id = 0;  // every try has its own brand, so that one database serves all
    outcomes seen;
    CHECK(rc::check([&] { check_agreement(memory, *other, ++brand_id, seen); }));
    // Enough of everything happened for the comparison to mean something.
    for (const auto& counts : {seen.all_time, seen.snapshots}) {
      CHECK(counts.inserted > 100);
      CHECK(counts.updated > 100);
      CHECK(counts.unchanged > 10);
    }
  }
}
