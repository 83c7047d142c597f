// SPDX-License-Identifier: BSL-1.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include <boost/hana/adapt_struct.hpp>
#include <rapidjson/document.h>

#include <tidemark/engine/decide.hpp>
#include <tidemark/engine/merger.hpp>
#include <tidemark/record/field_text.hpp>

#include "../catch.hpp"

/// What the tests and documents of other systems state about rules that our language can say, run
/// on our engine: cases/other_systems.json names the source of each case.
namespace {

/// Numbers and texts under whatever names a case uses.
struct observation {
  std::int64_t key = 0;
  std::optional<std::int64_t> number_1, number_2, number_3, number_4, number_5, number_6;
  std::optional<std::string> text_1, text_2;
};

}  // namespace

BOOST_HANA_ADAPT_STRUCT(observation, key, number_1, number_2, number_3, number_4, number_5,
                        number_6, text_1, text_2);

template <>
struct tidemark::record_traits<observation> {
  static constexpr std::string_view name = "observations";
  static constexpr std::array<std::string_view, 1> key{"key"};
};

namespace {

using namespace tidemark;
using json_value = rapidjson::Value;

/// Which field of `observation` stands for a name of the case.
using field_names_of_case = std::map<std::string, field_index>;

void add_names(field_names_of_case& names, const json_value& row) {
  for (const auto& member : row.GetObject()) {
    const std::string name = member.name.GetString();
    const bool is_text = member.value.IsString();
    if (names.contains(name) || member.value.IsNull()) continue;
    const char* prefix = is_text ? "text_" : "number_";
    for (int slot = 1;; ++slot) {
      const auto index = find_field<observation>(prefix + std::to_string(slot)).value();
      const bool taken = std::any_of(names.begin(), names.end(),
                                     [&](const auto& entry) { return entry.second == index; });
      if (taken) continue;
      names[name] = index;
      break;
    }
  }
}

observation read_row(const field_names_of_case& names, const json_value& row) {
  observation read;
  for (const auto& member : row.GetObject()) {
    if (member.value.IsNull()) continue;
    const auto index = names.at(member.name.GetString());
    for_each_field<observation>([&](auto i) {
      if (i != index) return;
      if constexpr (type_of<field_t<observation, i>>() == field_type::text)
        field<i>(read) = member.value.GetString();
      else
        field<i>(read) = member.value.GetInt64();
    });
  }
  return read;
}

void check_row(const field_names_of_case& names, const observation& stored,
               const json_value& expected) {
  for (const auto& member : expected.GetObject()) {
    INFO("field " << member.name.GetString());
    std::string text = "missing";
    for_each_field<observation>([&](auto i) {
      if (i == names.at(member.name.GetString()))
        text = field_text(field<i>(stored)).value_or("missing");
    });
    const auto& value = member.value;
    CHECK(text == (value.IsNull()     ? "missing"
                   : value.IsString() ? value.GetString()
                                      : std::to_string(value.GetInt64())));
  }
}

field_mask mask_of(const field_names_of_case& names, const json_value& list) {
  field_mask mask;
  for (const auto& name : list.GetArray()) mask.add(names.at(name.GetString()));
  return mask;
}

engine::program<observation> read_rules(const field_names_of_case& names, const json_value& rules) {
  engine::program<observation> program;
  const std::map<std::string, field_mask*> masks{{"monotonic", &program.monotonic},
                                                 {"monotonic_down", &program.monotonic_down},
                                                 {"first_known", &program.first_known},
                                                 {"latest_known", &program.latest_known},
                                                 {"latest", &program.latest}};
  for (const auto& rule : rules.GetObject()) {
    if (const std::string word = rule.name.GetString(); word != "gated") {
      *masks.at(word) = mask_of(names, rule.value);
      continue;
    }
    for (const auto& one : rule.value.GetArray()) {
      auto& gate = program.gates[program.gate_count++];
      gate.incoming = gate.stored = names.at(one["by"].GetString());
      gate.fields = mask_of(names, one["fields"]);
      const bool keep = std::string(one["on_null"].GetString()) == "keep";
      gate.on_null = keep ? policy::null_rule::keep : policy::null_rule::replace;
      auto& mask = keep ? program.gated_keep : program.gated_replace;
      mask = mask | gate.fields;
    }
  }
  return program;
}

void check_steps(const json_value& one) {
  field_names_of_case names;
  for (const auto& step : one["steps"].GetArray())
    if (step.HasMember("in")) add_names(names, step["in"]);
  const auto program = read_rules(names, one["rules"]);
  std::optional<observation> stored;
  for (const auto& step : one["steps"].GetArray()) {
    if (step.HasMember("reset")) {
      stored.reset();
      continue;
    }
    const observation incoming = read_row(names, step["in"]);
    if (stored) engine::decide(program, *stored, incoming);
    else stored = incoming;
    if (step.HasMember("expect")) check_row(names, *stored, step["expect"]);
  }
}

void check_winner(const json_value& one) {
  field_names_of_case names;
  for (const auto& row : one["rows"].GetArray()) add_names(names, row);
  engine::preference_order<observation> order;
  for (const auto& step : one["prefer"].GetArray()) {
    const auto& member = *step.MemberBegin();
    const bool highest = std::string(member.name.GetString()) == "highest";
    order.steps[order.step_count++] = {
        highest ? policy::preference::highest : policy::preference::lowest,
        names.at(member.value.GetString()), {}};
  }
  engine::merger<observation> merger(order);
  for (const auto& row : one["rows"].GetArray()) {
    observation incoming = read_row(names, row);
    merger.add(incoming);
  }
  REQUIRE(merger.rows().size() == 1);
  check_row(names, merger.rows()[0], one["rows"][one["winner"].GetUint()]);
}

}  // namespace

TEST_CASE("the engine answers as other systems state") {
  std::ifstream file(OTHER_SYSTEMS_CASES);
  std::stringstream text;
  text << file.rdbuf();
  rapidjson::Document cases;
  cases.Parse(text.str().c_str());
  REQUIRE(cases.IsArray());
  REQUIRE(cases.Size() == 23);
  for (const auto& one : cases.GetArray()) {
    INFO(one["id"].GetString() << ": " << one["says"].GetString());
    if (one.HasMember("steps")) check_steps(one);
    else check_winner(one);
  }
}
