// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <ostream>

namespace tidemark::host {

/// Keeps the process's stdout for the host alone: `host_output` writes to it, and what anything
/// else in the process writes to file 1, `printf` or `std::cout` goes to stderr, so that no plugin
/// spoils a document. To be called once, before a plugin is loaded and before there are threads.
void keep_stdout();

/// Where the host's own results go: the real stdout, once `keep_stdout` was called. Buffered; its
/// state says whether all could be written once it is flushed.
std::ostream& host_output();

/// How wide a text of `host_output` may be: `width_max` columns on a terminal, where longer lines
/// break; without limit in a pipe or file, where nothing that explains may be lost.
std::size_t width_where_shown(std::size_t width_max);

}  // namespace tidemark::host
