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

/// Replaces secrets by `***`: the values of options that a plugin declares secret, and the daemon's
/// token.
class redactor {
 public:
  /// Shorter texts are not redacted: they would occur in almost every message.
  static constexpr std::size_t bytes_min = 4;

  /// Adds the secret ones of `values`.
  void add(std::span<const plugin::option_spec> declared, const plugin::option_values& values) {
    for (const auto& spec : declared) {
      if (!spec.secret) continue;
      for (const auto& option : values.all())
        if (option.name == spec.name) std::visit([&](const auto& v) { remember(v); }, option.value);
    }
    sort();
  }

  /// Adds one secret.
  void add(const std::string& text) {
    remember(text);
    sort();
  }

  /// Whether `text` has a secret in it.
  bool is_in(std::string_view text) const {
    return std::any_of(texts_.begin(), texts_.end(), [&](const auto& secret) {
      return position_of(secret, text, 0) != std::string::npos;
    });
  }

  /// `message` with `***` in place of every secret.
  std::string redacted(std::string message) const {
    redact(message);
    return message;
  }

  /// The same in place; fast if `text` has no secret.
  void redact(std::string& text) const {
    constexpr std::string_view stars = "***";
    for (const auto& secret : texts_)
      for (auto at = position_of(secret, text, 0); at != text.npos;
           at = position_of(secret, text, at))
        text.replace(at, secret.size(), stars), at += stars.size();
  }

  /// The same in a JSON object, which stays a valid one: if a secret is not inside a string of it,
  /// the whole object is replaced.
  void redact_json(json& object) const {
    if (!is_in(object.text)) return;
    redact(object.text);
    boost::system::error_code wrong;
    boost::json::parse(object.text, wrong);
    if (wrong) object.text = R"({"secret":"***"})";
  }

 private:
  /// memmem is faster than std::string::find, which stops at every first byte of a secret.
  static std::size_t position_of(const std::string& secret, std::string_view text,
                                 std::size_t from) {
    const void* found =
        ::memmem(text.data() + from, text.size() - from, secret.data(), secret.size());
    return found ? static_cast<std::size_t>(static_cast<const char*>(found) - text.data())
                 : std::string::npos;
  }

  /// Longest first, because one secret may be part of another.
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
    if (quoted != text) texts_.push_back(std::move(quoted));  // its form in JSON
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
  void remember(const Number&) {}  // digits occur in any message

  std::vector<std::string> texts_;
};

}  // namespace tidemark::host
