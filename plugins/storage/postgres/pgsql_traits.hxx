// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <odb/pgsql/traits.hxx>

#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

#include <tidemark/value/counter.hpp>
#include <tidemark/value/date.hpp>
#include <tidemark/value/decimal.hpp>
#include <tidemark/value/json.hpp>
#include <tidemark/value/percent.hpp>
#include <tidemark/value/tags.hpp>
#include <tidemark/value/timestamp.hpp>

#include "array_text.hpp"
#include "epoch.hpp"
#include "json_text.hpp"

/// How ODB moves tidemark's values to and from PostgreSQL. Binary images are in network order;
/// NUMERIC, TEXT[] and JSONB travel as text, so that a percentage is exact.
namespace tidemark::postgres {

[[noreturn]] inline void throw_not_stored_by_us(std::string_view text, std::string_view wanted) {
  throw std::runtime_error("the database holds \"" + std::string(text.substr(0, 80)) +
                           "\" where " + std::string(wanted) + " belongs");
}

inline void read_stored(std::string_view text, percent& value) {
  const auto parsed = parse_decimal(text, 4);
  if (parsed.error) throw_not_stored_by_us(text, "a percentage");
  value.units = parsed.scaled;
}
inline void read_stored(std::string_view text, json& value) { value = parse_json_text(text); }
inline void read_stored(std::string_view text, tags& value) {
  auto parsed = parse_array_text(text);
  if (!parsed) throw_not_stored_by_us(text, "a list of texts");
  value = std::move(*parsed);
}

inline std::string stored_text(percent value) { return to_text(value); }
inline const std::string& stored_text(const json& value) { return value.text; }
inline std::string stored_text(const tags& value) { return array_text(value); }

}  // namespace tidemark::postgres

namespace odb::pgsql {

/// A counter is never NULL once stored.
template <>
class value_traits<tidemark::counter, id_bigint> {
 public:
  using value_type = tidemark::counter;
  using query_type = tidemark::counter;
  using image_type = long long;

  static void set_value(value_type& value, long long image, bool is_null) {
    value.known = is_null ? 0 : details::endian_traits::ntoh(image);
  }
  static void set_image(long long& image, bool& is_null, const value_type& value) {
    is_null = false;
    image = details::endian_traits::hton(static_cast<long long>(value.known.value_or(0)));
  }
};

template <>
class value_traits<tidemark::date, id_date> {
 public:
  using value_type = tidemark::date;
  using query_type = tidemark::date;
  using image_type = int;

  static void set_value(value_type& value, int image, bool is_null) {
    if (is_null) {
      value = {};
      return;
    }
    const auto days = std::int64_t{details::endian_traits::ntoh(image)} +
                      tidemark::postgres::epoch_days;
    constexpr std::int64_t last = tidemark::timestamp::seconds_max / 86'400;
    constexpr std::int64_t first = tidemark::timestamp::seconds_min / 86'400;
    if (days < first || days > last)
      tidemark::postgres::throw_not_stored_by_us("a date outside the years 0001 to 9999",
                                                 "another date");
    value.days = static_cast<std::int32_t>(days);
  }
  static void set_image(int& image, bool& is_null, const value_type& value) {
    is_null = false;
    image = details::endian_traits::hton(value.days - tidemark::postgres::epoch_days);
  }
};

template <>
class value_traits<tidemark::timestamp, id_timestamp> {
 public:
  using value_type = tidemark::timestamp;
  using query_type = tidemark::timestamp;
  using image_type = long long;

  static void set_value(value_type& value, long long image, bool is_null) {
    if (is_null) {
      value = {};
      return;
    }
    const std::int64_t since_2000 = details::endian_traits::ntoh(image);
    constexpr std::int64_t second = 1'000'000;
    constexpr auto epoch = tidemark::postgres::epoch_micros;
    if (since_2000 < tidemark::timestamp::seconds_min * second - epoch ||
        since_2000 >= (tidemark::timestamp::seconds_max + 1) * second - epoch)
      tidemark::postgres::throw_not_stored_by_us("a time outside the years 0001 to 9999",
                                                 "another time");
    value.micros = since_2000 + epoch;
  }
  static void set_image(long long& image, bool& is_null, const value_type& value) {
    is_null = false;
    image = details::endian_traits::hton(
        static_cast<long long>(value.micros - tidemark::postgres::epoch_micros));
  }
};

/// Everything that travels as text.
template <typename T>
struct stored_text_traits {
  using value_type = T;
  using query_type = T;
  using image_type = details::buffer;

  static void set_value(T& value, const details::buffer& image, std::size_t size, bool is_null) {
    if (is_null) value = T();
    else tidemark::postgres::read_stored(std::string_view(image.data(), size), value);
  }
  static void set_image(details::buffer& image, std::size_t& size, bool& is_null, const T& value) {
    const auto& text = tidemark::postgres::stored_text(value);
    is_null = false;
    size = text.size();
    if (size > image.capacity()) image.capacity(size);
    if (size != 0) std::memcpy(image.data(), text.data(), size);
  }
};

template <>
class value_traits<tidemark::percent, id_string> : public stored_text_traits<tidemark::percent> {};
template <>
class value_traits<tidemark::json, id_string> : public stored_text_traits<tidemark::json> {};
template <>
class value_traits<tidemark::tags, id_string> : public stored_text_traits<tidemark::tags> {};

}  // namespace odb::pgsql
