// SPDX-License-Identifier: BSL-1.0
#include "error_checks.hpp"

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "recording_sink.hpp"

namespace tidemark::host {

namespace {

using plugin::option_content;
using plugin::option_type;

/// The reaction of a source to an unusable case.
struct answer {
  std::optional<error> refused;
  std::size_t delivered = 0;
};

answer ask(const plugin::catalogue_entry& entry, const plugin::option_values& options,
           const source::fetch_request& request) {
  answer given;
  const auto made = plugin::create_source(entry, options);
  if (!made) {
    given.refused = made.error();
    return given;
  }
  constexpr std::size_t enough = 100;
  if (const auto origin = origin_of(**made, request); !origin) {
    given.refused = origin.error();
    return given;
  }
  recording_sink sink(request, enough);
  sink.stop_after(std::chrono::seconds(2));  // it may wait for an address that never answers
  if (const auto fetched = fetch_into(**made, request, sink); !fetched)
    given.refused = fetched.error();
  given.delivered = sink.delivered.size();
  return given;
}

/// What is wrong with the error itself; empty: nothing.
std::string error_fault(const answer& given) {
  if (!given.refused) return {};
  const auto& message = given.refused->message;
  if (message.empty()) return "an error without a message";
  if (message.find("which no plugin may") != message.npos ||
      message.find("it failed to start") != message.npos ||
      message.find("it failed without a message") != message.npos)
    return message;
  return {};
}

plugin::option_values with(const plugin::option_values& options, std::string_view name,
                           option_content content) {
  std::vector<plugin::option_value> values;
  for (const auto& option : options.all())
    if (option.name != name) values.push_back(option);
  values.push_back({std::string(name), std::move(content)});
  return plugin::option_values(std::move(values));
}

/// Extreme values of an option of `type`.
std::vector<option_content> extremes(option_type type) {
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  switch (type) {
    case option_type::text:
      return {std::string(), std::string("\x01{\xFF}"), std::string(70'000, 'x')};
    case option_type::path: return {std::string("/"), std::string("/dev/null/{")};
    case option_type::integer: return {least, std::int64_t{-1}, std::int64_t{0}, largest};
    case option_type::duration: return {std::int64_t{0}, std::int64_t{864'000'000'000}};
    case option_type::decimal:
      return {plugin::exact_decimal{least}, plugin::exact_decimal{0},
              plugin::exact_decimal{largest}};
    case option_type::list: return {plugin::text_list{}, plugin::text_list{""}};
    case option_type::map: return {plugin::text_map{}, plugin::text_map{{"", ""}}};
    case option_type::lists:
      return {plugin::text_lists{}, plugin::text_lists{{"", {}}}, plugin::text_lists{{"", {""}}}};
  }
  return {};
}

/// The first fault of an option, with one option changed at a time; empty: none.
std::string check_options(const loaded_source& loaded, const source::fetch_request& request,
                          std::size_t& cases) {
  const plugin::manifest& self = *loaded.entry.loaded.self;
  for (std::size_t i = 0; i < self.option_count; ++i) {
    const auto& spec = self.options[i];
    const std::string option = fmt::format("option {}", spec.name);
    if (const auto* path = loaded.options.find<std::string>(spec.name);
        path && spec.type == option_type::path) {
      ++cases;
      const auto given =
          ask(loaded.entry, with(loaded.options, spec.name, *path + ".is-not-there"), request);
      if (const auto fault = error_fault(given); !fault.empty())
        return fmt::format("{}: {}", option, fault);
      if (!given.refused && given.delivered == 0)
        return option + ": a missing path gave a success without rows";
    }
    for (auto& content : extremes(spec.type)) {
      ++cases;
      const auto given = ask(loaded.entry, with(loaded.options, spec.name, content), request);
      if (const auto fault = error_fault(given); !fault.empty())
        return fmt::format("{} with an extreme value: {}", option, fault);
    }
  }
  return {};
}

}  // namespace

check_result check_errors(const loaded_source& loaded, const tested_plugin& plugin) {
  std::size_t cases = 0;
  if (const auto source = loaded.create(); source)
    if (const auto origin = origin_of(**source, plugin.request); !origin)
      return {{}, false, origin.error().message};
  for (const std::int32_t days : {0, -1}) {
    ++cases;
    source::fetch_request request = plugin.request;
    request.window_days = days;
    const auto given = ask(loaded.entry, loaded.options, request);
    const std::string window = fmt::format("a window of {} days: ", days);
    if (const auto fault = error_fault(given); !fault.empty()) return {{}, false, window + fault};
    if (!given.refused && given.delivered == 0)
      return {{}, false, window + "a success without rows; return an error instead"};
  }
  if (auto fault = check_options(loaded, plugin.request, cases); !fault.empty())
    return {{}, false, fault};
  return {{}, true, fmt::format("{} unusable windows and options, all handled", cases)};
}

}  // namespace tidemark::host
