// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <tidemark/record/field_type.hpp>

#include "epoch.hpp"

namespace tidemark::postgres {

/// Encodes rows as `COPY ... (FORMAT binary)` reads them, into a buffer that is used again and
/// again: `send` gets it as it fills. Throws std::out_of_range or std::length_error for a value
/// that its column cannot hold, and what `send` throws.
class binary_rows {
 public:
  binary_rows() : buffer_(std::make_unique_for_overwrite<char[]>(capacity)) {
    constexpr std::string_view signature("PGCOPY\n\377\r\n\0", 11);
    append(signature);
    append_number<std::int32_t>(0);  // no flags
    append_number<std::int32_t>(0);  // no extension
  }
  binary_rows(const binary_rows&) = delete;
  binary_rows& operator=(const binary_rows&) = delete;

  /// Begins a row of `count` fields, which must follow.
  void begin_row(std::size_t count) { append_number(static_cast<std::int16_t>(count)); }

  void put_null() { append_number<std::int32_t>(-1); }
  /// INTEGER.
  void put(std::int32_t value) { put_sized(value); }
  /// BIGINT.
  void put(std::int64_t value) { put_sized(value); }
  /// BIGINT, NULL where missing.
  void put(const counter& value) { put(value.known); }
  /// NUMERIC with four decimals: one digit of base 10,000 after the point.
  void put(percent value) {
    const bool negative = value.units < 0;
    const auto units = negative ? 0 - static_cast<std::uint64_t>(value.units)
                                : static_cast<std::uint64_t>(value.units);
    constexpr std::uint64_t base = 10'000;
    constexpr int digits = 3;  // zeros at either end are dropped by the server
    if (units / base / base >= base)
      throw std::out_of_range("a percentage of " + to_text(value) + " does not fit NUMERIC(9,4)");
    append_number<std::int32_t>((4 + digits) * 2);
    append_number<std::int16_t>(digits);
    append_number<std::int16_t>(1);  // the first digit counts 10,000
    append_number<std::int16_t>(negative ? 0x4000 : 0);
    append_number<std::int16_t>(4);  // decimals
    append_number(static_cast<std::int16_t>(units / base / base));
    append_number(static_cast<std::int16_t>(units / base % base));
    append_number(static_cast<std::int16_t>(units % base));
  }
  /// DATE.
  void put(date value) { put_sized(value.days - epoch_days); }
  /// TIMESTAMPTZ.
  void put(timestamp value) { put_sized(value.micros - epoch_micros); }
  /// TEXT; valid UTF-8 without NUL.
  void put(std::string_view value) {
    append_size(value.size());
    append(value);
  }
  void put(const std::string& value) { put(std::string_view(value)); }
  /// JSONB.
  void put(json_view value) {
    append_size(1 + value.text.size());
    append(std::string_view("\1"));  // the format's version
    append(value.text);
  }
  void put(const json& value) { put(json_view{value.text}); }
  /// TEXT[].
  void put(const tags& value) {
    std::size_t bytes = 0;
    for (const auto& element : value) bytes += element.size();
    begin_texts(value.size(), bytes);
    for (const auto& element : value) put(element);
  }
  void put(tags_view value) {
    const std::size_t count = value.count();
    begin_texts(count, value.joined.size() - count);
    value.for_each([&](std::string_view element) { put(element); });
  }
  template <typename T>
  void put(const std::optional<T>& value) {
    if (value) put(*value);
    else put_null();
  }

  /// A record as a row of its fields, NULL where missing.
  template <reflected Record>
  void put_record(const Record& record) {
    begin_row(field_count<Record>);
    for_each_field<Record>([&](auto i) { put(field<i>(record)); });
  }

  /// A record that is new, as a row of its fields, a missing counter as 0, and then `at` twice:
  /// `inserted_at` and `updated_at`.
  template <reflected Record>
  void put_inserted(const Record& record, timestamp at) {
    begin_row(field_count<Record> + 2);
    for_each_field<Record>([&](auto i) {
      if constexpr (std::same_as<field_t<Record, i>, counter>)
        put(field<i>(record).known.value_or(0));
      else
        put(field<i>(record));
    });
    put(at);
    put(at);
  }

 protected:
  ~binary_rows() = default;

  virtual void send(std::string_view bytes) = 0;

  /// Ends the rows and sends what is left.
  void end_rows() {
    append_number<std::int16_t>(-1);
    flush();
  }

 private:
  static constexpr std::size_t capacity = 256 * 1024;

  /// Begins a TEXT[] of `count` elements, which have `bytes` bytes.
  void begin_texts(std::size_t count, std::size_t bytes) {
    constexpr std::int32_t text_type = 25;
    constexpr std::size_t integer = sizeof(std::int32_t);
    append_size((count == 0 ? 3 : 5) * integer + count * integer + bytes);
    append_number<std::int32_t>(count == 0 ? 0 : 1);  // dimensions
    append_number<std::int32_t>(0);                   // no element is NULL
    append_number<std::int32_t>(text_type);
    if (count == 0) return;
    append_size(count);
    append_number<std::int32_t>(1);  // the first index
  }

  template <std::integral T>
  void put_sized(T value) {
    append_number(static_cast<std::int32_t>(sizeof value));
    append_number(value);
  }

  void append_size(std::size_t size) {
    if (size > std::numeric_limits<std::int32_t>::max())
      throw std::length_error("a value of more than 2 GiB does not fit a field");
    append_number(static_cast<std::int32_t>(size));
  }

  /// In network order.
  template <std::integral T>
  void append_number(T value) {
    if (capacity - size_ < sizeof value) flush();
    auto bits = static_cast<std::make_unsigned_t<T>>(value);
    for (std::size_t i = sizeof value; i-- > 0; bits = static_cast<decltype(bits)>(bits >> 8))
      buffer_[size_ + i] = static_cast<char>(bits & 0xFF);
    size_ += sizeof value;
  }

  void append(std::string_view bytes) {
    while (bytes.size() > capacity - size_) {
      const auto part = bytes.substr(0, capacity - size_);
      std::memcpy(buffer_.get() + size_, part.data(), part.size());
      size_ += part.size();
      bytes.remove_prefix(part.size());
      flush();
    }
    if (!bytes.empty()) std::memcpy(buffer_.get() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }

  void flush() {
    const std::string_view bytes(buffer_.get(), size_);
    size_ = 0;
    send(bytes);
  }

  std::unique_ptr<char[]> buffer_;
  std::size_t size_ = 0;
};

}  // namespace tidemark::postgres
