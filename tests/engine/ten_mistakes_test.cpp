// SPDX-License-Identifier: BSL-1.0
// What a user reads about a policy that was changed in ten wrong ways at once.
#include <array>
#include <string>

#include "catch.hpp"
#include "compile_file.hpp"
#include "yaml/shown_issues.hpp"

namespace {

struct mistake {
  std::string from, to;
};

}  // namespace

TEST_CASE("ten mistakes in one policy are ten errors, in the order of the file") {
  const std::array<mistake, 10> mistakes{{
      {"tidemark: 1 ", "tidemark: 2 "},
      {"[90, 30]", "[90, 0]"},
      {"  record: video_row\n", "  record: video_rows\n"},
      {"- highest: views", "- higest: views"},
      {"    - first_seen\n", "    - first_seen\n    - last_seen\n"},
      {"likes, comments, shares", "likes, coments, shares"},
      {">= stored.gmv_cents", "=> stored.gmv_cents"},
      {"[posted_at]", "[posted_at, brand_id]"},
      {"        on_null: keep\n        fields: [gpm_cents, ctr, raw_payload]",
       "        fields: [gpm_cents, ctr, raw_payload]"},
      {"    stamped: [source_run_id]\n", "    stamped: source_run_id\n"},
  }};
  std::string text = shipped_rules();
  for (const auto& [from, to] : mistakes) {
    const auto at = text.find(from);
    REQUIRE(at != text.npos);
    text.replace(at, from.size(), to);
  }
  CHECK(shown(compile_file(text).found, text) ==
        "f:1:11: error: unknown language version \"2\"; this version of tidemark reads tidemark: "
        "1 [TM030]\n"
        "  tidemark: 2                        # language version\n"
        "            ^\n"
        "f:4:15: error: a window is a whole number of days from 1 to 36500, found \"0\" [TM031]\n"
        "  windows: [90, 0]                  # days\n"
        "                ^\n"
        "f:7:11: error: unknown record \"video_rows\"; did you mean \"video_row\"? [TM050]\n"
        "    record: video_rows\n"
        "            ^\n"
        "f:11:7: error: unknown step \"higest\"; did you mean \"highest\"? [TM040]\n"
        "      - higest: views\n"
        "        ^\n"
        "f:15:7: error: this step is never reached: first_seen in line 14 leaves no tie; move it "
        "to the end [TM042]\n"
        "      - last_seen\n"
        "        ^\n"
        "f:20:78: error: creator_videos has no field \"coments\"; did you mean \"comments\"? "
        "[TM052]\n"
        "      monotonic: [gmv_cents, impressions, items_sold, affiliate_orders, likes, coments, "
        "shares, est_commission_cents]\n"
        "                                                                               ^\n"
        "f:22:34: error: unknown operator \"=>\"; known: >=, >, <=, < [TM071]\n"
        "        - when: incoming.gmv_cents => stored.gmv_cents\n"
        "                                   ^\n"
        "f:25:30: error: the field \"brand_id\" is part of the key; a key has no rule [TM054]\n"
        "      first_known: [posted_at, brand_id]\n"
        "                               ^\n"
        "f:31:9: error: the key \"on_null\" is missing; write on_null: keep or on_null: replace "
        "[TM014]\n"
        "        - when: incoming.gmv_cents >= stored.gmv_cents\n"
        "          ^\n"
        "f:34:14: error: \"stamped\": expected a list of names, found a text; put brackets "
        "around it [TM015]\n"
        "      stamped: source_run_id\n"
        "               ^\n");
}
