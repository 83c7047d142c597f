// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <string_view>

#include <tidemark/record/field_mask.hpp>
#include <tidemark/record/field_type.hpp>
#include <tidemark/record/fields.hpp>

namespace tidemark {

/// Names a record for policies and says which fields identify it. Specialise it for your struct:
///
///     template <> struct tidemark::record_traits<repository> {
///       static constexpr std::string_view name = "repositories";
///       static constexpr std::array<std::string_view, 1> key{"repo"};
///     };
///
/// `key` fields must always be present, and hold texts or values that have an order. Three lists
/// are optional: `references`, fields that hold the id of another table's row, which can be
/// compared for equality only, since ids differ between databases; `required`, fields that a stored
/// record always has: if the incoming value is missing, the stored one is used; and `run_fields`,
/// fields that are the same in all records of one run. See examples/own_record.
template <typename Record>
struct record_traits;

/// The index of the field called `name`, or nothing.
template <reflected Record>
constexpr std::optional<field_index> find_field(std::string_view name) {
  const auto& names = field_names<Record>;
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<field_index>(at - names.begin());
}

namespace detail {

template <typename Record, typename Names>
constexpr bool has_fields(const Names& names) {
  return std::all_of(names.begin(), names.end(), [](std::string_view name) {
    return find_field<Record>(name).has_value();
  });
}

/// Whether the field called `name` always has a value that can be a part of a key.
template <typename Record>
constexpr bool can_be_key(std::string_view name) {
  bool can = false;
  for_each_field<Record>([&](auto i) {
    using type = field_t<Record, i>;
    constexpr bool always = std::same_as<type, typename unwrapped<type>::type> &&
                            !std::same_as<type, counter>;
    constexpr bool fit = has_order(type_of<type>()) || type_of<type>() == field_type::text;
    if (field_names<Record>[i] == name) can = always && fit;
  });
  return can;
}

/// The checks of the fields that `record_traits<Record>` names.
template <typename Record>
consteval void check_fields() {
  using traits = record_traits<Record>;
  static_assert(traits::key.size() > 0,
                "engine<R> requires R to have a key: name a field in record_traits<R>::key");
  static_assert(has_fields<Record>(traits::key),
                "engine<R> requires the key to be fields of R: "
                "correct a name in record_traits<R>::key");
  if constexpr (has_fields<Record>(traits::key))
    static_assert(std::all_of(traits::key.begin(), traits::key.end(),
                              [](std::string_view name) { return can_be_key<Record>(name); }),
                  "engine<R> requires key fields to be texts, integers, percentages, dates or "
                  "timestamps that are never missing: change the field or record_traits<R>::key");
  if constexpr (requires { traits::references; })
    static_assert(has_fields<Record>(traits::references),
                  "engine<R> requires the references to be fields of R: "
                  "correct a name in record_traits<R>::references");
  if constexpr (requires { traits::run_fields; })
    static_assert(has_fields<Record>(traits::run_fields),
                  "engine<R> requires the run's fields to be fields of R: "
                  "correct a name in record_traits<R>::run_fields");
  if constexpr (requires { traits::required; })
    static_assert(has_fields<Record>(traits::required),
                  "engine<R> requires the required fields to be fields of R: "
                  "correct a name in record_traits<R>::required");
}

/// True. Does not compile if `Record` is not a record: the message says what it lacks.
template <typename Record>
consteval bool is_record() {
  using traits = record_traits<Record>;
  constexpr bool is_reflected = reflected<Record>;
  constexpr bool has_traits = requires { sizeof(traits); };
  static_assert(is_reflected,
                "engine<R> requires R to be reflected: add BOOST_HANA_ADAPT_STRUCT(R, fields...)");
  static_assert(has_traits,
                "engine<R> requires R to have a name and a key: specialise record_traits<R>");
  if constexpr (is_reflected && has_traits) {
    constexpr bool has_name = requires {
      { traits::name } -> std::convertible_to<std::string_view>;
    };
    constexpr bool has_key = requires { traits::key.size(); };
    static_assert(has_name,
                  "engine<R> requires R to have a name: add `name` to record_traits<R>");
    static_assert(has_key, "engine<R> requires R to have a key: add `key` to record_traits<R>");
    static_assert(field_count<Record> <= fields_max,
                  "engine<R> requires R to have at most 64 fields: reflect fewer of them");
    if constexpr (has_key && field_count<Record> <= fields_max) check_fields<Record>();
  }
  return true;
}

}  // namespace detail

/// A reflected struct with `record_traits`: what the engine works on. Other types do not compile,
/// so this concept cannot choose between overloads.
template <typename Record>
concept record = detail::is_record<Record>() && reflected<Record>;

namespace detail {

/// The fields called `names`. Does not compile if the record lacks one of them.
template <typename Record, typename Names>
consteval field_mask mask_of(const Names& names) {
  field_mask mask;
  for (const std::string_view name : names) mask.add(find_field<Record>(name).value());
  return mask;
}

template <typename Record>
consteval field_mask reference_mask() {
  if constexpr (requires { record_traits<Record>::references; })
    return mask_of<Record>(record_traits<Record>::references);
  else
    return {};
}

template <typename Record>
consteval field_mask required_mask() {
  if constexpr (requires { record_traits<Record>::required; })
    return mask_of<Record>(record_traits<Record>::required);
  else
    return {};
}

template <typename Record>
consteval field_mask run_mask() {
  if constexpr (requires { record_traits<Record>::run_fields; })
    return mask_of<Record>(record_traits<Record>::run_fields);
  else
    return {};
}

}  // namespace detail

/// The fields that identify a record.
template <record Record>
inline constexpr field_mask key_fields = detail::mask_of<Record>(record_traits<Record>::key);

/// The fields that refer to another table.
template <record Record>
inline constexpr field_mask reference_fields = detail::reference_mask<Record>();

/// The fields that a stored record always has.
template <record Record>
inline constexpr field_mask required_fields = detail::required_mask<Record>();

/// The fields that are the same in all records of one run.
template <record Record>
inline constexpr field_mask run_fields = detail::run_mask<Record>();

/// Whether `a` and `b` are the same record, by their key.
template <record Record>
constexpr bool same_key(const Record& a, const Record& b) {
  bool same = true;
  for_each_field<Record>([&](auto i) {
    if constexpr (key_fields<Record>.has(i)) same = same && field<i>(a) == field<i>(b);
  });
  return same;
}

}  // namespace tidemark
