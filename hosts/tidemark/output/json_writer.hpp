// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include <rapidjson/ostreamwrapper.h>
#include <rapidjson/writer.h>

#include <tidemark/value/date.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/value/tags.hpp>
#include <tidemark/value/timestamp.hpp>

namespace tidemark::host {

/// Writes one JSON document to a stream, value by value, in the product's forms: dates as
/// `YYYY-MM-DD`, moments as RFC 3339, percentages as exact JSON numbers, missing as null.
class json_writer {
 public:
  explicit json_writer(std::ostream& out) : stream_(out), writer_(stream_) {}

  void begin_object() { writer_.StartObject(); }
  void end_object() { writer_.EndObject(); }
  void begin_array() { writer_.StartArray(); }
  void end_array() { writer_.EndArray(); }
  void key(std::string_view name) {
    writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }

  void value(std::nullptr_t) { writer_.Null(); }
  void value(bool flag) { writer_.Bool(flag); }
  void value(std::int64_t number) { writer_.Int64(number); }
  void value(std::int32_t number) { writer_.Int(number); }
  void value(std::string_view text) {
    writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  void value(date day) { value(to_text(day)); }
  void value(timestamp moment) { value(to_rfc3339(moment)); }
  void value(percent number) { raw(to_text(number), rapidjson::kNumberType); }
  void value(const json& document) { raw(document.text, rapidjson::kObjectType); }
  void value(const tags& list) { raw(to_json(list), rapidjson::kArrayType); }
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
  void raw(const std::string& text, rapidjson::Type type) {
    writer_.RawValue(text.data(), text.size(), type);
  }

  rapidjson::OStreamWrapper stream_;
  rapidjson::Writer<rapidjson::OStreamWrapper> writer_;
};

}  // namespace tidemark::host
