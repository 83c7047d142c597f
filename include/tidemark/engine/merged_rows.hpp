// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/container/deque.hpp>

namespace tidemark::engine {

/// Merged rows, one for each key, in the order in which the keys were first seen. Rows keep their
/// addresses when others are added and when the list is moved; memory is allocated in blocks.
template <typename Row>
using merged_rows = boost::container::deque<
    Row, void, boost::container::deque_options_t<boost::container::block_size<256>>>;

}  // namespace tidemark::engine
