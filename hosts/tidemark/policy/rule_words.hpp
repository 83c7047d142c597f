// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tidemark/sync/video_policy.hpp>

namespace tidemark::host {

/// What a compiled policy does to one field, for people.
struct field_words {
  std::string_view record;
  std::string_view field;
  std::string_view rule;  ///< the word of the policy file
  std::string meaning;    ///< `only rises`, after the field's name
};

/// Every field with a rule, in the order of the records.
std::vector<field_words> words_of(const sync::video_policy& policy);

}  // namespace tidemark::host
