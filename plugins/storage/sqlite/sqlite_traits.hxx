// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <odb/sqlite/traits.hxx>

#include <cstddef>
#include <cstring>
#include <string_view>

#include <tidemark/value/counter.hpp>
#include <tidemark/value/percent.hpp>

#include "real_percent.hpp"
#include "stored_text.hpp"

/// How ODB moves tidemark's values to and from SQLite's four storage classes.
namespace odb::sqlite {

/// A counter is never NULL once stored.
template <>
class value_traits<tidemark::counter, id_integer> {
 public:
  using value_type = tidemark::counter;
  using query_type = tidemark::counter;
  using image_type = long long;

  static void set_value(value_type& value, long long image, bool is_null) {
    value.known = is_null ? 0 : image;
  }
  static void set_image(long long& image, bool& is_null, const value_type& value) {
    is_null = false;
    image = value.known.value_or(0);
  }
};

/// REAL percent. Four decimals below 100,000 are well within a double's precision, so rounding
/// gives back exactly what was stored.
template <>
class value_traits<tidemark::percent, id_real> {
 public:
  using value_type = tidemark::percent;
  using query_type = tidemark::percent;
  using image_type = double;

  static void set_value(value_type& value, double image, bool is_null) {
    value = is_null ? tidemark::percent{} : tidemark::sqlite::from_real(image);
  }
  static void set_image(double& image, bool& is_null, const value_type& value) {
    is_null = false;
    image = tidemark::sqlite::to_real(value);
  }
};

/// Everything that is kept as text.
template <typename T>
struct stored_text_traits {
  using value_type = T;
  using query_type = T;
  using image_type = details::buffer;

  static void set_value(T& value, const details::buffer& image, std::size_t size, bool is_null) {
    if (is_null) value = T();
    else tidemark::sqlite::read_stored(std::string_view(image.data(), size), value);
  }
  static void set_image(details::buffer& image, std::size_t& size, bool& is_null, const T& value) {
    const auto& text = tidemark::sqlite::stored_text(value);
    is_null = false;
    size = text.size();
    if (size > image.capacity()) image.capacity(size);
    if (size != 0) std::memcpy(image.data(), text.data(), size);
  }
};

template <>
class value_traits<tidemark::date, id_text> : public stored_text_traits<tidemark::date> {};
template <>
class value_traits<tidemark::timestamp, id_text> : public stored_text_traits<tidemark::timestamp> {
};
template <>
class value_traits<tidemark::json, id_text> : public stored_text_traits<tidemark::json> {};
template <>
class value_traits<tidemark::tags, id_text> : public stored_text_traits<tidemark::tags> {};

}  // namespace odb::sqlite
