// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tidemark/plugin/fingerprint.hpp>
#include <tidemark/plugin/manifest.hpp>
#include <tidemark/plugin/stamp.hpp>

/// Exports a plugin: `TIDEMARK_PLUGIN(the_manifest)`, once, at namespace scope of one source file.
/// `the_manifest` is a constexpr `tidemark::plugin::manifest`.
///
/// Makes the plugin's only exported symbols: its stamp, its record fingerprint and its manifest.
#define TIDEMARK_PLUGIN(the_manifest)                                              \
  static_assert(!(the_manifest).name.empty(),                                      \
                "TIDEMARK_PLUGIN requires the manifest to have a name: set `name`"); \
  static_assert(tidemark::plugin::can_create(the_manifest),                        \
                "TIDEMARK_PLUGIN requires a manifest that can create what it "     \
                "provides: set create_source, create_storage or create_enricher, " \
                "as `provides` says");                                             \
  extern "C" {                                                                     \
  extern __attribute__((visibility("default"))) const char TIDEMARK_STAMP;         \
  __attribute__((used)) const char TIDEMARK_STAMP = 1;                             \
  extern __attribute__((visibility("default")))                                    \
  const tidemark::plugin::manifest tidemark_manifest;                              \
  __attribute__((used)) constinit const tidemark::plugin::manifest                 \
      tidemark_manifest = the_manifest;                                            \
  }                                                                                \
  template struct __attribute__((visibility("default")))                           \
  tidemark::plugin::fingerprint_mark<tidemark::plugin::record_fingerprint>
