// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <exception>
#include <new>
#include <string>

#include <tidemark/result.hpp>

namespace tidemark::memory {

/// What `work` returns, or an error in place of what it throws: nothing is thrown to the host.
template <typename Work>
auto catch_errors(Work&& work) noexcept -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return failure("memory storage: out of memory; use the storage plugin sqlite instead");
  } catch (const std::exception& problem) {
    return failure(std::string("memory storage: ") + problem.what());
  }
}

}  // namespace tidemark::memory
