// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <tidemark/plugin/manifest.hpp>
#include <tidemark/plugin/option_text.hpp>
#include <tidemark/source/data_source.hpp>

namespace tidemark::source::test {

/// The source that a plugin creates from `given` and the defaults, as the host does it.
inline result<std::unique_ptr<data_source>> created(const plugin::manifest& self,
                                                    std::vector<plugin::option_value> given) {
  auto options = plugin::with_defaults(std::span(self.options, self.option_count),
                                       plugin::option_values(std::move(given)));
  if (!options) return options.error();
  return self.create_source(*options);
}

}  // namespace tidemark::source::test
