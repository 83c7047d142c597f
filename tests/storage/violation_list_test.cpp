// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <vector>

#include <tidemark/storage/checks.hpp>
#include <tidemark/storage/violation_list.hpp>

#include "../catch.hpp"

using namespace tidemark;

TEST_CASE("every violation is counted, and the first are kept") {
  struct {
    std::string name;
    std::size_t kept_max;
    int added;
    std::size_t kept;
    std::int64_t count;
    bool ok;
  } cases[] = {
      {"none", 3, 0, 0, 0, true},      {"fewer than may be kept", 3, 2, 2, 2, false},
      {"as many", 3, 3, 3, 3, false},  {"more", 3, 5, 3, 5, false},
      {"none may be kept", 0, 2, 0, 2, false},
  };
  for (const auto& [name, kept_max, added, kept, count, ok] : cases) {
    INFO(name);
    storage::violation_list list(kept_max);
    std::size_t described = 0;
    for (int i = 0; i < added; ++i)
      list.add([&] {
        ++described;
        return storage::named_values{{"number", std::int64_t{i}}};
      });
    CHECK(list.count() == count);
    const auto check = storage::counted_check("numbers", std::move(list));
    CHECK(check.violations.size() == kept);
    CHECK(described == kept);
    for (std::size_t i = 0; i < kept; ++i)
      CHECK(std::get<std::int64_t>(check.violations[i][0].second) ==
            static_cast<std::int64_t>(i));
    CHECK(check.violation_count == count);
    CHECK(std::get<std::int64_t>(check.figure[0].second) == count);
    CHECK(check.ok() == ok);
  }
}

TEST_CASE("a check that lists a violation is not ok, counted or not") {
  CHECK(storage::check{"numbers", {}, {}, 0}.ok());
  CHECK_FALSE(storage::check{"numbers", {}, {{}}, 0}.ok());
  CHECK_FALSE(storage::check{"numbers", {}, {}, 1}.ok());
}

TEST_CASE("a count that a database set is not changed by further violations") {
  storage::violation_list list;
  list.add([] { return storage::named_values{}; });
  list.set_count(1'000'000);
  const auto check = storage::regression(std::move(list), 2, 3);
  CHECK(check.violations.size() == 1);
  CHECK(check.violation_count == 1'000'000);
  CHECK(std::get<std::int64_t>(check.figure[0].second) == 1'000'000);
}
