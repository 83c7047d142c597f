// SPDX-License-Identifier: BSL-1.0
#include "rule_words.hpp"

#include <cstddef>

#include <tidemark/engine/proof/abstract_record.hpp>

namespace tidemark::host {

namespace {

std::string tie_words(const engine::gate& guard) {
  switch (guard.on_tie) {
    case policy::tie_rule::by_operator: return {};
    case policy::tie_rule::incoming: return ", or if both are equal";
    case policy::tie_rule::stored: return ", but not if both are equal";
    case policy::tie_rule::larger: break;
  }
  return "; if both are equal, the larger value stays";
}

std::string gate_words(const engine::record_shape& shape, const engine::gate& guard,
                       std::size_t field) {
  std::string text = "takes the incoming value if incoming.";
  text.append(shape.fields[guard.incoming]).append(" ").append(to_text(guard.op));
  text.append(" stored.").append(shape.fields[guard.stored]).append(tie_words(guard));
  if (!shape.may_be_missing.has(field) || shape.required.has(field)) return text;
  const bool keeps = guard.on_null == policy::null_rule::keep;
  return text + (keeps                          ? "; a missing value keeps the stored one"
                 : shape.counters.has(field) ? "; a missing value becomes 0"
                                                : "; a missing value replaces the stored one");
}

template <record Record>
void add_words(std::vector<field_words>& all, const engine::program<Record>& rules) {
  constexpr auto shape = engine::shape_of<Record>();
  engine::proof::for_each_in(shape.ruled(), [&](std::size_t field) {
    const auto word = rules.rule_of(field);
    all.push_back({shape.name, shape.fields[field], to_text(word),
                   word == policy::rule::gated
                       ? gate_words(shape, rules.gate_at(field), field)
                       : std::string(policy::describe(word).meaning)});
  });
}

}  // namespace

std::vector<field_words> words_of(const sync::video_policy& policy) {
  std::vector<field_words> all;
  add_words(all, policy.rules.creator_videos);
  add_words(all, policy.rules.snapshots);
  return all;
}

}  // namespace tidemark::host
