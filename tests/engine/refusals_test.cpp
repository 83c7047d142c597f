// SPDX-License-Identifier: BSL-1.0
// Every reason for which a policy is refused, alone and in pairs: all issues of a file are
// reported at once, and each is correct.
#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "compile_file.hpp"
#include "yaml/shown_issues.hpp"

namespace {

/// An edit of the shipped policy, and the messages of all issues that it leads to.
struct refusal {
  std::string name;
  std::string from;
  std::string to;
  std::multiset<std::string> expected;
  bool hides = false;  ///< it hides other issues, because a part of the file is not read
};

const std::string gate =
    "      - when: incoming.gmv_cents >= stored.gmv_cents\n"
    "        on_null: keep\n"
    "        fields: [gpm_cents, ctr, duration, title, video_url, hash_tags]\n";
const std::string counters =
    "    monotonic: [gmv_cents, impressions, items_sold, affiliate_orders, likes, comments, "
    "shares, est_commission_cents]\n";
const std::string creator_key = "  creator_videos:\n    key: [brand_id, tiktok_video_id]\n";
const std::string steps = "    - highest: gmv_cents\n    - highest: views\n";
const std::string no_order = ", which has no order; ";
const std::string ordered = " needs a number, a percent, a date or a time";

/// `text` with the first `from` replaced by `to`; empty if there is none.
std::string edited(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  return at == text.npos ? std::string() : text.replace(at, from.size(), to);
}

std::vector<refusal> section_refusals() {
  return {
      {"a later language version", "tidemark: 1 ", "tidemark: 2 ",
       {"unknown language version \"2\"; this version of tidemark reads tidemark: 1"}},
      {"no name", "policy: videos\n", "",
       {"the key \"policy\" is missing; write policy: NAME"}},
      {"an unknown section", "upsert:  ", "owner: me\nupsert:  ",
       {"unknown key \"owner\"; known: tidemark, policy, windows, merge, upsert, accepts"}},
      {"a repeated section", "upsert:  ", "tidemark: 1\nupsert:  ",
       {"the key \"tidemark\" is repeated; it is already in line N"}},
      {"an invalid window", "[90, 30]", "[90, 0]",
       {"a window is a whole number of days from 1 to 36500, found \"0\""}},
      {"a repeated window", "[90, 30]", "[90, 30, 90]",
       {"the window 90 is repeated; windows are distinct"}},
      {"a repeated upsert", "    stamped: [source_run_id]\n",
       "    stamped: [source_run_id]\nupsert: {creator_videos: {ignored: [likes]}}\n",
       {"the key \"upsert\" is repeated; it is already in line N"}, true},
      {"the second record in a repeated upsert", "  creator_video_metric_snapshots:",
       "upsert:\n  creator_video_metric_snapshots:",
       {"the key \"upsert\" is repeated; it is already in line N"}, true},
  };
}

std::vector<refusal> merge_refusals() {
  return {
      {"an unknown record of merge", "record: video_row", "record: video_rows",
       {"unknown record \"video_rows\"; did you mean \"video_row\"?"}},
      {"another record of merge, of other fields", "record: video_row", "record: stars",
       {"unknown record \"stars\"; known: video_row"}, true},
      {"a key of merge that lacks a field", "  key: [brand_id, tiktok_video_id]\n  prefer",
       "  key: [brand_id]\n  prefer",
       {"the key lacks [tiktok_video_id]; the key of video_row is [brand_id, tiktok_video_id]"}},
      {"a key of merge with a list in it", "  key: [brand_id, tiktok_video_id]\n  prefer",
       "  key: [brand_id, [tiktok_video_id]]\n  prefer", {"expected a name, found a list"}},
      {"an unknown step", "- highest: views", "- higest: views",
       {"unknown step \"higest\"; did you mean \"highest\"?"}},
      {"an unknown field of a step", "- highest: items_sold", "- highest: items_sould",
       {"video_row has no field \"items_sould\"; did you mean \"items_sold\"?"}},
      {"a step on a text", "    - first_seen", "    - lowest: title\n    - first_seen",
       {"the field \"title\" is of type text" + no_order + "lowest" + ordered}},
      {"no last step", "    - first_seen\n", "",
       {"the last step must be first_seen or last_seen, so that no tie is left"}},
      {"a last step that is mistyped", "    - first_seen\n", "    - first_sen\n",
       {"unknown step \"first_sen\"; did you mean \"first_seen\"?"}},
      {"a step after the last", "    - first_seen\n", "    - first_seen\n    - lowest: ctr\n",
       {"this step is never reached: first_seen in line N leaves no tie; move it to the end"}},
      {"a step with two words", steps, "    - {highest: gmv_cents, lowest: views}\n",
       {"one step has one key; begin another step with \"- \""}},
  };
}

std::vector<refusal> record_refusals() {
  return {
      {"an unknown record", "  creator_videos:\n", "  creator_video:\n",
       {"unknown record \"creator_video\"; did you mean \"creator_videos\"?"}, true},
      {"a repeated record, with divided rules", "    stamped: [source_run_id]\n",
       "  creator_video_metric_snapshots: {stamped: [source_run_id]}\n",
       {"the key \"creator_video_metric_snapshots\" is repeated; it is already in line N"},
       true},
      {"a record that is not a map", creator_key + counters + "    gated:\n" + gate +
                                      "    first_known: [posted_at]\n    latest_known: "
                                      "[creator_id]\n",
       "  creator_videos: [likes]\n",
       {"\"creator_videos\": expected a map with the keys key, monotonic, monotonic_down, gated, "
        "first_known, latest_known, latest, stamped, ignored, found a list"}, true},
      {"a record without a key", creator_key, "  creator_videos:\n",
       {"the key \"key\" is missing; write key: [FIELD, ...]"}},
      {"a mistyped key", creator_key,
       "  creator_videos:\n    kee: [brand_id, tiktok_video_id]\n",
       {"the key \"key\" is missing; write key: [FIELD, ...]",
        "unknown key \"kee\"; did you mean \"key\"?"}, true},
      {"a repeated key, the second whole", creator_key,
       "  creator_videos:\n    key: [brand_id]\n    key: [brand_id, tiktok_video_id]\n",
       {"the key \"key\" is repeated; it is already in line N"}, true},
      {"a key with another field that has a rule", creator_key,
       "  creator_videos:\n    key: [brand_id, tiktok_video_id, likes]\n",
       {"\"likes\" is not part of the key; the key of creator_videos is [brand_id, "
        "tiktok_video_id]"}},
      {"a key without brackets", creator_key,
       "  creator_videos:\n    key: brand_id, tiktok_video_id\n",
       {"\"key\": expected a list of names, found a text; put brackets around it"}},
      {"a field of the key under a rule", "[posted_at]\n", "[posted_at, brand_id]\n",
       {"the field \"brand_id\" is part of the key; a key has no rule"}},
  };
}

std::vector<refusal> rule_refusals() {
  const std::string claimed = " in line N; a field has one rule";
  return {
      {"a mistyped word, its fields ordered by a gate", "    monotonic: [gmv_cents, imp",
       "    monotonous: [gmv_cents, imp", {"unknown key \"monotonous\"; did you mean "
                                           "\"monotonic\"?"}, true},
      {"an unknown word over an unknown field", "    latest_known: [creator_id]\n",
       "    latest_known: [creator_id]\n    owner: [me]\n",
       {"unknown key \"owner\"; known: key, monotonic, monotonic_down, gated, first_known, "
        "latest_known, latest, stamped, ignored"}, true},
      {"a mistyped gated", "    gated:\n" + gate, "    gate:\n" + gate,
       {"unknown key \"gate\"; did you mean \"gated\"?"}, true},
      {"a word of order over a reference", "    latest_known: [creator_video_id]\n",
       "    monotonic_down: [creator_video_id]\n",
       {"the field \"creator_video_id\" refers to another table; its ids differ between databases "
        "and have no order for monotonic_down"}},
      {"repeated gated", "    first_known: [posted_at]\n    latest_known: [creator_id]\n",
       "    latest_known: [creator_id]\n    gated:\n      - {when: incoming.likes >= "
       "stored.likes, on_null: replace, fields: [posted_at]}\n",
       {"the key \"gated\" is repeated; it is already in line N"}, true},
      {"braces for brackets", "latest_known: [creator_id]", "latest_known: {creator_id}",
       {"\"latest_known\": expected a list of names, found a map"}},
      {"a list in a list", "latest_known: [creator_id]", "latest_known: [[creator_id]]",
       {"expected a name, found a list"}},
      {"names without brackets", counters,
       "    monotonic: gmv_cents, impressions, items_sold, affiliate_orders, likes, comments, "
       "shares, est_commission_cents\n",
       {"\"monotonic\": expected a list of names, found a text; put brackets around it"}},
      {"an unknown field under monotonic, a gate on the intended one", "monotonic: [gmv_cents, imp",
       "monotonic: [gmv_cent, imp",
       {"creator_videos has no field \"gmv_cent\"; did you mean \"gmv_cents\"?"}},
      {"a gate's field under two rules, the other first", counters,
       "    latest: [gmv_cents]\n" + counters,
       {"the field \"gmv_cents\" is already under latest" + claimed}},
      {"a gate's field under two rules, the other last", counters,
       counters + "    latest: [gmv_cents]\n",
       {"the field \"gmv_cents\" is already under monotonic" + claimed}},
      {"a counter under two rules", counters, counters + "    monotonic_down: [likes]\n",
       {"the field \"likes\" is already under monotonic" + claimed}},
      {"a counter under two rules, the doubtful one first", counters,
       "    first_known: [likes]\n" + counters,
       {"the field \"likes\" is already under first_known" + claimed,
        "the key \"first_known\" is repeated; it is already in line N"}, true},
      {"a field without a rule", "likes, comments", "likes",
       {"the field \"comments\" of creator_videos has no rule; list it under ignored: to leave it "
        "as it was inserted"}},
      {"monotonic of JSON", "[gmv_cents, views, items_sold]\n",
       "[gmv_cents, views, items_sold, raw_payload]\n",
       {"the field \"raw_payload\" is of type JSON" + no_order + "monotonic" + ordered,
        "the field \"raw_payload\" is already under monotonic" + claimed}},
  };
}

std::vector<refusal> gate_refusals() {
  const auto changed = [](const std::string& from, const std::string& to) {
    return edited(gate, from, to);
  };
  const std::string condition = "incoming.gmv_cents >= stored.gmv_cents";
  const std::string form = "; a gate is incoming.FIELD OP stored.FIELD";
  return {
      {"on_null with an unknown word", gate, changed("keep", "no"),
       {"unknown null rule \"no\"; known: keep, replace"}},
      {"on_null missing", gate, changed("        on_null: keep\n", ""),
       {"the key \"on_null\" is missing; write on_null: keep or on_null: replace"}},
      {"on_null empty", gate, changed(" keep", ""),
       {"\"on_null\": expected keep or replace, found nothing"}},
      {"repeated on_null", gate,
       changed("        on_null: keep\n", "        on_null: keep\n        on_null: replace\n"),
       {"the key \"on_null\" is repeated; it is already in line N"}},
      {"when missing", gate, changed("when: " + condition + "\n        on", "on"),
       {"the key \"when\" is missing; write when: incoming.FIELD >= stored.FIELD"}},
      {"repeated when", gate,
       changed("        on_null: keep\n",
               "        when: incoming.likes > stored.likes\n        on_null: keep\n"),
       {"the key \"when\" is repeated; it is already in line N"}},
      {"an unknown operator, and an unknown field", gate,
       changed(condition, "incoming.gmv_cent => stored.gmv_cents"),
       {"unknown operator \"=>\"; known: >=, >, <=, <",
        "creator_videos has no field \"gmv_cent\"; did you mean \"gmv_cents\"?"}},
      {"sides exchanged", gate, changed(condition, "stored.gmv_cents <= incoming.gmv_cents"),
       {"expected incoming.FIELD, found \"stored.gmv_cents\"" + form,
        "expected stored.FIELD, found \"incoming.gmv_cents\"" + form}},
      {"a gate of two types", gate, changed(condition, "incoming.ctr >= stored.gmv_cents"),
       {"a gate compares fields of one type; \"ctr\" is of type percent, \"gmv_cents\" of type "
        "counter"}},
      {"a gate on a text", gate, changed(condition, "incoming.title >= stored.title"),
       {"the field \"title\" is of type text" + no_order + "a gate" + ordered,
        "the field \"title\" is of type text" + no_order + "a gate" + ordered}},
      {"a gate on a reference", gate, changed(condition, "incoming.likes >= stored.creator_id"),
       {"the field \"creator_id\" refers to another table; its ids differ between databases and "
        "have no order for a gate"}},
      {"an unknown guarded field", gate, changed("[gpm_cents,", "[gpm_cent,"),
       {"creator_videos has no field \"gpm_cent\"; did you mean \"gpm_cents\"?"}},
      {"two guarded fields without a comma", gate, changed("gpm_cents, ctr", "gpm_cents ctr"),
       {"creator_videos has no field \"gpm_cents ctr\"; did you mean \"gpm_cents\"?"}},
      {"fields mistyped", gate, changed("fields", "feilds"),
       {"the key \"fields\" is missing; write fields: [FIELD, ...]",
        "unknown key \"feilds\"; did you mean \"fields\"?"}, true},
      {"repeated guarded fields", gate,
       changed("ctr, duration, title, video_url, hash_tags]",
               "ctr]\n        fields: [duration, title, video_url, hash_tags]"),
       {"the key \"fields\" is repeated; it is already in line N"}, true},
      {"a gate that is not a map", gate,
       "      - [gpm_cents, ctr, duration, title, video_url, hash_tags]\n",
       {"expected a map with the keys when, on_null, on_tie, fields, found a list"}, true},
      {"gates that are not a list", gate, changed("      - when", "        when"),
       {"\"gated\": expected a list of gates, each with when, on_null and fields, found a map"},
       true},
  };
}

std::vector<refusal> accepts_refusals() {
  const std::string entry = "  - warning: TM112\n    where: upsert.creator_videos.gated[0]\n";
  return {
      {"an unknown code", entry, edited(entry, "TM112", "TM11"),
       {"unknown warning \"TM11\"; did you mean \"TM111\"?"}},
      {"a place that there is not", entry, edited(entry, "videos.gated[0]", "videos.gated[1]"),
       {"this policy has no place \"upsert.creator_videos.gated[1]\"; did you mean "
        "\"upsert.creator_videos.gated[0]\"?"}},
      {"no place", entry, "  - warning: TM112\n",
       {"the key \"where\" is missing; write where: \"upsert.RECORD.gated[0]\""}},
      {"a repeated entry", entry, entry + "    because: so\n" + entry,
       {"this entry repeats the one in line N; remove one of them"}},
      {"an unknown law", "  - warning: TM112\n    where: upsert.creator_video_metric_snapshots",
       "  - {law: ordre, record: creator_videos, fields: [ctr], because: ties}\n"
       "  - warning: TM112\n    where: upsert.creator_video_metric_snapshots",
       {"unknown law \"ordre\"; did you mean \"order\"?"}},
  };
}

std::vector<refusal> all_refusals() {
  std::vector<refusal> all;
  for (const auto& part : {section_refusals(), merge_refusals(), record_refusals(),
                           rule_refusals(), gate_refusals(), accepts_refusals()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

/// The messages about `text`, without the numbers of lines in them.
std::multiset<std::string> messages_of(const std::string& text) {
  static const std::regex line("in line [0-9]+");
  std::multiset<std::string> messages;
  for (const auto& issue : compile_file(text).found)
    messages.insert(std::regex_replace(issue.message, line, "in line N"));
  return messages;
}

}  // namespace

TEST_CASE("an error is reported once, without consequential errors") {
  for (const auto& refused : all_refusals()) {
    INFO(refused.name);
    const std::string text = edited(shipped_text(), refused.from, refused.to);
    REQUIRE_FALSE(text.empty());
    CHECK(messages_of(text) == refused.expected);
  }
}

TEST_CASE("of two errors neither hides the other nor causes a third") {
  const std::string sound = shipped_text();
  const auto all = all_refusals();
  int pairs = 0;
  for (const auto& first : all) {
    for (const auto& second : all) {
      const auto first_at = sound.find(first.from);
      const auto second_at = sound.find(second.from);
      if (first_at + first.from.size() > second_at) continue;  // the same error, or overlapping
      std::string text = sound;
      text.replace(second_at, second.from.size(), second.to);
      text.replace(first_at, first.from.size(), first.to);
      INFO(first.name << "; " << second.name);
      auto both = first.expected;
      both.insert(second.expected.begin(), second.expected.end());
      const auto messages = messages_of(text);
      if (first.hides || second.hides)
        CHECK(std::includes(both.begin(), both.end(), messages.begin(), messages.end()));
      else
        CHECK(messages == both);
      ++pairs;
    }
  }
  CHECK(pairs > 800);
}

TEST_CASE("where there is an error, no warning is proved") {
  auto doubted = gate_refusals();
  for (const auto& refused : rule_refusals())
    if (refused.name.find("a gate") != std::string::npos) doubted.push_back(refused);
  for (const auto& refused : doubted) {
    INFO(refused.name);
    const auto found = compile_file(edited(shipped_rules(), refused.from, refused.to)).found;
    const auto warned = std::count_if(found.begin(), found.end(), [](const auto& issue) {
      return issue.place == "upsert.creator_videos.gated[0]";
    });
    CHECK(warned == 0);
  }
  CHECK(doubted.size() == gate_refusals().size() + 4);
}

TEST_CASE("a step of prefer on a reference is refused") {
  const std::string text =
      "tidemark: 1\npolicy: p\nwindows: [30]\nupsert: {creator_videos: {key: [brand_id]}}\n"
      "merge:\n  record: creator_videos\n  key: [brand_id, tiktok_video_id]\n"
      "  prefer: [highest: creator_id, first_seen]\n";
  const auto loaded = tidemark::yaml::load_policy(text);
  auto found = loaded.found;
  tidemark::engine::compile_merge<tidemark::videos::creator_video>(loaded.value.merge, found);
  CHECK(shown(found, text) ==
        "f:8:21: error: the field \"creator_id\" refers to another table; its ids differ between "
        "databases and have no order for highest [TM060]\n"
        "    prefer: [highest: creator_id, first_seen]\n                      ^\n");
}
