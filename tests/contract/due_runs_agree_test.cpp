// SPDX-License-Identifier: GPL-2.0-only
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include <rapidcheck.h>

#include <engine/random_values.hpp>

#include "due_runs_contract.hpp"
#include "every_storage.hpp"

using namespace tidemark;
using namespace tidemark::contract;

namespace {

/// The simplest model of due runs.
class due_runs_model {
 public:
  std::optional<due_run> find(std::int64_t brand_id, timestamp due_at) const {
    const auto found = by_key_.find({brand_id, due_at});
    return found == by_key_.end() ? std::nullopt : std::optional(found->second);
  }

  std::optional<due_run> last(std::int64_t brand_id) const {
    std::optional<due_run> last;
    for (const auto& [key, due] : by_key_)
      if (key.first == brand_id) last = due;
    return last;
  }

  std::vector<due_run> open() const {
    std::vector<due_run> open;
    for (const auto& [key, due] : by_key_)
      if (!is_over(due)) open.push_back(due);
    return open;
  }

  bool change(const due_run_change& wanted) {
    const bool fits = find(wanted.after.brand_id, wanted.after.due_at) == wanted.before;
    if (fits) by_key_[{wanted.after.brand_id, wanted.after.due_at}] = wanted.after;
    return fits;
  }

  std::int64_t retain(timestamp before) {
    return static_cast<std::int64_t>(std::erase_if(by_key_, [&](const auto& entry) {
      const auto& due = entry.second;
      return is_over(due) && due.changed_at < before && last(due.brand_id) != due;
    }));
  }

 private:
  static bool is_over(const due_run& due) {
    return due.state == due_run_state::done || due.state == due_run_state::missed;
  }

  std::map<std::pair<std::int64_t, timestamp>, due_run> by_key_;
};

/// Few different values, so that changes collide. Some due times are not whole seconds.
class random_due_runs {
 public:
  random_due_runs(std::uint32_t seed, std::int64_t first_brand)
      : random_(seed), first_brand_(first_brand) {}

  std::size_t below(std::size_t count) { return random_.below(count); }
  std::int64_t brand() { return first_brand_ + static_cast<std::int64_t>(below(2)); }
  timestamp due_at() {
    const std::int64_t micros[] = {0, 1'000'000, 1'500'000, 1'500'001, 2'000'000, 60'000'000};
    return {due_time.micros + micros[below(std::size(micros))]};
  }
  timestamp moment() { return {due_time.micros + static_cast<std::int64_t>(below(5)) * 500'000}; }

  due_run due() {
    due_run due{brand(), due_at(), static_cast<due_run_state>(below(4)), "", {}, moment()};
    const char* hosts[] = {"alpha", "beta's", ""};
    due.host = hosts[below(3)];
    if (below(3) == 0) due.run_id = static_cast<std::int64_t>(below(3));
    return due;
  }

  /// Usually a change of what is there.
  due_run_change change(const due_runs_model& model) {
    due_run_change wanted{{}, due()};
    const auto& after = wanted.after;
    if (below(4) != 0) wanted.before = model.find(after.brand_id, after.due_at);
    else if (below(2) == 0) wanted.before = with_key(due(), after);
    return wanted;
  }

 private:
  static due_run with_key(due_run due, const due_run& key) {
    due.brand_id = key.brand_id;
    due.due_at = key.due_at;
    return due;
  }

  engine_test::randomness random_;
  std::int64_t first_brand_;
};

struct outcomes {
  int made = 0, refused = 0, removed = 0;
};

void check_same(storage::backend& store, const due_runs_model& model, random_due_runs& random,
                std::int64_t first_brand) {
  for (const auto brand_id : {first_brand, first_brand + 1}) {
    RC_ASSERT(value_of(store.find_last_due_run(brand_id)) == model.last(brand_id));
    const auto due_at = random.due_at();
    RC_ASSERT(value_of(store.find_due_run(brand_id, due_at)) == model.find(brand_id, due_at));
  }
  std::vector<due_run> open;
  for (const auto& due : open_due_runs(store))
    if (due.brand_id >= first_brand) open.push_back(due);
  RC_ASSERT(open == model.open());
}

void check_random_changes(storage::backend& store, std::int64_t first_brand, outcomes& seen) {
  due_runs_model model;
  random_due_runs random(*rc::gen::arbitrary<std::uint32_t>(), first_brand);
  for (std::size_t step = 5 + random.below(20); step != 0; --step) {
    std::vector<due_run_change> wanted(random.below(4));
    for (auto& change : wanted) change = random.change(model);
    std::vector<bool> expected;
    // A storage may change different due runs in any order; that makes no difference.
    for (const auto& change : wanted) expected.push_back(model.change(change));
    RC_ASSERT(value_of(store.change_due_runs(wanted)) == expected);
    for (const bool made : expected) ++(made ? seen.made : seen.refused);
    if (random.below(6) == 0) {
      const auto before = random.moment();
      const auto removed = model.retain(before);
      const auto counts = value_of(store.retain({}, before));
      seen.removed += static_cast<int>(removed);
      // Other brands of this database may have lost some, too.
      RC_ASSERT(counts.due_runs >= removed);
    }
    check_same(store, model, random, first_brand);
  }
}

}  // namespace

TEST_CASE("random changes of due runs leave on every storage what they say") {
  for (const char* name : every_storage) {
    INFO(name);
    const scratch_storage store(name);
    std::int64_t first_brand = 0;  // every try has its own brands
    outcomes seen;
    CHECK(rc::check([&] { check_random_changes(*store, first_brand += 2, seen); }));
    CHECK(seen.made > 100);
    CHECK(seen.refused > 100);
    CHECK(seen.removed > 20);
  }
}
