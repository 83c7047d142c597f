// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <ostream>

namespace tidemark::host {

/// Reserves the process's stdout for `host_output`. Everything else that is written to file 1, by
/// `printf` or to `std::cout`, goes to stderr, so that a plugin cannot corrupt a document. To be
/// called once, before a plugin is loaded and before there are threads.
void keep_stdout();

/// The stream for the host's results: after `keep_stdout`, the real stdout. Buffered; after a
/// flush, its state shows whether everything was written.
std::ostream& host_output();

/// The maximum width of a text in `host_output`: `width_max` columns on a terminal, where longer
/// lines would wrap; unlimited in a pipe or file, where no text may be lost.
std::size_t width_where_shown(std::size_t width_max);

}  // namespace tidemark::host
