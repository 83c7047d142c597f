// error: TIDEMARK_PLUGIN requires a manifest that can create what it provides
// SPDX-License-Identifier: BSL-1.0
#include <memory>

#include <tidemark/plugin/export.hpp>
#include <tidemark/source/data_source.hpp>

using namespace tidemark;

static result<std::unique_ptr<source::data_source>> create(const plugin::option_values&) {
  return failure("not here");
}

constexpr plugin::manifest self{
#ifdef FAIL
    .provides = plugin::kind::enricher,
#else
    .provides = plugin::kind::source,
#endif
    .name = "sample",
    .create_source = create};

TIDEMARK_PLUGIN(self);
