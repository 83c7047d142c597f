// SPDX-License-Identifier: BSL-1.0
#include "policy_laws.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <tidemark/diagnostics/unknown_name.hpp>
#include <tidemark/engine/proof/repairs.hpp>
#include <tidemark/engine/proof/row_laws.hpp>
#include <tidemark/policy/warning.hpp>
#include <tidemark/value/utf8.hpp>
#include <tidemark/videos/field_origins.hpp>

#include "../output/table.hpp"
#include "shown_records.hpp"

namespace tidemark::host {

namespace {

namespace proof = engine::proof;
using policy::law;
using proof::search_for;

/// Finds the laws of one record.
template <record Record>
class record_laws {
 public:
  record_laws(const engine::preference_order<videos::video_row>& merge,
              const engine::program<Record>& rules, bool with_repairs,
              std::vector<field_law>& laws)
      : merge_(merge.list()), rules_(rules), with_repairs_(with_repairs), laws_(laws) {}

  void find() {
    proof::for_each_in(shape_.ruled(), [&](std::size_t field) {
      using rules_of = const engine::field_rules&;
      add(field, law::replay, [=](rules_of rules, search_for wanted) {
        return find_dependence(shape_, rules, field, proof::record_law::replay, wanted);
      });
      add(field, law::order, [=](rules_of rules, search_for wanted) {
        return find_dependence(shape_, rules, field, proof::record_law::order, wanted);
      });
      if (!is_stamped_by_run(field))
        add_row_law(field, law::batch, [=, this](rules_of rules, search_for wanted) {
          return find_row_dependence(rows_under(rules), field, proof::row_law::batch, wanted);
        });
      const auto of_order = [=, this](rules_of rules, search_for wanted) {
        return find_row_dependence(rows_under(rules), field, proof::row_law::sources, wanted);
      };
      // A record of one window never meets a row of another.
      if (has_window) laws_.push_back({shape_.name, shape_.fields[field], law::windows, {}});
      else add_row_law(field, law::windows, of_order);
      add_row_law(field, law::sources, of_order);
    });
  }

 private:
  static constexpr bool has_window = find_field<Record>("window_days").has_value();

  bool is_stamped_by_run(std::size_t field) const {
    return shape_.of_run.has(field) && rules_.rule_of(field) == policy::rule::stamped;
  }

  proof::row_rules rows_under(const engine::field_rules& rules) const {
    return {row_shape_, merge_, shape_, rules, origins_};
  }

  static shown_dependence shown_records_of(std::size_t field, const proof::dependence& found) {
    return {found.from_stored, shown_rows<Record>(found.shown), results_of(field, found)};
  }

  static shown_dependence shown_rows_of(std::size_t field, const proof::dependence& found) {
    shown_dependence shown{found.from_stored, {}, results_of(field, found)};
    auto rows = found.shown;
    if (found.from_stored) {
      shown.rows = shown_rows<Record>({{rows.records[0]}, {rows.named[0]}});
      rows.records.erase(rows.records.begin());
      rows.named.erase(rows.named.begin());
    }
    for (auto& row : shown_rows<videos::video_row>(rows)) shown.rows.push_back(std::move(row));
    return shown;
  }

  static std::array<shown_value, 2> results_of(std::size_t field, const proof::dependence& found) {
    return {shown_result<Record>(found.results[0], field),
            shown_result<Record>(found.results[1], field)};
  }

  template <typename Find>
  void add(std::size_t field, law word, Find find) {
    add_law(field, word, find, shown_records_of);
  }
  template <typename Find>
  void add_row_law(std::size_t field, law word, Find find) {
    add_law(field, word, find, shown_rows_of);
  }

  /// `find(rules, wanted)` is the dependence of the field under some rules.
  template <typename Find, typename Show>
  void add_law(std::size_t field, law word, Find find, Show show) {
    field_law added{shape_.name, shape_.fields[field], word, std::nullopt};
    if (const auto found = find(rules_, search_for::smallest)) added.depends = show(field, *found);
    if (with_repairs_ && added.depends)
      for (const auto& repair :
           proof::find_repairs(shape_, rules_, field, [&](const engine::field_rules& rules) {
             return !find(rules, search_for::any);
           }))
        added.repairs.push_back({repair.edits});
    laws_.push_back(std::move(added));
  }

  static constexpr engine::record_shape shape_ = engine::shape_of<Record>();
  static constexpr engine::record_shape row_shape_ = engine::shape_of<videos::video_row>();
  const proof::field_origins origins_ = videos::field_origins<Record>();
  const engine::preference_list merge_;
  const engine::program<Record>& rules_;
  const bool with_repairs_;
  std::vector<field_law>& laws_;
};

const policy::accepted_law* entry_of(const std::vector<policy::accepted_law>& accepted,
                                     const field_law& found) {
  for (const auto& entry : accepted) {
    if (entry.word != found.law || entry.record.text != found.record) continue;
    for (const auto& name : entry.fields)
      if (name.text == found.field) return &entry;
  }
  return nullptr;
}

std::string ways_text(const field_law& found) {
  switch (found.law) {
    case law::replay: return "once, twice";
    case law::order: return "in this order, in the other";
    case law::batch: return "in one run, in two";
    case law::windows:
    case law::sources: break;
  }
  return "in this order, in the other";
}

template <record Record>
void check_fields(const policy::accepted_law& entry, diagnostics::issues& found) {
  for (const auto& name : entry.fields)
    if (!find_field<Record>(name.text))
      found.push_back(diagnostics::unknown_name(
          name.at, policy::problem_kind::unknown_field,
          std::string(record_traits<Record>::name) + " has no field " + in_quotes(name.text),
          name.text, field_names<Record>));
}

}  // namespace

std::vector<field_law> laws_of(const sync::video_policy& policy,
                               const std::vector<policy::accepted_law>& accepted,
                               bool with_repairs) {
  std::vector<field_law> laws;
  record_laws(policy.merge, policy.rules.creator_videos, with_repairs, laws).find();
  record_laws(policy.merge, policy.rules.snapshots, with_repairs, laws).find();
  for (auto& found : laws)
    if (found.depends) found.accepted = entry_of(accepted, found);
  return laws;
}

void check_accepted_laws(const std::vector<policy::accepted_law>& accepted,
                         const std::vector<field_law>& laws, diagnostics::issues& found) {
  constexpr std::array<std::string_view, 2> records{
      record_traits<videos::creator_video>::name, record_traits<videos::metric_snapshot>::name};
  for (const auto& entry : accepted) {
    if (!entry.word || entry.record.text.empty()) continue;  // reported when it was read
    if (entry.record.text == records[0]) check_fields<videos::creator_video>(entry, found);
    else if (entry.record.text == records[1]) check_fields<videos::metric_snapshot>(entry, found);
    else
      found.push_back(diagnostics::unknown_name(
          entry.record.at, policy::problem_kind::unknown_record,
          "unknown record " + in_quotes(entry.record.text), entry.record.text, records));
    std::string holding;
    for (const auto& name : entry.fields)
      for (const auto& each : laws)
        if (each.law == entry.word && each.record == entry.record.text &&
            each.field == name.text && !each.depends)
          holding += (holding.empty() ? "" : ", ") + name.text;
    if (holding.empty()) continue;
    found.push_back({diagnostics::severity::warning, entry.at,
                     "nothing needs this entry for " + holding + ": the law " +
                         std::string(to_text(*entry.word)) + " holds; remove it",
                     policy::code_of(policy::warning::acceptance_not_needed),
                     "accepts[" + std::to_string(entry.index) + "]", {}});
  }
}

void write_text(std::ostream& out, const std::vector<field_law>& laws, bool with_repairs) {
  std::vector<table::column> columns{{"FIELD"}};
  for (const auto word : policy::law_words) columns.push_back({std::string(word)});
  table shown(std::move(columns));
  for (auto at = laws.begin(); at != laws.end();) {
    std::vector<std::string> cells(1 + policy::law_words.size(), "-");
    cells[0] = std::string(at->record) + "." + std::string(at->field);
    const auto field = at->field;
    for (const auto record = at->record;
         at != laws.end() && at->field == field && at->record == record; ++at)
      cells[1 + static_cast<std::size_t>(at->law)] =
          !at->depends ? "holds" : at->accepted ? "accepted" : "depends";
    shown.add(std::move(cells));
  }
  shown.write(out);
  for (const auto& found : laws) {
    if (!found.depends) continue;
    out << '\n'
        << found.record << '.' << found.field << " depends on " << to_text(found.law) << ":\n";
    bool stored = found.depends->from_stored;
    for (const auto& row : found.depends->rows) {
      out << (stored ? "  stored    " : "  row       ") << to_text(row) << '\n';
      stored = false;
    }
    out << "  " << ways_text(found) << ": " << found.depends->results[0].json << ", "
        << found.depends->results[1].json << '\n';
    if (found.accepted) out << "  accepted: " << one_line(found.accepted->because) << '\n';
    if (!with_repairs) continue;
    if (found.repairs.empty()) out << "  no change of one or two words makes it hold\n";
    for (const auto& repair : found.repairs) {
      out << "  holds with ";
      for (std::size_t i = 0; i < repair.edits.size(); ++i)
        out << (i == 0 ? "" : ", and ") << repair.edits[i];
      out << '\n';
    }
  }
}

void write_json(json_writer& out, const std::vector<field_law>& laws, bool with_repairs) {
  out.key("fields");
  out.begin_array();
  for (const auto& found : laws) {
    out.begin_object();
    out.member("record", found.record);
    out.member("field", found.field);
    out.member("law", to_text(found.law));
    out.member("verdict", found.depends ? "depends" : "holds");
    out.key("rows");
    out.begin_array();
    if (found.depends)
      for (const auto& row : found.depends->rows) out.value(json{to_json(row)});
    out.end_array();
    out.key("results");
    out.begin_array();
    if (found.depends)
      for (const auto& result : found.depends->results) out.value(json{result.json});
    out.end_array();
    out.member("from_stored", found.depends && found.depends->from_stored);
    out.member("accepted", found.accepted != nullptr);
    if (with_repairs) {
      out.key("repairs");
      out.begin_array();
      for (const auto& repair : found.repairs) {
        out.begin_array();
        for (const auto& edit : repair.edits) out.value(edit);
        out.end_array();
      }
      out.end_array();
    }
    out.end_object();
  }
  out.end_array();
}

}  // namespace tidemark::host
