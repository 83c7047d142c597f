// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <tidemark/plugin/option.hpp>

namespace tidemark::host {

/// The values of options that a plugin declares secret, to be taken out of what plugins say.
class secret_texts {
 public:
  /// A shorter text is no secret, and would star half of every message.
  static constexpr std::size_t bytes_min = 4;

  /// Remembers the secret ones among `values`.
  void add(std::span<const plugin::option_spec> declared, const plugin::option_values& values) {
    for (const auto& spec : declared) {
      if (!spec.secret) continue;
      for (const auto& one : values.all())
        if (one.name == spec.name) std::visit([&](const auto& v) { add(v); }, one.value);
    }
    // The longest first: one secret may be a part of another.
    std::stable_sort(texts_.begin(), texts_.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
  }

  /// `message` with `***` in place of every secret.
  std::string hidden(std::string message) const {
    constexpr std::string_view stars = "***";
    for (const auto& secret : texts_)
      for (auto at = message.find(secret); at != message.npos; at = message.find(secret, at))
        message.replace(at, secret.size(), stars), at += stars.size();
    return message;
  }

 private:
  void add(const std::string& text) {
    if (text.size() >= bytes_min) texts_.push_back(text);
  }
  void add(const plugin::text_list& list) {
    for (const auto& text : list) add(text);
  }
  void add(const plugin::text_map& map) {
    for (const auto& [name, text] : map) add(text);
  }
  template <typename Number>
  void add(const Number&) {}  // digits may stand in any message

  std::vector<std::string> texts_;
};

}  // namespace tidemark::host
