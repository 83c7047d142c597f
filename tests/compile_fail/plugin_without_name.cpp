// error: TIDEMARK_PLUGIN requires the manifest to have a name: set `name`
// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <tidemark/plugin/export.hpp>
#include <tidemark/source/data_source.hpp>

using namespace tidemark;

static result<std::unique_ptr<source::data_source>> create(const plugin::option_values&) {
  return failure("not here");
}

constexpr plugin::manifest self{.provides = plugin::kind::source,
#ifndef FAIL
                                .name = "sample",
#endif
                                .create_source = create};

TIDEMARK_PLUGIN(self);
