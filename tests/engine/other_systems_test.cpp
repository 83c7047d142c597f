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

/// What the tests and documents of other systems state about rules that our language has, checked
/// with our engine: cases/other_systems.json names the source of each case.
namespace {

/// Numbers and texts, which a case names as it likes.
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

/// The field of `observation` that holds a name of the case.
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

policy::tie_rule read_tie(const char* word) {
  const auto found = policy::find_word<std::size_t>(policy::tie_rule_words, word);
  return static_cast<policy::tie_rule>(found.value() + 1);  // the first one has no word
}

engine::program<observation> read_rules(const field_names_of_case& names, const json_value& rules) {
  engine::program<observation> program;
  for (std::size_t i = 0; i < field_count<observation>; ++i)
    if (!key_fields<observation>.has(i)) program.put(i, policy::rule::ignored);
  const auto put = [&](policy::rule word, field_mask fields) {
    for (std::size_t i = 0; i < field_count<observation>; ++i)
      if (fields.has(i)) program.put(i, word);
  };
  for (const auto& rule : rules.GetObject()) {
    const auto word = policy::find_word<policy::rule>(policy::rule_words, rule.name.GetString());
    if (word != policy::rule::gated) {
      put(word.value(), mask_of(names, rule.value));
      continue;
    }
    for (const auto& declared : rule.value.GetArray()) {
      const auto index = program.gate_count++;
      auto& gate = program.gates[index];
      gate.incoming = gate.stored = names.at(declared["by"].GetString());
      gate.on_null = policy::find_word<policy::null_rule>(policy::null_rule_words,
                                                          declared["on_null"].GetString())
                         .value();
      if (declared.HasMember("op"))
        gate.op = policy::find_word<policy::comparison>(policy::comparison_words,
                                                        declared["op"].GetString())
                      .value();
      if (declared.HasMember("on_tie")) gate.on_tie = read_tie(declared["on_tie"].GetString());
      for (const auto& name : declared["fields"].GetArray())
        program.guard(names.at(name.GetString()), index);
    }
  }
  return program;
}

void check_steps(const json_value& test) {
  field_names_of_case names;
  for (const auto& step : test["steps"].GetArray())
    if (step.HasMember("in")) add_names(names, step["in"]);
  const auto program = read_rules(names, test["rules"]);
  std::optional<observation> stored;
  for (const auto& step : test["steps"].GetArray()) {
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

void check_winner(const json_value& test) {
  field_names_of_case names;
  for (const auto& row : test["rows"].GetArray()) add_names(names, row);
  engine::preference_order<observation> order;
  for (const auto& step : test["prefer"].GetArray()) {
    const auto& member = *step.MemberBegin();
    const bool highest = std::string(member.name.GetString()) == "highest";
    order.steps[order.step_count++] = {
        highest ? policy::preference::highest : policy::preference::lowest,
        names.at(member.value.GetString()), {}};
  }
  engine::merger<observation> merger(order);
  for (const auto& row : test["rows"].GetArray()) {
    observation incoming = read_row(names, row);
    merger.add(incoming);
  }
  REQUIRE(merger.rows().size() == 1);
  check_row(names, merger.rows()[0], test["rows"][test["winner"].GetUint()]);
}

}  // namespace

TEST_CASE("the engine answers as other systems state") {
  std::ifstream file(OTHER_SYSTEMS_CASES);
  std::stringstream text;
  text << file.rdbuf();
  rapidjson::Document cases;
  cases.Parse(text.str().c_str());
  REQUIRE(cases.IsArray());
  REQUIRE(cases.Size() == 28);
  for (const auto& test : cases.GetArray()) {
    INFO(test["id"].GetString() << ": " << test["says"].GetString());
    if (test.HasMember("steps")) check_steps(test);
    else check_winner(test);
  }
}
