// SPDX-License-Identifier: BSL-1.0
#include "flow_runner.hpp"

#include <cstdint>
#include <fstream>
#include <optional>
#include <span>
#include <stdexcept>
#include <utility>
#include <variant>

#include <tidemark/record/field_text.hpp>
#include <tidemark/storage/figures_json.hpp>
#include <tidemark/sync/run.hpp>

#include "jsonl/jsonl_source.hpp"
#include "yaml_match.hpp"

namespace {

using namespace tidemark;

class silent_observer final : public sync::run_observer {
 public:
  void rows_seen(std::int32_t, std::int64_t) override {}
  void committing(std::int64_t) override {}
  void warning(const std::string&) override {}
  bool stop_requested() const override { return false; }
};

YAML::Node to_node(const std::optional<std::string>& text) {
  return text ? YAML::Node(*text) : YAML::Node(YAML::NodeType::Null);
}

template <record Record>
YAML::Node record_node(const Record& stored) {
  YAML::Node node(YAML::NodeType::Map);
  for_each_field<Record>([&](auto i) {
    node[std::string(field_names<Record>[i])] = to_node(field_text(field<i>(stored)));
  });
  return node;
}

/// The value of a step, or an exception that says what is wrong with the flow file.
template <typename T>
T checked(result<T> outcome, const std::string& what) {
  if (!outcome) throw std::runtime_error(what + ": " + outcome.error().message);
  return std::move(*outcome);
}
void checked(result<void> outcome, const std::string& what) {
  if (!outcome) throw std::runtime_error(what + ": " + outcome.error().message);
}

date day(const YAML::Node& node) {
  const auto parsed = parse_date(node.as<std::string>());
  if (!parsed) throw std::runtime_error("no day: " + node.as<std::string>());
  return *parsed;
}

}  // namespace

flow_runner::flow_runner(storage::backend& store, const sync::video_policy& policy,
                         std::filesystem::path folder)
    : store_(store), policy_(policy), folder_(std::move(folder)) {}

std::string flow_runner::run(const YAML::Node& step) {
  const auto result = [&]() -> YAML::Node {
    if (step["sync"]) return sync(step);
    if (step["all_time"]) return all_time(step["all_time"].as<std::string>());
    if (step["snapshots"]) return snapshots(step["snapshots"].as<std::string>());
    if (step["videos"]) return videos(step["videos"]);
    if (step["runs"]) return runs();
    if (step["rejected"]) return rejected();
    if (step["verify"]) return verify();
    throw std::runtime_error("a step without a known key");
  }();
  if (!step["expect"]) throw std::runtime_error("a step without expect");
  return differences(step["expect"], result);
}

YAML::Node flow_runner::sync(const YAML::Node& step) {
  for (const std::int32_t window : policy_.windows) {
    std::ofstream file(folder_ / (std::to_string(window) + ".jsonl"), std::ios::binary);
    if (const auto rows = step["rows"][std::to_string(window)]) file << rows.as<std::string>();
  }
  auto path = checked(source::path_pattern::parse((folder_ / "{window}.jsonl").string()), "path");
  source::jsonl_source source(std::move(path), nullptr);

  sync::run_request request;
  request.brand_id = 1;
  request.currency = "USD";
  request.sources.push_back(
      {&source, {step["max_rejected"] ? step["max_rejected"].as<std::int64_t>() : 100'000}});
  request.snapshot_date = day(step["sync"]);
  request.source_run_id =
      step["run"] ? step["run"].as<std::string>() : "sync-1-" + step["sync"].as<std::string>();
  request.host = "flow";
  request.policy_hash = "flow";
  silent_observer observer;
  const auto report = sync::run_brand(store_, policy_, request, observer);
  YAML::Node node = YAML::Load(storage::to_json(report.figures).text);
  node["status"] = std::string(sync::to_text(report.end));
  node["error"] = report.message;
  return node;
}

YAML::Node flow_runner::all_time(const std::string& video) {
  const auto found = checked(store_.find_videos(1, std::span(&video, 1)), "find_videos");
  if (!found.front()) return YAML::Node(YAML::NodeType::Null);
  YAML::Node node = record_node(found.front()->record);
  node["username"] = found.front()->username;
  return node;
}

YAML::Node flow_runner::snapshots(const std::string& video) {
  YAML::Node list(YAML::NodeType::Sequence);
  checked(store_.walk_snapshots(1, video,
                                [&](const storage::stored_snapshot& stored) {
                                  YAML::Node node = record_node(stored.record);
                                  node["attributed"] = stored.record.creator_video_id.has_value();
                                  list.push_back(node);
                                  return true;
                                }),
          "walk_snapshots");
  return list;
}

YAML::Node flow_runner::videos(const YAML::Node& query) {
  videos::period_query asked;
  asked.brand_id = 1;
  const auto text = [&](const char* name) {
    return query[name] ? query[name].as<std::string>() : std::string();
  };
  if (const auto period = text("period"); !period.empty() && period != "all")
    asked.window_days = std::stoi(period);
  if (query["sort"])
    asked.sort = *policy::find_word<videos::sort_field>(videos::sort_words, text("sort"));
  if (query["dir"])
    asked.dir = *policy::find_word<videos::direction>(videos::direction_words, text("dir"));
  if (query["min_gmv"]) asked.min_gmv_cents = query["min_gmv"].as<std::int64_t>();
  if (query["posted_after"]) asked.posted_after = day(query["posted_after"]);
  if (query["posted_before"]) asked.posted_before = day(query["posted_before"]);
  if (query["page"]) asked.page = query["page"].as<std::int64_t>();
  if (query["per_page"]) asked.per_page = query["per_page"].as<std::int64_t>();
  asked.search = text("search");
  asked.creator = text("creator");
  asked.hashtag = text("hashtag");

  YAML::Node list(YAML::NodeType::Sequence);
  for (const auto& video : checked(store_.list_videos(asked), "list_videos").videos) {
    YAML::Node node;
    node["tiktok_video_id"] = video.tiktok_video_id;
    node["username"] = video.username;
    node["title"] = to_node(video.title);
    node["posted_at"] = to_node(field_text(video.posted_at));
    node["gmv_cents"] = video.gmv_cents;
    node["gpm_cents"] = to_node(field_text(video.gpm_cents));
    node["views"] = video.views;
    node["items_sold"] = video.items_sold;
    node["ctr"] = to_node(field_text(video.ctr));
    list.push_back(node);
  }
  return list;
}

YAML::Node flow_runner::runs() {
  YAML::Node list(YAML::NodeType::Sequence);
  checked(store_.walk_runs({},
                           [&](const storage::ledger_entry& entry) {
                             YAML::Node node;
                             node["source_run_id"] = entry.start.source_run_id;
                             node["snapshot_date"] = to_text(entry.start.snapshot_date);
                             node["status"] = std::string(storage::to_text(entry.status));
                             node["error"] = to_node(entry.error);
                             list.push_back(node);
                             return true;
                           }),
          "walk_runs");
  return list;
}

YAML::Node flow_runner::rejected() {
  YAML::Node list(YAML::NodeType::Sequence);
  checked(store_.walk_rejected({},
                               [&](const storage::quarantined_row& row) {
                                 YAML::Node node;
                                 node["window_days"] = row.window_days.value_or(0);
                                 node["position"] = row.position.value_or(0);
                                 node["reason"] = row.reason;
                                 node["raw"] = to_node(row.raw);
                                 list.push_back(node);
                                 return true;
                               }),
          "walk_rejected");
  return list;
}

YAML::Node flow_runner::verify() {
  const auto report = checked(store_.verify({}), "verify");
  YAML::Node node;
  node["ok"] = report.ok();
  for (const auto& check : report.checks) {
    YAML::Node entry(YAML::NodeType::Map);
    for (const auto& [name, value] : check.figure)
      std::visit([&, label = name](const auto& content) { entry[label] = content; }, value);
    entry["violations"] = check.violations.size();
    node[check.name] = entry;
  }
  return node;
}
