// SPDX-License-Identifier: BSL-1.0
#include "planned_json.hpp"

#include <cstddef>
#include <vector>

#include <tidemark/policy/words.hpp>
#include <tidemark/record/field_type.hpp>
#include <tidemark/videos/creator_video.hpp>
#include <tidemark/videos/metric_snapshot.hpp>

namespace tidemark::host {

namespace {

struct described_field {
  field_type type = field_type::other;
  policy::rule rule = policy::rule::key;
};

template <record Record>
described_field described_in(const engine::program<Record>& rules, std::string_view field) {
  const std::size_t index = find_field<Record>(field).value();
  return {field_types<Record>[index], rules.rule_of(index)};
}

described_field described(const storage::programs& rules, std::string_view record,
                          std::string_view field) {
  return record == record_traits<videos::creator_video>::name
             ? described_in(rules.creator_videos, field)
             : described_in(rules.snapshots, field);
}

/// The value of a text as record/field_text.hpp writes it.
void write_value(json_writer& out, field_type type, const std::optional<std::string>& text) {
  if (!text) return out.value(nullptr);
  switch (type) {
    case field_type::integer:
    case field_type::counter:
    case field_type::percent:
    case field_type::texts:
    case field_type::json: return out.value(json{*text});
    case field_type::timestamp: {
      std::string rfc3339 = *text;
      if (const auto space = rfc3339.find(' '); space != rfc3339.npos) rfc3339[space] = 'T';
      return out.value(rfc3339 + "Z");
    }
    case field_type::date:
    case field_type::text:
    case field_type::other: break;
  }
  out.value(*text);
}

void write_fields(json_writer& out, const storage::programs& rules,
                  const storage::planned_change& change,
                  const std::vector<storage::field_change>& fields) {
  for (const auto& field : fields) {
    const auto type = described(rules, change.record, field.field).type;
    out.begin_object();
    out.member("field", field.field);
    out.key("before");
    write_value(out, type, field.before);
    out.key("after");
    write_value(out, type, field.after);
    out.member("rule", rule_of(rules, change, field));
    out.member("verdict", verdict_of(field));
    out.end_object();
  }
}

}  // namespace

std::string_view rule_of(const storage::programs& rules, const storage::planned_change& change,
                         const storage::field_change& field) {
  if (change.inserted) return to_text(engine::verdict::inserted);
  return to_text(described(rules, change.record, field.field).rule);
}

std::string verdict_of(const storage::field_change& field) {
  return std::string(to_text(field.given)) + (field.tied ? " (tie)" : "");
}

void write_change(json_writer& out, const storage::programs& rules,
                  const storage::planned_change& change, std::optional<std::int64_t> brand_id) {
  out.begin_object();
  if (brand_id) out.member("brand_id", *brand_id);
  out.member("record", change.record);
  out.member("tiktok_video_id", change.tiktok_video_id);
  out.member("window_days", change.window_days);
  out.member("outcome", change.inserted ? "insert" : "update");
  out.key("fields");
  out.begin_array();
  write_fields(out, rules, change, change.fields);
  write_fields(out, rules, change, change.refused);
  out.end_array();
  out.end_object();
}

}  // namespace tidemark::host
