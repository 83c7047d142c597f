// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include <tidemark/plugin/catalogue.hpp>
#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>

namespace tidemark::host {

/// Opens the configured storage. Called by several threads at once.
using storage_opener = std::function<result<plugin::plugged<storage::backend>>()>;

/// A storage for one thread, which is opened at its first use, and again after an error.
class reconnecting_storage {
 public:
  explicit reconnecting_storage(storage_opener open) : open_(std::move(open)) {}

  /// The result of `ask(backend)`. If a storage that was open before fails, its connection may have
  /// been lost: then `ask` is called once more, with a new one.
  template <typename Ask>
  auto read(const Ask& ask) -> decltype(ask(std::declval<storage::backend&>())) {
    const bool was_open = store_.has_value();
    auto answer = ask_once(ask);
    // A busy storage does answer, and a further query would make it busier.
    if (answer || !was_open || answer.error().kind == error_kind::busy) return answer;
    return ask_once(ask);
  }

  /// Closes the storage until its next use.
  void close() { store_.reset(); }

 private:
  template <typename Ask>
  auto ask_once(const Ask& ask) -> decltype(ask(std::declval<storage::backend&>())) {
    if (!store_) {
      auto opened = open_();
      if (!opened) return opened.error();
      store_.emplace(std::move(*opened));
    }
    auto answer = ask(**store_);
    if (!answer) store_.reset();
    return answer;
  }

  storage_opener open_;
  std::optional<plugin::plugged<storage::backend>> store_;
};

}  // namespace tidemark::host
