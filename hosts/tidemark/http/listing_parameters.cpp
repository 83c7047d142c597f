// SPDX-License-Identifier: BSL-1.0
#include "listing_parameters.hpp"

#include <algorithm>
#include <string_view>

#include <tidemark/value/utf8.hpp>

#include "../query/period_parameters.hpp"

namespace tidemark::host {

namespace {

/// Reads one parameter into `query`. Error (usage): its value is none.
result<void> read_into(videos::period_query& query, const target_parameter& one,
                       const served& there) {
  if (!one.value) return one.value.error();
  if (one.name == "period") {
    const auto window = read_period(*one.value, there.windows);
    if (!window) return window.error();
    query.window_days = *window;
    return {};
  }
  videos::period_query changed = query;
  if (const auto read = read_parameter(changed, one.name, *one.value); !read) return read;
  if (one.name == "brand" && !find_brand(there, changed.brand_id)) {
    std::string known;
    for (const auto& brand : there.brands)
      known += (known.empty() ? "" : ", ") + std::to_string(brand.id);
    return usage_error("there is no brand " + *one.value + "; known: " + known);
  }
  query = std::move(changed);
  return {};
}

bool is_known(std::string_view name) {
  return name == "period" ||
         std::find(period_parameters.begin(), period_parameters.end(), name) !=
             period_parameters.end();
}

std::ptrdiff_t times_given(std::span<const target_parameter> given, std::string_view name) {
  return std::count_if(given.begin(), given.end(),
                       [&](const target_parameter& one) { return one.name == name; });
}

/// Why `one` cannot be among `given`, whatever its value.
std::optional<problem> refuse(const target_parameter& one,
                              std::span<const target_parameter> given) {
  if (times_given(given, one.name) > 1) return invalid(one.name, "is given more than once");
  return std::nullopt;
}

problem unknown(const std::string& name, const std::string& known) {
  return invalid(name, "is no parameter of this address; known: " + known);
}

}  // namespace

const served_brand* find_brand(const served& there, std::int64_t id) {
  for (const auto& brand : there.brands)
    if (brand.id == id) return &brand;
  return nullptr;
}

answer_or_problem<videos::period_query> read_strictly(std::span<const target_parameter> given,
                                                      const served& there) {
  videos::period_query query;
  for (const auto& one : given) {
    if (!is_known(one.name)) {
      std::string known = "period";
      for (const auto name : period_parameters) known += ", " + std::string(name);
      return unknown(one.name, known);
    }
    if (const auto refused = refuse(one, given)) return *refused;
    if (const auto read = read_into(query, one, there); !read)
      return invalid(one.name, read.error().message);
  }
  if (times_given(given, "brand") == 0) return invalid("brand", "is missing: whose videos?");
  return query;
}

videos::period_query read_leniently(std::span<const target_parameter> given,
                                    const served& there) {
  videos::period_query query;
  if (!there.brands.empty()) query.brand_id = there.brands.front().id;
  for (const auto& one : given)
    if (is_known(one.name) && !refuse(one, given))
      static_cast<void>(read_into(query, one, there));  // an invalid value counts as its default
  return query;
}

answer_or_problem<std::optional<std::int64_t>> read_brand_only(
    std::span<const target_parameter> given, const served& there) {
  videos::period_query query;
  for (const auto& one : given) {
    if (one.name != "brand") return unknown(one.name, "brand");
    if (const auto refused = refuse(one, given)) return *refused;
    if (const auto read = read_into(query, one, there); !read)
      return invalid(one.name, read.error().message);
  }
  if (given.empty()) return std::optional<std::int64_t>();
  return std::optional(query.brand_id);
}

}  // namespace tidemark::host
