// SPDX-License-Identifier: BSL-1.0
#include "listing_parameters.hpp"

#include <algorithm>
#include <string_view>

#include <tidemark/value/utf8.hpp>

#include <fmt/core.h>

#include "../query/period_parameters.hpp"

namespace tidemark::host {

namespace {

/// Reads one parameter into `query`. Error (usage): its value is invalid.
result<void> read_into(videos::period_query& query, const target_parameter& parameter,
                       const served_scope& scope) {
  if (!parameter.value) return parameter.value.error();
  if (parameter.name == "period") {
    const auto window = read_period(*parameter.value, scope.windows);
    if (!window) return window.error();
    query.window_days = *window;
    return {};
  }
  videos::period_query changed = query;
  if (const auto read = read_parameter(changed, parameter.name, *parameter.value); !read)
    return read;
  if (parameter.name == "brand" && !find_brand(scope, changed.brand_id)) {
    std::string known;
    for (const auto& brand : scope.brands)
      known += (known.empty() ? "" : ", ") + std::to_string(brand.id);
    return usage_error(fmt::format("there is no brand {}; known: {}", *parameter.value, known));
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
                       [&](const target_parameter& parameter) { return parameter.name == name; });
}

/// Why `parameter` is refused with any value.
std::optional<problem> refuse(const target_parameter& parameter,
                              std::span<const target_parameter> given) {
  if (times_given(given, parameter.name) > 1)
    return invalid(parameter.name, "is given more than once");
  return std::nullopt;
}

problem unknown(const std::string& name, const std::string& known) {
  return invalid(name, "is not a parameter of this address; known: " + known);
}

}  // namespace

const served_brand* find_brand(const served_scope& scope, std::int64_t id) {
  for (const auto& brand : scope.brands)
    if (brand.id == id) return &brand;
  return nullptr;
}

answer_or_problem<videos::period_query> read_strictly(std::span<const target_parameter> given,
                                                      const served_scope& scope) {
  videos::period_query query;
  for (const auto& parameter : given) {
    if (!is_known(parameter.name)) {
      std::string known = "period";
      for (const auto name : period_parameters) known += ", " + std::string(name);
      return unknown(parameter.name, known);
    }
    if (const auto refused = refuse(parameter, given)) return *refused;
    if (const auto read = read_into(query, parameter, scope); !read)
      return invalid(parameter.name, read.error().message);
  }
  if (times_given(given, "brand") == 0) return invalid("brand", "is required");
  return query;
}

videos::period_query read_leniently(std::span<const target_parameter> given,
                                    const served_scope& scope) {
  videos::period_query query;
  if (!scope.brands.empty()) query.brand_id = scope.brands.front().id;
  for (const auto& parameter : given)
    if (is_known(parameter.name) && !refuse(parameter, given))
      static_cast<void>(read_into(query, parameter, scope));  // an invalid value is ignored
  return query;
}

answer_or_problem<std::optional<std::int64_t>> read_brand_only(
    std::span<const target_parameter> given, const served_scope& scope) {
  videos::period_query query;
  for (const auto& parameter : given) {
    if (parameter.name != "brand") return unknown(parameter.name, "brand");
    if (const auto refused = refuse(parameter, given)) return *refused;
    if (const auto read = read_into(query, parameter, scope); !read)
      return invalid(parameter.name, read.error().message);
  }
  if (given.empty()) return std::optional<std::int64_t>();
  return std::optional(query.brand_id);
}

}  // namespace tidemark::host
