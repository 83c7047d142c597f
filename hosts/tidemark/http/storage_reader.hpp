// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include <tidemark/plugin/catalogue.hpp>
#include <tidemark/result.hpp>
#include <tidemark/storage/backend.hpp>

namespace tidemark::host {

/// Opens the configured storage once more. Called by several threads at once.
using storage_opener = std::function<result<plugin::plugged<storage::backend>>()>;

/// A storage of one thread's own, opened at its first question and again after a failure.
class storage_reader {
 public:
  explicit storage_reader(storage_opener open) : open_(std::move(open)) {}

  /// What `ask(backend)` gives, which is a `result`. When a storage that was open before fails,
  /// its connection may be a dead one: then `ask` is called once more, on a new one.
  template <typename Ask>
  auto read(const Ask& ask) -> decltype(ask(std::declval<storage::backend&>())) {
    const bool was_open = store_.has_value();
    auto answer = ask_once(ask);
    // Who is busy does answer, and asking again makes it busier.
    if (answer || !was_open || answer.error().kind == error_kind::busy) return answer;
    return ask_once(ask);
  }

  /// Closes the storage until the next question.
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
