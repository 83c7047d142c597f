// SPDX-License-Identifier: GPL-2.0-only
#include <postgres_storage.hpp>

#include <memory>
#include <string>
#include <vector>

#include "contract/storage_contract.hpp"
#include "scratch_postgres.hpp"

using namespace tidemark;
using contract::seen;

TEST_CASE("postgres keeps the storage contract") {
  std::vector<std::unique_ptr<test::scratch_postgres>> databases;
  const auto reopen = [&] {
    return contract::value_of(postgres::postgres_storage::open({databases.back()->url()}));
  };
  const auto open_fresh = [&] {
    databases.push_back(std::make_unique<test::scratch_postgres>());
    return reopen();
  };
  contract::storage_contract({open_fresh, reopen});
}

TEST_CASE("a plan foretells the ids that a commit gives in postgres") {
  const test::scratch_postgres database;
  const auto store = contract::value_of(postgres::postgres_storage::open({database.url()}));
  contract::sync(*store, {{seen("m").by("mia"), seen("z").by("zoe")}});
  // Sorted by bytes: by the language of the server, "B" would come after "a".
  const std::vector<seen> rows{seen("y").by("yan"), seen("B").by("bo"), seen("a").by("anna"),
                               seen("m").by("mia")};
  const contract::delivery brought{rows, {{30, rows}}};
  std::vector<std::string> planned;
  auto figures = contract::figures_for(brought);
  contract::succeeds(store->plan_run(
      contract::batch_of(brought, {}), contract::shipped_programs(), figures,
      [&](const storage::planned_change& change) {
        for (const auto& field : change.fields)
          if (field.field == "creator_id" || field.field == "creator_video_id")
            planned.push_back(change.tiktok_video_id + " " + field.after.value_or("missing"));
        return true;
      }));
  contract::sync(*store, brought);
  std::vector<std::string> given;
  for (const char* id : {"B", "a", "y"})
    given.push_back(std::string(id) + " " +
                    std::to_string(*contract::video(*store, id).record.creator_id));
  for (const char* id : {"B", "a", "m", "y"})
    given.push_back(std::string(id) + " " +
                    std::to_string(*contract::snapshot(*store, id).record.creator_video_id));
  CHECK(planned == given);
}
