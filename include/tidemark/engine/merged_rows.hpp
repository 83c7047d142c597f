// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/container/deque.hpp>

namespace tidemark::engine {

/// Merged rows, one a key, in the order in which the keys were first seen. Rows do not move while
/// others are added, nor when the list is moved; their memory comes and goes in blocks.
template <typename Row>
using merged_rows = boost::container::deque<
    Row, void, boost::container::deque_options_t<boost::container::block_size<256>>>;

}  // namespace tidemark::engine
