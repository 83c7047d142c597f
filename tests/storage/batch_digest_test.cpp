// SPDX-License-Identifier: BSL-1.0
#include <string>
#include <utility>
#include <vector>

#include <contract/rules_for.hpp>
#include <contract/storage_under_test.hpp>
#include <tidemark/storage/batch_digest.hpp>

using namespace tidemark;
using namespace tidemark::contract;

namespace {

seen full_row(const char* id = "a") {
  return seen(id).by("anna").title("one").posted("2026-02-01 10:00:00").gmv(1).gpm(2).commission(3)
      .views(4).items(5).orders(6).likes(7).comments(8).shares(9).ctr(10).duration(11)
      .hash_tags({"x", "y"}).payload("{}");
}

std::string digest_of(const delivery& brought, const run_setting& setting = {},
                      const storage::programs& rules = shipped_programs()) {
  return storage::digest_batch(batch_of(brought, setting), rules);
}

std::string digest_of(const seen& row) { return digest_of({{row}, {{90, {row}}}}); }

}  // namespace

TEST_CASE("a digest sees every field, its absence, and where texts end") {
  const auto whole = digest_of(full_row());
  CHECK(whole.size() == 32);
  CHECK(digest_of(full_row()) == whole);
  for (const auto& [name, other] : std::vector<std::pair<const char*, seen>>{
           {"id", full_row("b")},
           {"username", full_row().by("bo")},
           {"title", full_row().title("two")},
           {"posted_at", full_row().posted("2026-02-01 10:00:01")},
           {"gmv", full_row().gmv(0)},
           {"gpm", full_row().gpm(0)},
           {"commission", full_row().commission(0)},
           {"views", full_row().views(0)},
           {"items", full_row().items(0)},
           {"orders", full_row().orders(0)},
           {"likes", full_row().likes(0)},
           {"comments", full_row().comments(0)},
           {"shares", full_row().shares(0)},
           {"ctr", full_row().ctr(0)},
           {"duration", full_row().duration(0)},
           {"one tag", full_row().hash_tags({"xy"})},
           {"no tags", full_row().hash_tags({})},
           {"payload", full_row().payload("{ }")},
           {"a text that moved", full_row().by("annao").title("ne")},
       }) {
    INFO(name);
    CHECK(digest_of(other) != whole);
  }
  CHECK(digest_of(seen("a").gmv(0)) != digest_of(seen("a")));
  CHECK(digest_of(seen("a").gmv(1)) != digest_of(seen("a").gpm(1)));
}

TEST_CASE("a digest depends on what is stored of the rows, not on their order") {
  const auto a = full_row("a"), b = full_row("b");
  const delivery both{{a, b}, {{90, {a, b}}, {30, {b}}}};
  const auto digest = digest_of(both);
  CHECK(digest_of({{b, a}, {{30, {b}}, {90, {b, a}}}}) == digest);
  CHECK(digest_of(both, {.source_run_id = "other"}) == digest);
  CHECK(digest_of(both, {.at = moment("2026-02-20 23:00:00")}) == digest);

  CHECK(digest_of({{a}, {{90, {a, b}}, {30, {b}}}}) != digest);
  CHECK(digest_of({{a, b}, {{90, {a}}, {30, {b}}}}) != digest);
  CHECK(digest_of({{a, b}, {{90, {a, b}}, {30, {a}}}}) != digest);
  CHECK(digest_of({{a, b, b}, {{90, {a, b}}, {30, {b}}}}) != digest);
  CHECK(digest_of(both, {.snapshot_date = day("2026-02-21")}) != digest);
  auto rules = shipped_programs();
  rules.snapshots.put(*find_field<videos::metric_snapshot>("source_run_id"),
                      policy::rule::latest);
  CHECK(digest_of(both, {.source_run_id = "other"}, rules) != digest_of(both, {}, rules));
}
