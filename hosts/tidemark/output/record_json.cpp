// SPDX-License-Identifier: BSL-1.0
#include "record_json.hpp"

namespace tidemark::host {

namespace {

template <typename Record>
void write_metrics(json_writer& out, const Record& record, const counter& views) {
  out.member("gmv_cents", record.gmv_cents.known);
  out.member("views", views.known);
  out.member("items_sold", record.items_sold.known);
  out.member("gpm_cents", record.gpm_cents);
  out.member("ctr", record.ctr);
}

}  // namespace

void write_metrics(json_writer& out, const videos::metric_snapshot& snapshot) {
  write_metrics(out, snapshot, snapshot.views);
}

void write_metrics(json_writer& out, const videos::creator_video& record) {
  write_metrics(out, record, record.impressions);
}

void write_json(json_writer& out, const videos::listed_video& video,
                std::optional<bool> above_windows) {
  out.begin_object();
  out.member("tiktok_video_id", video.tiktok_video_id);
  out.member("username", video.username);
  out.member("title", video.title);
  out.member("video_url", video.video_url);
  out.member("posted_at", video.posted_at);
  out.member("gmv_cents", video.gmv_cents);
  out.member("gpm_cents", video.gpm_cents);
  out.member("views", video.views);
  out.member("items_sold", video.items_sold);
  out.member("ctr", video.ctr);
  out.member("duration", video.duration);
  out.member("hash_tags", video.hash_tags);
  out.member("thumbnail_url", video.thumbnail_url);
  if (above_windows) out.member("above_windows", *above_windows);
  out.end_object();
}

void write_json(json_writer& out, const storage::stored_snapshot& stored) {
  const auto& snapshot = stored.record;
  out.begin_object();
  out.member("id", stored.id);
  out.member("brand_id", snapshot.brand_id);
  out.member("creator_video_id", snapshot.creator_video_id);
  out.member("tiktok_video_id", snapshot.tiktok_video_id);
  out.member("snapshot_date", snapshot.snapshot_date);
  out.member("window_days", snapshot.window_days);
  write_metrics(out, snapshot);
  out.member("source_run_id", snapshot.source_run_id);
  out.member("raw_payload", snapshot.raw_payload);
  out.member("inserted_at", stored.inserted_at);
  out.member("updated_at", stored.updated_at);
  out.end_object();
}

void write_json(json_writer& out, const storage::ledger_entry& entry) {
  out.begin_object();
  out.member("id", entry.id);
  out.member("brand_id", entry.start.brand_id);
  out.member("source_run_id", entry.start.source_run_id);
  out.member("snapshot_date", entry.start.snapshot_date);
  out.member("status", storage::to_text(entry.status));
  out.member("started_at", entry.start.started_at);
  out.member("finished_at", entry.finished_at);
  out.member("policy_name", entry.start.policy_name);
  out.member("policy_hash", entry.start.policy_hash);
  out.member("host", entry.start.host);
  out.member("stats", entry.stats);
  out.member("error", entry.error);
  out.end_object();
}

void write_json(json_writer& out, const storage::quarantined_row& row) {
  out.begin_object();
  out.member("id", row.id);
  out.member("run_id", row.run_id);
  out.member("brand_id", row.brand_id);
  out.member("source", row.source);
  out.member("window_days", row.window_days);
  out.member("position", row.position);
  out.member("reason", row.reason);
  out.member("raw", row.raw);
  out.member("inserted_at", row.inserted_at);
  out.end_object();
}

void begin_listing(json_writer& out) {
  out.begin_object();
  out.key("videos");
  out.begin_array();
}

void end_listing(json_writer& out, std::int64_t total, std::int64_t page, std::int64_t per_page,
                 bool has_more) {
  out.end_array();
  out.member("total", total);
  out.member("page", page);
  out.member("per_page", per_page);
  out.member("has_more", has_more);
  out.end_object();
}

}  // namespace tidemark::host
