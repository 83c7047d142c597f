// SPDX-License-Identifier: BSL-1.0
#include "tested_plugin.hpp"

#include <exception>
#include <span>
#include <string>
#include <utility>

#include <fmt/core.h>

#include "../config/option_arguments.hpp"

namespace tidemark::host {

result<loaded_source> load_source(const tested_plugin& plugin) {
  auto before = read_process_settings();
  auto library = plugin::load(plugin.path);
  if (!library) return failure(library.error().message);
  const plugin::manifest& self = *library->self;
  if (const auto fault = plugin::manifest_fault(self); !fault.empty())
    return failure("wrong manifest: " + fault);
  if (self.provides != plugin::kind::source)
    return usage_error(fmt::format("{} is a plugin of the kind {}; this command tests only sources",
                                   plugin.path.string(), plugin::to_text(self.provides)));
  const std::span declared(self.options, self.option_count);
  loaded_source loaded;
  loaded.before = std::move(before);
  loaded.entry.name = self.name;
  loaded.entry.provides = self.provides;
  loaded.entry.version = self.version;
  loaded.entry.path = plugin.path;
  loaded.entry.loaded = std::move(*library);

  auto options =
      read_option_arguments(declared, loaded.entry.name, plugin.given, "--option");
  if (!options) return options.error();
  loaded.options = std::move(*options);
  loaded.secrets.add(declared, loaded.options);
  return loaded;
}

result<std::string> origin_of(const source::data_source& source,
                              const source::fetch_request& request) {
  try {
    return source.origin(request);
  } catch (const std::exception& thrown) {
    return failure(
        fmt::format("origin threw an exception, which no plugin may do: {}", thrown.what()));
  } catch (...) {
    return failure("origin threw an object that is not a std::exception, which no plugin may do");
  }
}

result<void> fetch_into(source::data_source& source, const source::fetch_request& request,
                        source::row_sink& sink) {
  try {
    return source.fetch(request, sink);
  } catch (const std::exception& thrown) {
    return failure(
        fmt::format("fetch threw an exception, which no plugin may do: {}", thrown.what()));
  } catch (...) {
    return failure("fetch threw an object that is not a std::exception, which no plugin may do");
  }
}

}  // namespace tidemark::host
