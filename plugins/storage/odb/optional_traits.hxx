// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include <odb/wrapper-traits.hxx>

#include <optional>

/// Teaches ODB 2.4 that an empty `std::optional` is NULL; it knows only its own `odb::nullable`.
/// Read by the odb compiler and by every generated header.
template <typename T>
class odb::wrapper_traits<std::optional<T>> {
 public:
  using wrapped_type = T;
  using wrapper_type = std::optional<T>;
  using unrestricted_wrapped_type = typename odb::details::meta::remove_const<T>::result;

  static const bool null_handler = true;
  static const bool null_default = true;

  static bool get_null(const wrapper_type& value) { return !value.has_value(); }
  static void set_null(wrapper_type& value) { value.reset(); }
  static const wrapped_type& get_ref(const wrapper_type& value) { return *value; }
  static unrestricted_wrapped_type& set_ref(wrapper_type& value) {
    if (!value) value.emplace();
    return const_cast<unrestricted_wrapped_type&>(*value);
  }
};
