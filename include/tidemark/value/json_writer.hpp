// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <tidemark/value/date.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/value/tags.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark {

/// Writes one JSON document to a stream, value by value: dates as `YYYY-MM-DD`, moments as RFC
/// 3339, percentages as exact numbers, missing values as null.
///
/// The caller keeps the structure valid: in an object every value follows a key, and everything
/// that begins also ends.
class json_writer {
 public:
  explicit json_writer(std::ostream& out) : out_(out) {}

  void begin_object() { begin('{'); }
  void end_object() { end('}'); }
  void begin_array() { begin('['); }
  void end_array() { end(']'); }

  void key(std::string_view name) {
    separate();
    quote(name);
    out_ << ':';
    after_key_ = true;
  }

  void value(std::nullptr_t) { raw("null"); }
  void value(bool flag) { raw(flag ? "true" : "false"); }
  void value(std::int64_t number) { raw(std::to_string(number)); }
  void value(std::int32_t number) { raw(std::to_string(number)); }
  void value(std::string_view text) {
    separate();
    quote(text);
  }
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  void value(date day) { value(to_text(day)); }
  void value(timestamp moment) { value(to_rfc3339(moment)); }
  void value(percent number) { raw(to_text(number)); }
  void value(const json& document) { raw(document.text); }
  void value(const tags& list) { raw(to_json(list)); }
  template <typename T>
  void value(const std::optional<T>& maybe) {
    if (maybe) value(*maybe);
    else value(nullptr);
  }

  template <typename T>
  void member(std::string_view name, const T& content) {
    key(name);
    value(content);
  }

 private:
  void begin(char bracket) {
    separate();
    out_ << bracket;
    has_content_.push_back(false);
  }

  void end(char bracket) {
    has_content_.pop_back();
    out_ << bracket;
  }

  void raw(std::string_view text) {
    separate();
    out_ << text;
  }

  void quote(std::string_view text) {
    quoted_.clear();
    append_json_string(quoted_, text);
    out_ << quoted_;
  }

  /// Writes the comma before the next key, or the next value of an array, if there is one.
  void separate() {
    if (after_key_) {
      after_key_ = false;
      return;
    }
    if (has_content_.empty()) return;
    if (has_content_.back()) out_ << ',';
    has_content_.back() = true;
  }

  std::ostream& out_;
  std::string quoted_;
  std::vector<bool> has_content_;  ///< of each object or array that is open
  bool after_key_ = false;
};

}  // namespace tidemark
