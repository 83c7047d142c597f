// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json/parse.hpp>

#include <tidemark/plugin/option.hpp>
#include <tidemark/value/json.hpp>

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
        if (one.name == spec.name) std::visit([&](const auto& v) { remember(v); }, one.value);
    }
    sort();
  }

  /// Remembers one.
  void add(const std::string& text) {
    remember(text);
    sort();
  }

  /// `message` with `***` in place of every secret.
  std::string hidden(std::string message) const {
    hide(message);
    return message;
  }

  /// The same in place; a text without a secret costs a fast search.
  void hide(std::string& text) const {
    constexpr std::string_view stars = "***";
    for (const auto& secret : texts_)
      for (auto at = position_of(secret, text, 0); at != text.npos;
           at = position_of(secret, text, at))
        text.replace(at, secret.size(), stars), at += stars.size();
  }

  /// The same in a JSON object, which stays one: where a secret is no part of a string in it, all
  /// of the object is replaced.
  void hide_in_json(json& object) const {
    const bool holds = std::any_of(texts_.begin(), texts_.end(), [&](const auto& secret) {
      return position_of(secret, object.text, 0) != std::string::npos;
    });
    if (!holds) return;
    hide(object.text);
    boost::system::error_code wrong;
    boost::json::parse(object.text, wrong);
    if (wrong) object.text = R"({"secret":"***"})";
  }

 private:
  /// memmem skips what cannot match; std::string::find looks at every first byte of a secret.
  static std::size_t position_of(const std::string& secret, const std::string& text,
                                 std::size_t from) {
    const void* found =
        ::memmem(text.data() + from, text.size() - from, secret.data(), secret.size());
    return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data())
                 : std::string::npos;
  }

  /// The longest first: one secret may be a part of another.
  void sort() {
    std::stable_sort(texts_.begin(), texts_.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
  }

  void remember(const std::string& text) {
    if (text.size() < bytes_min) return;
    texts_.push_back(text);
    std::string quoted;
    append_json_string(quoted, text);
    quoted = quoted.substr(1, quoted.size() - 2);
    if (quoted != text) texts_.push_back(std::move(quoted));  // as it stands in JSON
  }
  void remember(const plugin::text_list& list) {
    for (const auto& text : list) remember(text);
  }
  void remember(const plugin::text_map& map) {
    for (const auto& [name, text] : map) remember(text);
  }
  void remember(const plugin::text_lists& lists) {
    for (const auto& [name, texts] : lists) remember(texts);
  }
  template <typename Number>
  void remember(const Number&) {}  // digits may stand in any message

  std::vector<std::string> texts_;
};

}  // namespace tidemark::host
